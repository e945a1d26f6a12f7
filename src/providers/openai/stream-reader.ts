/**
 * Reads a chat completion that comes as server-sent events.
 *
 * 1. The first chunk is the head: it names the snapshot that answers.
 * 2. Only `[DONE]` after a reason to finish ends a reply. A stream that closes before has been cut: `eof`.
 * 3. An error event before the head is a refusal, although the status was 200; after it, it is the reply's last part. An
 *    event that is no chunk breaks the reply off.
 * 4. A tool call is said once it is whole: its pieces end where anything else comes, the end of the stream included.
 */
import { createParser } from 'eventsource-parser';
import { isLast, type FinishReason, type ReplyPart } from '../../model/reply.ts';
import type { ChatRequest } from '../../model/request.ts';
import type { ReplyReader } from '../codec.ts';
import { errorIn } from './refusal.ts';
import { toolCallPieces } from './tool-call-pieces.ts';
import { chunkSchema, finishOf, parseJson, usageOf } from './wire.ts';

const RESET: ReplyPart = { type: 'broken', how: 'reset' };
const EOF: ReplyPart = { type: 'broken', how: 'eof' };

export function streamReader(request: ChatRequest): ReplyReader {
  const decoder = new TextDecoder();
  let parts: ReplyPart[] = [];
  let headed = false;
  let finish: FinishReason | null = null;
  let over = false;
  const calls = toolCallPieces();

  const say = (said: readonly ReplyPart[]): void => {
    parts.push(...said);
    over ||= said.some(isLast);
  };
  const hear = (data: string): void => {
    if (over) return;
    if (data === '[DONE]') say([...calls.whole(), finish ? { type: 'end', reason: finish } : EOF]);
    else say(readChunk(data));
  };
  const readChunk = (data: string): readonly ReplyPart[] => {
    const json = parseJson(data);
    const error = errorIn(json);
    if (error) {
      const { kind, message } = error;
      return headed ? [...calls.whole(), { type: 'error', kind, message }] : [error];
    }
    const read = chunkSchema.safeParse(json);
    if (!read.success) return [...calls.whole(), RESET];
    const { model, choices, usage } = read.data;
    const said: ReplyPart[] = headed ? [] : [{ type: 'head', version: model ?? request.model }];
    headed = true;
    const choice = choices?.[0];
    if (choice?.delta?.content) said.push(...calls.whole(), { type: 'text', text: choice.delta.content });
    for (const piece of choice?.delta?.tool_calls ?? []) said.push(...calls.add(piece));
    if (choice?.finish_reason) {
      said.push(...calls.whole());
      finish = finishOf(choice.finish_reason);
    }
    const counted = usageOf(usage);
    if (counted) said.push(...calls.whole(), { type: 'usage', usage: counted });
    return said;
  };
  const parser = createParser({
    onEvent: ({ data }) => hear(data),
    onComment: () => {
      if (headed && !over) say([{ type: 'keepalive' }]);
    },
  });
  const taken = (): readonly ReplyPart[] => {
    const given = parts;
    parts = [];
    return given;
  };

  return {
    begin: () => [],
    bytes(chunk) {
      if (!over) parser.feed(decoder.decode(chunk, { stream: true }));
      return taken();
    },
    end: () => (over ? [] : [...calls.whole(), EOF]),
    broke: () => (over ? [] : [...calls.whole(), RESET]),
  };
}
