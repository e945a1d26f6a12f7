/** What a call may use, before it is made: for the buckets an estimate, for a budget the worst case. Pure. */
import { costNanoUsd } from '../../model/price.ts';
import type { Usage } from '../../model/reply.ts';
import type { Request } from '../../model/request.ts';
import { estimateTokens } from '../../model/tokens.ts';
import type { EndpointFacts } from '../host.ts';
import type { Amount } from './budget.ts';

/** Output tokens that a rate limit reserves for a request that does not limit them; it is settled after the reply. */
const ASSUMED_OUTPUT_TOKENS = 1_000;

/** Estimated tokens of everything that a request carries. */
function inputTokens(request: Request): number {
  switch (request.kind) {
    case 'chat': {
      let tokens = request.format ? estimateTokens(JSON.stringify(request.format.schema)) : 0;
      if (request.tools) tokens += estimateTokens(JSON.stringify(request.tools));
      for (const message of request.messages) {
        tokens += estimateTokens(message.content);
        if (message.role === 'assistant')
          for (const call of message.toolCalls ?? []) tokens += estimateTokens(call.arguments);
      }
      return tokens;
    }
    case 'retrieve':
      return estimateTokens(request.query);
    case 'embed':
      return request.texts.reduce((sum, text) => sum + estimateTokens(text), 0);
    case 'tool':
      return estimateTokens(JSON.stringify(request.input));
  }
}

/** What a call will probably use: its input, and its output as far as it is limited. */
export const likelyTokens = (request: Request): number =>
  inputTokens(request) + (request.kind === 'chat' ? (request.maxTokens ?? ASSUMED_OUTPUT_TOKENS) : 0);

/** What a call may use and cost at most. `unlimited`: output where `maxTokens` is absent; default all a model can say. */
export function worstCase(request: Request, facts: EndpointFacts | null, unlimited = Infinity): Amount {
  const most: Usage = {
    inputTokens: inputTokens(request),
    outputTokens:
      request.kind === 'chat'
        ? Math.min(request.maxTokens ?? unlimited, facts?.contextTokens ?? ASSUMED_OUTPUT_TOKENS)
        : 0,
  };
  return {
    calls: 1,
    tokens: most.inputTokens + most.outputTokens,
    nanoUsd: facts ? costNanoUsd(facts.price, most) : 0,
  };
}
