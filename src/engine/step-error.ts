/** How failures reach authored code, and how what authored code throws becomes a failure. */
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

/** Finds file and line in a stack, in the realm that evaluated the source. */
export type Locate = (stack: string) => { readonly file: string; readonly line: number } | null;

/** Further errors whose text a JavaScript engine writes, each its own way. */
const ENGINE_MADE = new Set(['DOMException', 'SuppressedError', 'CompileError', 'LinkError', 'RuntimeError']);

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
  if (thrown instanceof StepError) return thrown instanceof Misuse ? placed(thrown, locate) : thrown.failure;
  if (!(thrown instanceof Error))
    return failure('thrown', `threw ${describe(thrown)}, which is not an Error`, { retryable: false });
  const { name, message, stack } = thrown as { name: unknown; message: unknown; stack: unknown };
  const trace = typeof stack === 'string' ? stack : '';
  const place = trace ? (locate?.(trace) ?? null) : null;
  const text = typeof message === 'string' ? message.slice(0, MESSAGE_LIMIT) : '';
  const kind = typeof name === 'string' ? name.slice(0, 100) : 'Error';
  const native = engineMade(thrown, kind);
  return failure('thrown', native ? `threw a ${native}` : text || `threw an empty ${kind}`, {
    retryable: false,
    $unhashed: {
      ...(native ? { detail: text } : {}),
      ...(trace ? { stack: trace.slice(0, MESSAGE_LIMIT) } : {}),
      ...(place ? { file: place.file, line: place.line } : {}),
    },
  });
}

const NATIVE = [
  TypeError,
  RangeError,
  ReferenceError,
  SyntaxError,
  EvalError,
  URIError,
  AggregateError,
] as const;

/** The kind of an error whose text the engine wrote; null for an author's own, subclasses of native ones included. */
function engineMade(thrown: Error, name: string): string | null {
  const { constructor } = thrown as { constructor: unknown };
  for (const kind of NATIVE) if (constructor === kind) return kind.name;
  const of = typeof constructor === 'function' ? constructor.name : name;
  // too deep a recursion: Firefox alone gives it a kind of its own
  if (of === 'InternalError') return 'RangeError';
  return ENGINE_MADE.has(of) ? of : null;
}

/** A misuse with the authored line that it came from, where that is known. */
function placed(misuse: Misuse, locate: Locate | undefined): Failure {
  const place = misuse.stack === undefined ? null : (locate?.(misuse.stack) ?? null);
  return place ? { ...misuse.failure, $unhashed: { file: place.file, line: place.line } } : misuse.failure;
}

function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `'${value.slice(0, 200)}'`;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'object':
      return value === null ? 'null' : 'an object';
    default:
      return typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`;
  }
}
