/**
 * The shape of every event type, for what comes from a store, a file or a sandbox: a projection may read what passed here
 * without looking twice.
 */
import type { Event, EventBody, EventOf, EventType, StepDeclared } from './events.ts';
import { FAILURE_CODES, type Failure } from '../model/failure.ts';
import type { Usage } from '../model/reply.ts';
import type {
  ChatRequest,
  Document,
  EmbedRequest,
  Request,
  RetrieveRequest,
  ToolCall,
  ToolRequest,
  ToolSpec,
} from '../model/request.ts';
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

const toolCall = record<ToolCall>({ id: text, name: text, arguments: text });

const message = record<{
  role: string;
  content: string;
  toolCalls?: unknown;
  toolCallId?: string;
  name?: string;
}>({
  role: oneOf('system', 'user', 'assistant', 'tool'),
  content: text,
  toolCalls: optional(list(toolCall)),
  toolCallId: optional(text),
  name: optional(text),
});

const requests: Readonly<Record<Request['kind'], Check>> = {
  chat: record<ChatRequest>({
    kind: text,
    model: text,
    messages: list(message),
    format: optional(record({ name: text, schema: object })),
    maxTokens: optional(whole),
    tools: optional(list(record<ToolSpec>({ name: text, description: text, parameters: object }))),
    toolChoice: optional(oneOf('auto', 'required', 'none')),
    stream: optional(flag),
  }),
  retrieve: record<RetrieveRequest>({ kind: text, model: text, query: text, top: whole }),
  embed: record<EmbedRequest>({ kind: text, model: text, texts: list(text) }),
  tool: record<ToolRequest>({ kind: text, model: text, input: json, idempotencyKey: optional(text) }),
};

/** A request as a wire would carry it. */
export const request: Check = (value) => {
  const kind: unknown = (value as { kind?: unknown } | null)?.kind;
  return typeof kind === 'string' && Object.hasOwn(requests, kind)
    ? requests[kind as Request['kind']](value)
    : anyRequest(value);
};
const anyRequest = record<Pick<Request, 'kind'>>({ kind: oneOf('chat', 'retrieve', 'embed', 'tool') });

const usage = record<Usage>({ inputTokens: whole, outputTokens: whole });

const stepDeclared: Check = record<StepDeclared>({
  name: text,
  kind: oneOf(
    'classify',
    'extract',
    'retrieve',
    'embed',
    'generate',
    'judge',
    'function',
    'tool',
    'agent',
    'approval',
    'orchestration',
  ),
  targets: list(text),
  policy: record<StepDeclared['policy']>({
    timeoutMs: optional(whole),
    totalTimeoutMs: optional(whole),
    firstTokenMs: optional(whole),
    idleMs: optional(whole),
    retries: optional(whole),
    backoff: optional(record({ baseMs: whole, capMs: whole })),
    layers: optional(list(text)),
  }),
  after: optional(list(text)),
  conditional: optional(flag),
  steps: optional((value) => list(stepDeclared)(value)),
});

const reply = record<NonNullable<EventOf<'attempt.finished'>['reply']>>({
  version: nullable(text),
  text,
  toolCalls: optional(list(toolCall)),
  documents: optional(list(record<Document>({ id: text, title: text, text, score: amount }))),
  vectors: optional(list(list(amount))),
  refused: optional(
    record<{ status: number; kind: string; message: string; retryAfterMs?: number }>({
      status: whole,
      kind: text,
      message: text,
      retryAfterMs: optional(whole),
    }),
  ),
  error: optional(
    record<{ kind: string; message: string; retryAfterMs?: number }>({
      kind: text,
      message: text,
      retryAfterMs: optional(whole),
    }),
  ),
  broken: optional(oneOf('refused', 'reset', 'eof')),
  end: nullable(oneOf('stop', 'length', 'refusal', 'tool-calls')),
  firstPartMs: nullable(whole),
  queuedMs: whole,
});

type Body<T extends EventType> = Omit<Extract<EventBody, { type: T }>, 'type'>;

const FIELDS: { readonly [T in EventType]: Fields<Body<T>> } = {
  'world.started': {
    schema: whole,
    $unhashed: optional(
      record<NonNullable<EventOf<'world.started'>['$unhashed']>>({
        engine: text,
        parent: optional(
          record({ hash: text, mode: oneOf('recorded', 're-execute', 'what-if'), fromSeq: whole }),
        ),
      }),
    ),
    seed: whole,
    scenario: text,
    code: text,
    host: oneOf('simulated', 'wall', 'manual'),
    nondeterministic: list(text),
  },
  'world.ended': { reason: oneOf('quiet', 'limit', 'stopped', 'hung'), message: optional(text) },
  'run.started': {
    orchestration: text,
    pattern: oneOf('code', 'dag', 'sequence', 'agent'),
    input: json,
    tenant: optional(text),
    session: optional(text),
    steps: list(stepDeclared),
  },
  'run.finished': {
    outcome: oneOf('returned', 'escalated', 'failed', 'cancelled', 'stalled'),
    value: optional(json),
    reason: optional(text),
    failure: optional(failure),
  },
  'step.started': { step: text, name: text, input: json, compensates: optional(text) },
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
    hedge: optional(flag),
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
  'part.received': { step: text, attempt: whole, text },
  'attempt.held': { step: text, target: text, policy: oneOf('bulkhead', 'rate') },
  'attempt.refused': {
    step: text,
    target: text,
    policy: oneOf('breaker', 'bulkhead', 'rate', 'budget', 'region'),
    failure,
  },
  'retry.denied': { step: text, after: whole, reason: oneOf('budget', 'deadline', 'retry-after') },
  'policy.changed': {
    policy: oneOf('breaker', 'bulkhead', 'rate', 'budget', 'retry-budget'),
    key: text,
    from: text,
    to: text,
    because: text,
  },
  'gate.scored': {
    step: text,
    attempt: whole,
    target: text,
    score: amount,
    threshold: amount,
    passed: flag,
  },
  'drift.alarmed': { step: text, metric: text, baseline: amount, observed: amount, tolerance: amount },
  'agent.stopped': {
    step: text,
    reason: oneOf(
      'answered',
      'step-cap',
      'tool-cap',
      'repetition',
      'budget',
      'escalated',
      'handed-over',
      'failed',
    ),
    turns: whole,
    toolCalls: whole,
    detail: text,
  },
  'state.written': { key: text, by: text, version: whole, value: json, quality: optional(amount) },
  'state.conflicted': { key: text, by: list(text), kept: text },
  'state.refused': { key: text, owner: text, by: text },
  'signal.awaited': { step: text, signal: text, who: text, question: json, timeoutMs: optional(whole) },
  'signal.received': { step: text, signal: text, value: json },
  'letter.added': {
    letter: text,
    step: text,
    queue: text,
    input: json,
    attempts: whole,
    failure,
  },
  'letter.settled': { letter: text, how: oneOf('answered', 'redriven', 'discarded'), value: json },
  'effect.executed': { target: text, caller: text, key: text, times: whole },
  'call.settled': { caller: text, target: text, asked: optional(whole), usage, costNanoUsd: whole },
  'orchestrator.crashed': { fault: text },
  'orchestrator.resumed': { mode: oneOf('resume', 'restart'), code: optional(text) },
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
