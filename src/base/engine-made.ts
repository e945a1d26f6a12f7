/** Errors whose text a JavaScript engine writes, each its own way: what they say must not reach a history's hash. */

const NATIVE = [
  TypeError,
  RangeError,
  ReferenceError,
  SyntaxError,
  EvalError,
  URIError,
  AggregateError,
] as const;

/** Further ones, which not every realm has. */
const BY_NAME = new Set(['DOMException', 'SuppressedError', 'CompileError', 'LinkError', 'RuntimeError']);

/**
 * The kind of an error whose text the engine wrote; null for an author's own, subclasses of native ones included.
 * @param name what it says that its name is, for one without a constructor
 */
export function engineMade(thrown: Error, name: string): string | null {
  const { constructor } = thrown as { constructor: unknown };
  for (const kind of NATIVE) if (constructor === kind) return kind.name;
  const of = typeof constructor === 'function' ? constructor.name : name;
  // too deep a recursion: Firefox alone gives it a kind of its own
  if (of === 'InternalError') return 'RangeError';
  return BY_NAME.has(of) ? of : null;
}
