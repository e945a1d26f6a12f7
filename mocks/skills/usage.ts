/** Counts tokens and cuts a reply at the length that was asked for. */
import type { Content } from '../../src/model/endpoint.ts';
import type { ChatRequest } from '../../src/model/request.ts';
import { estimateTokens, splitTokens } from '../../src/model/tokens.ts';

/** Estimated tokens of a chat request: its messages and the schema that it asks for. */
export function inputTokensOf(request: ChatRequest): number {
  let tokens = request.format ? estimateTokens(JSON.stringify(request.format.schema)) : 0;
  for (const message of request.messages) tokens += estimateTokens(message.content);
  return tokens;
}

/** A finished reply, or its first `maxTokens` tokens with reason 'length'. */
export function finished(text: string, inputTokens: number, maxTokens: number | undefined): Content {
  const outputTokens = estimateTokens(text);
  if (maxTokens === undefined || outputTokens <= maxTokens)
    return { text, usage: { inputTokens, outputTokens }, reason: 'stop' };
  let cut = '';
  let spent = 0;
  for (const piece of splitTokens(text)) {
    const tokens = estimateTokens(piece);
    if (spent + tokens > maxTokens) break;
    cut += piece;
    spent += tokens;
  }
  return { text: cut, usage: { inputTokens, outputTokens: spent }, reason: 'length' };
}
