/** What every step that asks a model shares: its chain of models, its policy, its contracts. */
import type { Contract } from '../engine/contract.ts';
import { defineStep, type Reading, type StepDef, type Target } from '../engine/step-def.ts';
import { fallbackLinks, policyOf, type PolicyOptions } from '../engine/policies/policy.ts';
import { StepError } from '../engine/step-error.ts';
import type { StepDeclared } from '../history/events.ts';
import { failure } from '../model/failure.ts';
import type { Received } from '../model/reply.ts';
import type { Request } from '../model/request.ts';

/** Options of a step that asks a model. */
export interface ModelOptions<O> extends PolicyOptions<O> {
  /** The model's name in the cast. */
  readonly model: string;
  /** What the input must satisfy (Standard Schema). */
  readonly input?: Contract;
  /** What the output must satisfy (Standard Schema). */
  readonly output?: Contract;
}

interface ModelStep<I, O> {
  readonly kind: StepDeclared['kind'];
  readonly options: ModelOptions<O>;
  readonly request: (model: string, input: I) => Request;
  readonly read: (received: Received, model: string) => Reading<O>;
}

export function modelStep<I, O>({ kind, options, request, read }: ModelStep<I, O>): StepDef<I, O> {
  const ask = (model: string, on?: Target<I, O>['on']): Target<I, O> => ({
    type: 'model',
    name: model,
    ...(on ? { on } : {}),
    request: (input) => request(model, input),
    read: (received) => read(received, model),
  });
  const links = fallbackLinks<O>(options.fallback).map((link): Target<I, O> => {
    if ('model' in link) return ask(link.model, link.on);
    const on = link.on ? { on: link.on } : {};
    return { type: 'value', name: `value ${JSON.stringify(link.value)}`, value: link.value, ...on };
  });
  return defineStep({
    kind,
    targets: [ask(options.model), ...links],
    policy: policyOf(options as PolicyOptions<never>),
    ...(options.input ? { input: options.input } : {}),
    ...(options.output ? { output: options.output } : {}),
  });
}

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
