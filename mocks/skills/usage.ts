/** Counts tokens and cuts a reply at the length that was asked for. */
import type { Content } from '../../src/model/endpoint.ts';
import type { ChatRequest, ToolCall } from '../../src/model/request.ts';
import { estimateTokens, splitTokens } from '../../src/model/tokens.ts';

/** Estimated tokens of a chat request: its messages, the schema that it asks for, the tools that it offers. */
export function inputTokensOf({ format, messages, tools }: ChatRequest): number {
  let tokens = format ? estimateTokens(JSON.stringify(format.schema)) : 0;
  if (tools && tools.length > 0) tokens += estimateTokens(JSON.stringify(tools));
  for (const message of messages) {
    tokens += estimateTokens(message.content);
    if (message.role === 'assistant' && message.toolCalls) tokens += tokensOfCalls(message.toolCalls);
  }
  return tokens;
}

const tokensOfCalls = (calls: readonly ToolCall[]): number =>
  calls.reduce((sum, { name, arguments: given }) => sum + estimateTokens(name) + estimateTokens(given), 0);

/** A reply that calls tools, or the beginning of one: a call that the limit cuts breaks off within its arguments. */
export function finishedCalls(
  text: string,
  calls: readonly ToolCall[],
  inputTokens: number,
  maxTokens: number | undefined,
): Content {
  const said = finished(text, inputTokens, maxTokens);
  const outputTokens = said.usage.outputTokens + tokensOfCalls(calls);
  if (said.reason === 'stop' && (maxTokens === undefined || outputTokens <= maxTokens))
    return { text, toolCalls: calls, usage: { inputTokens, outputTokens }, reason: 'tool-calls' };
  if (said.reason === 'length') return said;
  let left = maxTokens! - said.usage.outputTokens;
  const kept: ToolCall[] = [];
  for (const call of calls) {
    left -= estimateTokens(call.name);
    if (left <= 0) break;
    const given = finished(call.arguments, 0, left);
    left -= given.usage.outputTokens;
    kept.push({ ...call, arguments: given.text! });
    if (given.reason === 'length') break;
  }
  return { text, toolCalls: kept, usage: { inputTokens, outputTokens: maxTokens! }, reason: 'length' };
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
