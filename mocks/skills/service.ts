/** A service outside: it does one piece of work on JSON and answers in JSON. */
import type { Json } from '../../src/base/json.ts';
import type { Draw, Profile, SimulatedEndpoint } from '../../src/model/endpoint.ts';
import { isObject } from './conversation.ts';

/** What a piece of work came to. */
export interface Done {
  /** What the caller is told; what could not be done is told as `{ error }`. */
  readonly answer: Json;
  /** Whether anything was changed. */
  readonly effect: boolean;
}

/**
 * Does one piece of work. `key` is the same for every attempt of one call, where the caller gives one: what is made
 * then, such as the number of a refund, is the same too.
 */
export type Work = (input: Json, key: string, draw: Draw) => Done;

/** An endpoint that answers tool requests. Billed by the call: one output token each. */
export function service(profile: Profile, work: Work): SimulatedEndpoint {
  return {
    profile,
    answer(request, draw) {
      if (request.kind !== 'tool')
        return { text: '', usage: { inputTokens: 0, outputTokens: 0 }, reason: 'refusal' };
      const { answer, effect } = work(request.input, request.idempotencyKey ?? '', draw);
      return {
        text: JSON.stringify(answer),
        usage: { inputTokens: 0, outputTokens: 1 },
        reason: 'stop',
        effect,
      };
    },
  };
}

export const told = (answer: Json): Done => ({ answer, effect: false });
export const refusing = (error: string): Done => told({ error });

/** Every text in an input, by the name that it stands under. */
export function textsIn(input: Json, name = ''): (readonly [string, string])[] {
  if (typeof input === 'string') return [[name, input.trim()]];
  if (typeof input === 'number') return [[name, String(input)]];
  if (Array.isArray(input)) return (input as Json[]).flatMap((item) => textsIn(item, name));
  return isObject(input) ? Object.entries(input).flatMap(([key, value]) => textsIn(value, key)) : [];
}
