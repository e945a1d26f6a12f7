/**
 * Reads a chat completion that comes as server-sent events.
 *
 * 1. The first chunk is the head: it names the snapshot that answers.
 * 2. Only `[DONE]` after a reason to finish ends a reply. A stream that closes before has been cut: `eof`.
 * 3. An error event before the head is a refusal, although the status was 200; after it the reply broke off, as it does
 *    at an event that is no chunk.
 */
import { createParser } from 'eventsource-parser';
import { isLast, type FinishReason, type ReplyPart } from '../../model/reply.ts';
import type { ChatRequest } from '../../model/request.ts';
import type { ReplyReader } from '../codec.ts';
import { errorIn } from './refusal.ts';
import { chunkSchema, finishOf, parseJson, usageOf } from './wire.ts';

const RESET: ReplyPart = { type: 'broken', how: 'reset' };
const EOF: ReplyPart = { type: 'broken', how: 'eof' };

export function streamReader(request: ChatRequest): ReplyReader {
  const decoder = new TextDecoder();
  let parts: ReplyPart[] = [];
  let headed = false;
  let finish: FinishReason | null = null;
  let over = false;

  const hear = (data: string): void => {
    if (over) return;
    const said =
      data === '[DONE]' ? [finish ? ({ type: 'end', reason: finish } as const) : EOF] : readChunk(data);
    parts.push(...said);
    over = said.some(isLast);
  };
  const readChunk = (data: string): readonly ReplyPart[] => {
    const json = parseJson(data);
    const error = errorIn(json);
    if (error) return [headed ? RESET : error];
    const read = chunkSchema.safeParse(json);
    if (!read.success) return [RESET];
    const { model, choices, usage } = read.data;
    const said: ReplyPart[] = headed ? [] : [{ type: 'head', version: model ?? request.model }];
    headed = true;
    const choice = choices?.[0];
    if (choice?.delta?.content) said.push({ type: 'text', text: choice.delta.content });
    if (choice?.finish_reason) finish = finishOf(choice.finish_reason);
    const counted = usageOf(usage);
    if (counted) said.push({ type: 'usage', usage: counted });
    return said;
  };
  const parser = createParser({ onEvent: ({ data }) => hear(data) });
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
    end: () => (over ? [] : [EOF]),
    broke: () => (over ? [] : [RESET]),
  };
}
