/** The shape of every event type: a projection may read what passed here without looking twice. */
import type { Event, EventBody, EventOf, EventType, StepDeclared } from '../history/events.ts';
import { FAILURE_CODES, type Failure } from '../model/failure.ts';
import type { Usage } from '../model/reply.ts';
import type { ChatRequest, EmbedRequest, Request, RetrieveRequest } from '../model/request.ts';
import {
  amount,
  firstWrong,
  flag,
  json,
  list,
  nullable,
  oneOf,
  optional,
  record,
  text,
  whole,
} from './shape.ts';
import type { Check, Fields } from './shape.ts';

const anyRecord: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

const failure = record<Failure>({
  code: oneOf(...FAILURE_CODES),
  message: text,
  retryable: flag,
  origin: oneOf('endpoint', 'network', 'engine', 'authored', 'gateway'),
  injected: flag,
  status: optional(whole),
  retryAfterMs: optional(whole),
  step: optional(text),
  $unhashed: optional(
    record<NonNullable<Failure['$unhashed']>>({
      detail: optional(text),
      stack: optional(text),
      file: optional(text),
      line: optional(whole),
    }),
  ),
});

const requests: Readonly<Record<Request['kind'], Check>> = {
  chat: record<ChatRequest>({
    kind: text,
    model: text,
    messages: list(record({ role: oneOf('system', 'user', 'assistant'), content: text })),
    format: optional(record({ name: text, schema: anyRecord })),
    maxTokens: optional(whole),
  }),
  retrieve: record<RetrieveRequest>({ kind: text, model: text, query: text, top: whole }),
  embed: record<EmbedRequest>({ kind: text, model: text, texts: list(text) }),
};

/** A request as a wire would carry it. */
export const isRequest: Check = (value) => {
  const kind: unknown = (value as { kind?: unknown } | null)?.kind;
  return (
    typeof kind === 'string' && Object.hasOwn(requests, kind) && requests[kind as Request['kind']](value)
  );
};

const usage = record<Usage>({ inputTokens: whole, outputTokens: whole });

const stepDeclared = record<StepDeclared>({
  name: text,
  kind: oneOf('classify', 'extract', 'retrieve', 'embed', 'generate', 'judge', 'function'),
  targets: list(text),
  policy: record<StepDeclared['policy']>({
    timeoutMs: optional(whole),
    totalTimeoutMs: optional(whole),
    retries: optional(whole),
    backoff: optional(record({ baseMs: whole, capMs: whole })),
  }),
  after: optional(list(text)),
  conditional: optional(flag),
});

const reply = record<NonNullable<EventOf<'attempt.finished'>['reply']>>({
  version: nullable(text),
  text,
  documents: optional(list(record({ id: text, title: text, score: amount }))),
  end: nullable(oneOf('stop', 'length', 'refusal')),
  firstPartMs: nullable(whole),
  queuedMs: whole,
});

type Body<T extends EventType> = Omit<Extract<EventBody, { type: T }>, 'type'>;

const FIELDS: { readonly [T in EventType]: Fields<Body<T>> } = {
  'world.started': {
    schema: whole,
    $unhashed: optional(record({ engine: text })),
    seed: whole,
    scenario: text,
    code: text,
    host: oneOf('simulated', 'wall', 'manual'),
    nondeterministic: list(text),
  },
  'world.ended': { reason: oneOf('quiet', 'limit', 'stopped', 'hung'), message: optional(text) },
  'run.started': {
    orchestration: text,
    pattern: oneOf('code', 'dag', 'sequence'),
    input: json,
    steps: list(stepDeclared),
  },
  'run.finished': {
    outcome: oneOf('returned', 'escalated', 'failed', 'cancelled', 'stalled'),
    value: optional(json),
    reason: optional(text),
    failure: optional(failure),
  },
  'step.started': { step: text, name: text, input: json },
  'step.finished': {
    step: text,
    outcome: oneOf('ok', 'failed', 'cancelled', 'abandoned'),
    value: optional(json),
    failure: optional(failure),
  },
  'step.skipped': { step: text, name: text, reason: text },
  'attempt.started': {
    step: text,
    attempt: whole,
    target: text,
    tryOnTarget: whole,
    request: optional(isRequest),
  },
  'attempt.finished': {
    step: text,
    attempt: whole,
    target: text,
    outcome: oneOf('ok', 'failed', 'cancelled'),
    failure: optional(failure),
    reply: optional(reply),
    usage: optional(usage),
    costNanoUsd: optional(whole),
  },
  'backoff.started': { step: text, after: whole, delayMs: whole },
  'fallback.chosen': { step: text, from: text, to: text },
  'fault.struck': {
    fault: text,
    kind: text,
    firing: text,
    step: text,
    attempt: whole,
    target: text,
  },
  'fault.unmet': { fault: text, kind: text },
  'warning.raised': { step: optional(text), message: text },
  'log.written': { level: oneOf('debug', 'info', 'warn', 'error'), text },
  'intervention.applied': { kind: text, value: json },
};

const WRONG = new Map<unknown, (event: object) => string | null>(
  Object.entries(FIELDS).map(([type, fields]) => [type, firstWrong(fields as Fields<object>)]),
);

/** Why a value is not an event; null if it is one. That it is plain JSON is measured apart (plain.ts). */
export function wrongEvent(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'it is no object';
  const event = value as Event;
  const wrong = WRONG.get(event.type);
  if (!wrong)
    return `its type is ${typeof event.type === 'string' ? `'${event.type.slice(0, 60)}'` : 'no text'}`;
  if (!whole(event.seq)) return 'its seq is no whole number';
  if (!whole(event.t)) return 'its time is no whole number';
  if (typeof event.run !== 'string') return 'its run is no text';
  const field = wrong(event);
  return field === null ? null : `${event.type} has a wrong '${field}'`;
}
