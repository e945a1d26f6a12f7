/** A call that the page answers: what has come of it so far, and what that costs. */
import type { CallResult } from '../engine/host.ts';
import type { CallIdentity } from '../model/call.ts';
import type { Cast } from '../model/endpoint.ts';
import { costNanoUsd } from '../model/price.ts';
import { receive, type TimedPart, type Usage } from '../model/reply.ts';
import type { Request } from '../model/request.ts';
import { estimateTokens } from '../model/tokens.ts';

export class WallCall {
  readonly parts: TimedPart[] = [];
  /** Whether a fault struck it. */
  injected = false;
  readonly identity: CallIdentity;
  readonly settled: (result: CallResult) => void;
  private readonly request: Request;

  constructor(identity: CallIdentity, request: Request, settled: (result: CallResult) => void) {
    this.identity = identity;
    this.request = request;
    this.settled = settled;
  }

  /** Charged at the prices of `cast`; a model that is not in it costs nothing. */
  result(cast: Cast): CallResult {
    const received = receive(this.parts);
    const usage = received.usage ?? estimated(this.request, received.text, received.version !== null);
    const price = cast.get(this.identity.model)?.profile.price;
    return {
      received,
      usage,
      costNanoUsd: price ? costNanoUsd(price, usage) : 0,
      queuedMs: 0,
      injected: this.injected,
    };
  }
}

/** A reply that broke off before its usage is charged for its input and what it had said; a refusal not at all. */
function estimated(request: Request, said: string, answered: boolean): Usage {
  if (!answered) return { inputTokens: 0, outputTokens: 0 };
  return { inputTokens: estimateTokens(textOf(request)), outputTokens: estimateTokens(said) };
}

function textOf(request: Request): string {
  switch (request.kind) {
    case 'chat':
      return request.messages.map((message) => message.content).join('\n');
    case 'retrieve':
      return request.query;
    case 'embed':
      return request.texts.join('\n');
  }
}
