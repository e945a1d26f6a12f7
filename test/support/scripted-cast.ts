/** A cast whose answers a test writes down: by model, one reply a call, the last one repeated. */
import type { Cast, Content, Draw, Profile, SimulatedEndpoint } from '../../src/model/endpoint.ts';
import type { Request } from '../../src/model/request.ts';

export interface Script {
  /** What each call says; a function sees the request. Default: 'ok'. */
  readonly says?: string | ((request: Request) => string);
  /** More than a text: tool calls, another end. What it leaves out is as above. */
  readonly replies?: (request: Request, draw: Draw) => Partial<Content>;
  /** Whole ms to the reply. Default 100. */
  readonly takesMs?: number;
  readonly concurrency?: number;
  /** Default 'chat'. */
  readonly kind?: Profile['kind'];
}

/** Endpoints without jitter: the whole reply comes `takesMs` after the request. */
export function scriptedCast(scripts: Readonly<Record<string, Script>>): Cast {
  return new Map(Object.entries(scripts).map(([model, script]) => [model, endpoint(model, script)]));
}

function endpoint(
  model: string,
  { says = 'ok', replies, takesMs = 100, concurrency = 100, kind = 'chat' }: Script,
): SimulatedEndpoint {
  return {
    profile: {
      model,
      vendor: 'test',
      kind,
      version: '1',
      price: { inputNanoUsd: 10, outputNanoUsd: 100 },
      firstTokenMs: takesMs,
      tokensPerSecond: 1e9,
      jitter: 0,
      concurrency,
      accuracy: {},
      contextTokens: 1000,
    },
    answer: (request, draw): Content => ({
      text: typeof says === 'function' ? says(request) : says,
      usage: { inputTokens: 10, outputTokens: 2 },
      reason: 'stop',
      ...replies?.(request, draw),
    }),
  };
}
