/**
 * What a kind of fault is: a title, parameters with defaults, and a pure edit of timed reply parts.
 *
 * Owns the contract that every file beside it fulfils. Which call is struck, and when, is strike.ts.
 *
 * 1. An edit is a function of its arguments alone; its only randomness is `draw`.
 * 2. Given valid parts (model/reply.ts) it gives valid parts: times never decrease, nothing follows a last part.
 * 3. An edit that has nothing to change gives back the very list it was handed; then nothing was struck.
 */
import * as z from 'zod/mini';
import type { Draw } from '../model/endpoint.ts';
import type { TimedPart } from '../model/reply.ts';
import type { Request } from '../model/request.ts';

/**
 * Where a fault meets a call, outermost first.
 *
 * `connect`: the request gets nowhere. `refuse`: the endpoint's door answers instead of the model. `write`: the model
 * writes something else. `carry`: the reply comes late or breaks on its way. `sever`: the connection of a call in
 * flight is lost when the fault's window opens.
 */
export const STAGES = ['connect', 'refuse', 'write', 'carry', 'sever'] as const;
export type Stage = (typeof STAGES)[number];

/** Virtual ms [from, to) of a world. */
export type Window = readonly [from: number, to: number];

/** What an edit may know beside the parts and the fault's parameters. */
export interface EditContext {
  /** Virtual ms at which service began: after any wait in line. The parts' times count from here. */
  readonly startMs: number;
  /** The fault's window; null if it has none. */
  readonly window: Window | null;
  /** Keyed by seed, fault and call: [0, 1), one independent number a stream name. */
  readonly draw: Draw;
  readonly request: Request;
  /** The endpoint's vendor, as in its profile: 'openai', 'anthropic'. */
  readonly vendor: string;
}

/** Zod schemas of a kind's parameters, by name; each has a default. */
type Shape = Readonly<Record<string, z.ZodMiniType>>;
type Params<S extends Shape> = { readonly [Name in keyof S]: z.output<S[Name]> };

export interface FaultKind<Kind extends string = string, S extends Shape = Shape> {
  /** How documents and histories name it: 'rate_limit'. */
  readonly kind: Kind;
  /** How the screen names it: 'Rate limit'. */
  readonly title: string;
  /** One sentence: what a caller sees. */
  readonly summary: string;
  readonly stages: readonly Stage[];
  readonly params: S;
  /** Every parameter at its default: what a click adds. */
  readonly defaults: Params<S>;
  readonly edit: (
    parts: readonly TimedPart[],
    params: Params<S>,
    context: EditContext,
  ) => readonly TimedPart[];
}

/** Makes a kind; its defaults are those of its parameters' schemas. */
export const faultKind = <const Kind extends string, S extends Shape>(
  given: Omit<FaultKind<Kind, S>, 'defaults'>,
): FaultKind<Kind, S> => ({ ...given, defaults: z.strictObject(given.params).parse({}) as Params<S> });

/** What a fault of this kind says beside its envelope. */
export type Spoken<K> =
  K extends FaultKind<infer Kind, infer S> ? { readonly kind: Kind } & Params<S> : never;

/** A parameter: whole milliseconds ≥ 0. */
export const wholeMs = (defaultMs: number, description: string) =>
  z._default(z.int().check(z.gte(0)), defaultMs).check(z.describe(`${description} Whole ms.`));

/** A parameter: a ratio in 0–1. */
export const ratio = (defaultRatio: number, description: string) =>
  z._default(z.number().check(z.gte(0), z.lte(1)), defaultRatio).check(z.describe(`${description} 0–1.`));

/** A parameter: one of a few values, the first being the default. */
export const oneOf = <const T extends readonly [string | number, ...(string | number)[]]>(
  values: T,
  description: string,
) => z._default(z.literal(values), values[0]).check(z.describe(description));

/** A reply of one part: the endpoint's error in place of a reply. */
export const refusal = (
  atMs: number,
  status: number,
  kind: string,
  message: string,
  retryAfterMs?: number,
): readonly TimedPart[] => [
  {
    atMs,
    part: { type: 'refused', status, kind, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  },
];
