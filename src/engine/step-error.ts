/** How failures reach authored code, and how what authored code throws becomes a failure. */
import { engineMade } from '../base/engine-made.ts';
import { captureJson, NotStorable } from '../base/json.ts';
import { failure, type Failure } from '../model/failure.ts';

/** Thrown into authored code when a step fails; `failure` is the value that the history holds. */
export class StepError extends Error {
  override readonly name = 'StepError';
  readonly failure: Failure;

  constructor(cause: Failure) {
    super(cause.message);
    // a copy: the history's own is out of the reach of whoever catches this
    this.failure = Object.freeze({
      ...cause,
      ...(cause.$unhashed ? { $unhashed: { ...cause.$unhashed } } : {}),
    });
  }

  get code(): Failure['code'] {
    return this.failure.code;
  }
}

/** The engine was used in a way that it forbids; says what to do instead. */
export class Misuse extends StepError {
  constructor(message: string) {
    super(failure('misuse', message, { retryable: false }));
  }
}

/**
 * Thrown where nobody could catch it, in a microtask of its own or a listener. Not every realm is told what was thrown:
 * the words are the same in all, and what is known stands beside the hash.
 */
export class Stray {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    this.thrown = thrown;
  }
}

/** Finds file and line in a stack, in the realm that evaluated the source. */
export type Locate = (stack: string) => { readonly file: string; readonly line: number } | null;

const MESSAGE_LIMIT = 2_000;

/**
 * What was thrown, as a failure; never throws itself, whatever the value does when it is read. Text made by the
 * JavaScript engine goes under `$unhashed`. A non-error is kept.
 */
export function toFailure(thrown: unknown, locate?: Locate): Failure {
  try {
    return readThrown(thrown, locate);
  } catch {
    return failure('thrown', 'threw a value that cannot be read', { retryable: false });
  }
}

function readThrown(thrown: unknown, locate?: Locate): Failure {
  if (thrown instanceof Stray) {
    const { message: detail, $unhashed } = readThrown(thrown.thrown, locate);
    return failure('thrown', 'it was thrown in a microtask or a listener, where nobody could catch it', {
      retryable: false,
      $unhashed: { detail, ...$unhashed },
    });
  }
  if (thrown instanceof StepError) return thrown instanceof Misuse ? placed(thrown, locate) : thrown.failure;
  if (!(thrown instanceof Error))
    return failure('thrown', `threw ${describe(thrown)}, which is not an Error`, { retryable: false });
  const { name, message, stack } = thrown as { name: unknown; message: unknown; stack: unknown };
  const trace = typeof stack === 'string' ? stack : '';
  const place = trace ? (locate?.(trace) ?? null) : null;
  const text = typeof message === 'string' ? message.slice(0, MESSAGE_LIMIT) : '';
  const kind = typeof name === 'string' ? name.slice(0, 100) : 'Error';
  const native = engineMade(thrown, kind);
  return failure('thrown', native ? `threw ${one(native)}` : text || `threw an empty ${kind}`, {
    retryable: false,
    $unhashed: {
      ...(native ? { detail: text } : {}),
      ...(trace ? { stack: trace.slice(0, MESSAGE_LIMIT) } : {}),
      ...(place ? { file: place.file, line: place.line } : {}),
    },
  });
}

/** A misuse with the authored line that it came from, where that is known. */
function placed(misuse: Misuse, locate: Locate | undefined): Failure {
  const place = misuse.stack === undefined ? null : (locate?.(misuse.stack) ?? null);
  return place ? { ...misuse.failure, $unhashed: { file: place.file, line: place.line } } : misuse.failure;
}

const one = (noun: string): string => `${/^[AEIO]/.test(noun) ? 'an' : 'a'} ${noun}`;

/** Of a value that is no error, kept at most. */
const KEPT_CHARS = 200;

function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `'${value.slice(0, KEPT_CHARS)}'`;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'object':
      return value === null ? 'null' : inJson(value);
    default:
      return typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`;
  }
}

/** What an object holds, as far as a history can say it. */
function inJson(value: object): string {
  try {
    const text = JSON.stringify(captureJson(value));
    return text.length > KEPT_CHARS ? `${text.slice(0, KEPT_CHARS)}…` : text;
  } catch (error) {
    if (!(error instanceof NotStorable)) throw error;
    return 'an object';
  }
}
