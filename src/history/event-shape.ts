/**
 * The shape of an event as it comes from a store, a file or a sandbox: a check by hand, field by field. It says what is
 * wrong by path; further fields are let be, since a later minor version may write them.
 */
import { FAILURE_CODES } from '../model/failure.ts';
import type { EventType } from './events.ts';

/** What is wrong with the value at `path`, or null. */
type Check = (value: unknown, path: string) => string | null;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const says = (what: string, holds: (value: unknown) => boolean): Check => {
  return (value, path) => (holds(value) ? null : `${path} is ${shown(value)}, not ${what}`);
};
const text = says('text', (v) => typeof v === 'string');
const finite = says('a number', (v) => typeof v === 'number' && Number.isFinite(v));
const whole = says('a whole number from 0', (v) => Number.isSafeInteger(v) && (v as number) >= 0);
const flag = says('true or false', (v) => typeof v === 'boolean');
const json = says('a JSON value', (v) => v !== undefined && typeof v !== 'function' && typeof v !== 'bigint');
const textOrNull = says('text or null', (v) => v === null || typeof v === 'string');
const wholeOrNull = says(
  'a whole number or null',
  (v) => v === null || (Number.isSafeInteger(v) && (v as number) >= 0),
);
const oneOf = (...values: readonly string[]): Check =>
  says(`one of ${values.join(', ')}`, (v) => typeof v === 'string' && values.includes(v));

const optional =
  (check: Check): Check =>
  (value, path) =>
    value === undefined ? null : check(value, path);

const list =
  (item: Check): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return `${path} is ${shown(value)}, not a list`;
    for (const [i, one] of value.entries()) {
      const wrong = item(one, `${path}[${i}]`);
      if (wrong !== null) return wrong;
    }
    return null;
  };

const record =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    if (!isRecord(value)) return `${path} is ${shown(value)}, not an object`;
    for (const [field, check] of Object.entries(fields)) {
      const wrong = check(value[field], path === '' ? field : `${path}.${field}`);
      if (wrong !== null) return wrong;
    }
    return null;
  };

function shown(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'missing';
    case 'string':
      return `'${value.slice(0, 40)}'`;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object';
  }
}

const failure = record({
  code: oneOf(...FAILURE_CODES),
  message: text,
  retryable: flag,
  origin: oneOf('endpoint', 'network', 'engine', 'authored', 'gateway'),
  injected: flag,
  status: optional(finite),
  retryAfterMs: optional(finite),
  step: optional(text),
  $unhashed: optional(
    record({ detail: optional(text), stack: optional(text), file: optional(text), line: optional(finite) }),
  ),
});

const request = record({ kind: oneOf('chat', 'retrieve', 'embed'), model: text });
const usage = record({ inputTokens: whole, outputTokens: whole });
const reply = record({
  version: textOrNull,
  text,
  documents: optional(list(record({ id: text, title: text, score: finite }))),
  end: textOrNull,
  firstPartMs: wholeOrNull,
  queuedMs: whole,
});
const policy = record({
  timeoutMs: optional(whole),
  totalTimeoutMs: optional(whole),
  retries: optional(whole),
  backoff: optional(record({ baseMs: whole, capMs: whole })),
});
const stepDeclared = record({
  name: text,
  kind: oneOf('classify', 'extract', 'retrieve', 'embed', 'generate', 'judge', 'function'),
  targets: list(text),
  policy,
  after: optional(list(text)),
  conditional: optional(flag),
});

/** A row a type of event; the compiler asks for each. */
const BODIES: Readonly<Record<EventType, Check>> = {
  'world.started': record({
    schema: whole,
    seed: finite,
    scenario: text,
    code: text,
    host: oneOf('simulated', 'wall', 'manual'),
    nondeterministic: list(text),
  }),
  'world.ended': record({ reason: oneOf('quiet', 'limit', 'stopped', 'hung'), message: optional(text) }),
  'run.started': record({
    orchestration: text,
    pattern: oneOf('code', 'dag', 'sequence'),
    input: json,
    steps: list(stepDeclared),
  }),
  'run.finished': record({
    outcome: oneOf('returned', 'escalated', 'failed', 'cancelled', 'stalled'),
    value: optional(json),
    reason: optional(text),
    failure: optional(failure),
  }),
  'step.started': record({ step: text, name: text, input: json }),
  'step.finished': record({
    step: text,
    outcome: oneOf('ok', 'failed', 'cancelled', 'abandoned'),
    value: optional(json),
    failure: optional(failure),
  }),
  'step.skipped': record({ step: text, name: text, reason: text }),
  'attempt.started': record({
    step: text,
    attempt: whole,
    target: text,
    tryOnTarget: whole,
    request: optional(request),
  }),
  'attempt.finished': record({
    step: text,
    attempt: whole,
    target: text,
    outcome: oneOf('ok', 'failed', 'cancelled'),
    failure: optional(failure),
    reply: optional(reply),
    usage: optional(usage),
    costNanoUsd: optional(whole),
  }),
  'backoff.started': record({ step: text, after: whole, delayMs: whole }),
  'fallback.chosen': record({ step: text, from: text, to: text }),
  'fault.struck': record({ fault: text, kind: text, firing: text, step: text, attempt: whole, target: text }),
  'fault.unmet': record({ fault: text, kind: text }),
  'warning.raised': record({ step: optional(text), message: text }),
  'log.written': record({ level: oneOf('debug', 'info', 'warn', 'error'), text }),
  'intervention.applied': record({ kind: text, value: json }),
};

const ENVELOPE = record({ seq: whole, t: whole, run: text, type: text });

/** What is wrong with one event, by field; null where nothing is. */
export function checkEvent(event: unknown): string | null {
  const envelope = ENVELOPE(event, '');
  if (envelope !== null) return envelope.startsWith(' is') ? `it${envelope}` : envelope;
  const body = event as { readonly type: string };
  if (!Object.hasOwn(BODIES, body.type))
    return `type is '${body.type.slice(0, 40)}', which is no event of this version`;
  return BODIES[body.type as EventType](event, '');
}
