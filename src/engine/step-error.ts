/** How failures reach authored code, and how what authored code throws becomes a failure. */
import { failure, type Failure } from '../model/failure.ts';

/** Thrown into authored code when a step fails; `failure` is the value that the history holds. */
export class StepError extends Error {
  override readonly name = 'StepError';
  readonly failure: Failure;

  constructor(cause: Failure) {
    super(cause.message);
    this.failure = cause;
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

/** Errors whose text a JavaScript engine writes, each its own way. */
const ENGINE_MADE = new Set([
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'EvalError',
  'URIError',
  'AggregateError',
  'InternalError',
  'DOMException',
]);

const MESSAGE_LIMIT = 2_000;

/** What was thrown, as a failure. Text made by the JavaScript engine goes under `$unhashed`. A non-error is kept. */
export function toFailure(thrown: unknown, locate?: Locate): Failure {
  if (thrown instanceof StepError) return thrown instanceof Misuse ? placed(thrown, locate) : thrown.failure;
  if (!(thrown instanceof Error))
    return failure('thrown', `threw ${describe(thrown)}, which is not an Error`, { retryable: false });
  const stack = typeof thrown.stack === 'string' ? thrown.stack : '';
  const place = stack ? (locate?.(stack) ?? null) : null;
  const native = ENGINE_MADE.has(thrown.name) || thrown.constructor.name === 'DOMException';
  const text = thrown.message.slice(0, MESSAGE_LIMIT);
  return failure('thrown', native ? `threw a ${thrown.name}` : text || `threw an empty ${thrown.name}`, {
    retryable: false,
    $unhashed: {
      ...(native ? { detail: text } : {}),
      ...(stack ? { stack: stack.slice(0, MESSAGE_LIMIT) } : {}),
      ...(place ? { file: place.file, line: place.line } : {}),
    },
  });
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
