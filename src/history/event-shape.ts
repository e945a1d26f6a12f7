/**
 * The shape of every event type, for what comes from a store, a file or a sandbox: a projection may read what passed here
 * without looking twice.
 */
import type { Event, EventBody, EventOf, EventType, StepDeclared } from './events.ts';
import { FAILURE_CODES, type Failure } from '../model/failure.ts';
import type { Usage } from '../model/reply.ts';
import type { ChatRequest, EmbedRequest, Request, RetrieveRequest } from '../model/request.ts';
import {
  amount,
  complaint,
  flag,
  json,
  list,
  nullable,
  object,
  oneOf,
  optional,
  record,
  text,
  whole,
  type Check,
  type Fields,
} from './shape.ts';

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
    format: optional(record({ name: text, schema: object })),
    maxTokens: optional(whole),
  }),
  retrieve: record<RetrieveRequest>({ kind: text, model: text, query: text, top: whole }),
  embed: record<EmbedRequest>({ kind: text, model: text, texts: list(text) }),
};

/** A request as a wire would carry it. */
export const request: Check = (value) => {
  const kind: unknown = (value as { kind?: unknown } | null)?.kind;
  return typeof kind === 'string' && Object.hasOwn(requests, kind)
    ? requests[kind as Request['kind']](value)
    : anyRequest(value);
};
const anyRequest = record<Pick<Request, 'kind'>>({ kind: oneOf('chat', 'retrieve', 'embed') });

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
    request: optional(request),
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

const CHECKS = new Map<unknown, Check>(
  Object.entries(FIELDS).map(([type, fields]) => [type, record(fields as Fields<object>)]),
);
const envelope = record<Pick<Event, 'seq' | 't' | 'run' | 'type'>>({
  seq: whole,
  t: whole,
  run: text,
  type: text,
});

/** What is wrong with one event, by field; null where nothing is. */
export function checkEvent(value: unknown): string | null {
  const wrong = complaint(envelope, value);
  if (wrong !== null) return wrong;
  const { type } = value as Event;
  const check = CHECKS.get(type);
  return check
    ? complaint(check, value)
    : `type is '${type.slice(0, 60)}', which is no event of this version`;
}
