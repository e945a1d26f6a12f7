/**
 * OpenAI's embeddings.
 *
 * 1. Vectors go out as numbers, or as packed floats where `encoding_format` asks for base64: OpenAI's own client does.
 * 2. Fewer `dimensions` than the model has are its first ones, brought back to length 1.
 */
import * as z from 'zod/mini';
import type { EmbedRequest } from '../../model/request.ts';
import { packedFloats } from '../base64.ts';
import { readBody, refuseUnsupported } from '../body.ts';
import type { Dialect, ReplyFacts } from '../port.ts';
import { wireId } from '../wire-id.ts';
import { renderAll, wholeWriter, type Voice } from '../writer.ts';
import { refusalOverHttp, refusedFor } from './error.ts';

const bodyShape = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.union([z.string(), z.number(), z.array(z.number())]))]),
  encoding_format: z.optional(z.enum(['float', 'base64'])),
  dimensions: z.optional(z.int().check(z.gte(1))),
});

const open: Dialect['open'] = (_request, facts) => wholeWriter(embeddingsVoice(facts));

export const openAiEmbeddings: Dialect = {
  name: 'openai-embeddings',
  vendor: 'openai',
  read: (body) => readBody(body, bodyShape, embedRequest),
  open,
  render: (parts, request, facts) => renderAll(open(request, facts), parts),
};

function embedRequest({ model, input }: z.output<typeof bodyShape>): EmbedRequest {
  const texts = (typeof input === 'string' ? [input] : input).map((text) =>
    typeof text === 'string' ? text : refuseUnsupported('token numbers in place of text (in input)'),
  );
  return { kind: 'embed', model, texts };
}

/** Nothing of it is ever streamed. */
function embeddingsVoice({ model, id, asked }: ReplyFacts): Voice {
  const requestId = `req_${wireId(id)}`;
  const silent = (): string => '';
  const dimensions = asked?.['dimensions'];
  const packed = asked?.['encoding_format'] === 'base64';
  const said = (vector: readonly number[]): string | readonly number[] => {
    const kept = typeof dimensions === 'number' ? shortened(vector, dimensions) : vector;
    return packed ? packedFloats(kept) : kept;
  };
  return {
    headers: { 'x-request-id': requestId },
    head: silent,
    text: silent,
    toolCall: silent,
    usage: silent,
    keepalive: '',
    error: silent,
    end: silent,
    whole: ({ version, vectors, usage }) =>
      JSON.stringify({
        object: 'list',
        data: (vectors ?? []).map((vector, index) => ({
          object: 'embedding',
          index,
          embedding: said(vector),
        })),
        model: version ?? model,
        usage: usage && {
          prompt_tokens: usage.inputTokens,
          total_tokens: usage.inputTokens + usage.outputTokens,
        },
      }),
    refusal: (refused) => refusalOverHttp(refused, requestId),
    refused: refusedFor,
  };
}

function shortened(vector: readonly number[], dimensions: number): readonly number[] {
  if (dimensions >= vector.length) return vector;
  const kept = vector.slice(0, dimensions);
  const length = Math.sqrt(kept.reduce((sum, x) => sum + x * x, 0));
  return length === 0 ? kept : kept.map((x) => x / length);
}
