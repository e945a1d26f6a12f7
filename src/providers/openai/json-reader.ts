/**
 * Reads an answer that is one JSON text: a search, embeddings, a tool's result, or a chat completion not streamed.
 *
 * 1. It is whole or nothing: text that ends too early says no more than its headers did. An error in the place of a reply
 *    whose head is known is the reply's last part.
 * 2. The headers are the head where they name the snapshot (`openai-model`); else it comes with the body.
 */
import type { ReplyPart } from '../../model/reply.ts';
import type { Request } from '../../model/request.ts';
import type { HttpHead, ReplyReader } from '../codec.ts';
import { errorIn, notAReply } from './refusal.ts';
import {
  completionSchema,
  embeddingsSchema,
  finishOf,
  parseJson,
  searchSchema,
  toolSchema,
  usageOf,
} from './wire.ts';

export function jsonReader(request: Request, head: HttpHead): ReplyReader {
  const version = head.header('openai-model');
  const decoder = new TextDecoder();
  let text = '';
  return {
    begin: () => (version === null ? [] : [{ type: 'head', version }]),
    bytes(chunk) {
      text += decoder.decode(chunk, { stream: true });
      return [];
    },
    end() {
      const json = parseJson(text + decoder.decode());
      if (json === undefined) return [{ type: 'broken', how: 'eof' }];
      const error = errorIn(json);
      const reply = error ? null : readReply(request, json);
      if (reply)
        return version === null ? [{ type: 'head', version: reply.version }, ...reply.parts] : reply.parts;
      if (version !== null)
        return [
          error
            ? { type: 'error', kind: error.kind, message: error.message }
            : { type: 'broken', how: 'reset' },
        ];
      return [error ?? notAReply(head.status, 'JSON of another shape')];
    },
    broke: () => [{ type: 'broken', how: 'reset' }],
  };
}

interface Reply {
  readonly version: string;
  readonly parts: readonly ReplyPart[];
}

function readReply(request: Request, json: unknown): Reply | null {
  switch (request.kind) {
    case 'chat': {
      const { success, data } = completionSchema.safeParse(json);
      const choice = data?.choices[0];
      if (!success || !choice?.finish_reason) return null;
      const { content, refusal, tool_calls } = choice.message;
      const said = content ?? refusal ?? '';
      return {
        version: data.model ?? request.model,
        parts: [
          ...(said === '' ? [] : [{ type: 'text', text: said } as const]),
          ...(tool_calls ?? []).map(({ id, function: { name, arguments: given } }): ReplyPart => {
            return { type: 'tool-call', call: { id, name, arguments: given } };
          }),
          ...counted(data.usage),
          { type: 'end', reason: finishOf(choice.finish_reason) },
        ],
      };
    }
    case 'embed': {
      const { success, data } = embeddingsSchema.safeParse(json);
      if (!success) return null;
      const vectors = [...data.data].sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);
      return {
        version: data.model ?? request.model,
        parts: [{ type: 'vectors', vectors }, ...counted(data.usage), { type: 'end', reason: 'stop' }],
      };
    }
    case 'retrieve': {
      const { success, data } = searchSchema.safeParse(json);
      if (!success) return null;
      const documents = data.data.map(({ file_id: id, filename, score, attributes, content }) => ({
        id,
        title: typeof attributes?.title === 'string' ? attributes.title : filename,
        text: content.map((piece) => (piece.type === 'text' ? piece.text : '')).join(''),
        score,
      }));
      return {
        version: request.model,
        parts: [{ type: 'documents', documents }, ...counted(data.usage), { type: 'end', reason: 'stop' }],
      };
    }
    case 'tool': {
      const { success, data } = toolSchema.safeParse(json);
      if (!success) return null;
      return {
        version: request.model,
        parts: [{ type: 'text', text: data.output }, ...counted(data.usage), { type: 'end', reason: 'stop' }],
      };
    }
  }
}

function counted(said: Parameters<typeof usageOf>[0]): readonly ReplyPart[] {
  const usage = usageOf(said);
  return usage ? [{ type: 'usage', usage }] : [];
}
