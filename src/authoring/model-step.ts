/** What every step that asks a model shares: its chain of models, its policy, its contracts. */
import type { Contract } from '../engine/contract.ts';
import type { AnyInput } from '../engine/policies/fallback.ts';
import { oneOf } from '../engine/policies/figures.ts';
import { policyOf, type PolicyOptions } from '../engine/policies/policy.ts';
import { defineStep, type Reading, type StepDef, type Target } from '../engine/step-def.ts';
import { StepError } from '../engine/step-error.ts';
import type { StepDeclared } from '../history/events.ts';
import { failure } from '../model/failure.ts';
import type { Received } from '../model/reply.ts';
import type { Request } from '../model/request.ts';
import { chainOf } from './chain.ts';
import { withComplaint } from './complaint.ts';
import { checkOptions } from './options.ts';

/** Options of a step that asks a model. */
export interface ModelOptions<O, I = AnyInput> extends PolicyOptions<O, I> {
  /** The model's name in the cast. */
  readonly model: string;
  /** What the input must satisfy (Standard Schema). */
  readonly input?: Contract;
  /** What the output must satisfy (Standard Schema). */
  readonly output?: Contract;
}

/** Options of a step that asks a model for text. */
export interface ChatOptions<O, I = AnyInput> extends ModelOptions<O, I> {
  /** Output tokens at most, ≥ 1. What a budget reserves for a call follows it. */
  readonly maxTokens?: number;
  /** Whether the reply is told part by part as it comes: `handle.parts()`. Default false. */
  readonly stream?: boolean;
  /**
   * How often a reply in a bad format is sent back to its model with the complaint, besides the retries, 0–10. Default 0,
   * and 1 where a schema is asked for.
   */
  readonly repair?: number;
}

type ModelKind = Exclude<StepDeclared['kind'], 'function' | 'agent' | 'approval' | 'orchestration'>;

interface ModelStep<I, O> {
  readonly kind: ModelKind;
  /** Whose options they are, where it is not called like its kind. */
  readonly what?: string;
  readonly options: ChatOptions<O, I>;
  /** `key`: the same for every attempt of the step; absent when only the size of a request is asked for. */
  readonly request: (model: string, input: I, key: string | undefined) => Request;
  readonly read: (received: Received, model: string) => Reading<O>;
}

/** @throws {RangeError} naming the option and the value */
export function modelStep<I, O>({
  kind,
  what = kind,
  options,
  request,
  read,
}: ModelStep<I, O>): StepDef<I, O> {
  checkOptions(options, what, OWN[kind]);
  if (typeof options.model !== 'string' || options.model.trim() === '')
    throw new RangeError(`${what} names no model: say which one of the cast it asks`);
  const { maxTokens, stream = false, repair = 0 } = options;
  if (maxTokens !== undefined && (!Number.isInteger(maxTokens) || maxTokens < 1))
    throw new RangeError(`maxTokens is ${String(maxTokens)}; it must be a whole number from 1`);
  oneOf(stream, 'stream', [true, false]);
  if (!Number.isInteger(repair) || repair < 0 || repair > 10)
    throw new RangeError(`repair is ${String(repair)}; it must be a whole number from 0 to 10`);
  const asked = (made: Request): Request =>
    made.kind !== 'chat' || (maxTokens === undefined && !stream)
      ? made
      : { ...made, ...(maxTokens === undefined ? {} : { maxTokens }), ...(stream ? { stream } : {}) };
  const ask = (model: string, on?: Target<I, O>['on']): Target<I, O> => ({
    type: 'model',
    name: model,
    ...(on ? { on } : {}),
    request: (input, previous, key) => {
      const made = asked(request(model, input, key));
      return repair > 0 && previous?.failure.code === 'bad_format' ? withComplaint(made, previous) : made;
    },
    read: (received) => read(received, model),
  });
  return defineStep({
    kind,
    targets: [ask(options.model), ...chainOf<I, O>(options.fallback, ask)],
    policy: policyOf(options),
    stream,
    repair,
    ...(options.input ? { input: options.input } : {}),
    ...(options.output ? { output: options.output } : {}),
  });
}

const ASKING = ['model', 'input', 'output'];
const CHAT = [...ASKING, 'maxTokens', 'stream', 'repair'];

/** What each kind has besides policies. */
const OWN: Readonly<Record<ModelKind, readonly string[]>> = {
  generate: [...CHAT, 'system', 'schema'],
  classify: [...CHAT, 'system', 'confidence'],
  extract: [...CHAT, 'system'],
  judge: [...CHAT, 'rubric'],
  retrieve: [...ASKING, 'index', 'top'],
  embed: ASKING,
  tool: [...ASKING, 'fatal', 'intent', 'tell'],
};

const EXCERPT = 80;

/** Reads a reply that was asked to be JSON; what is not, is a bad format. */
export function readJson(received: Received, model: string): Reading<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(received.text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { ok: true, value: value as Record<string, unknown> };
  } catch {
    // told below, in words of ours: an engine's own differ
  }
  return badFormat(
    model,
    `a JSON object was asked for, and it answered '${received.text.slice(0, EXCERPT)}'`,
  );
}

export const badFormat = (
  model: string,
  what: string,
): { readonly ok: false; readonly failure: ReturnType<typeof failure> } => ({
  ok: false,
  failure: failure('bad_format', `${model} did not keep to the format: ${what}`),
});

/** Types promise it, and untyped code breaks the promise. @throws {StepError} `bad_request`, before any attempt. */
export function requireText(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  const kind = value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value;
  throw new StepError(failure('bad_request', `${what} asks with text, and was given ${kind}`));
}
