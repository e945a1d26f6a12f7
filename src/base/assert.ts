/** Throws when a programmer's assumption does not hold. Operating errors are values (model/failure.ts), never this. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}

/** Closes a union: a case that was added and not handled does not compile, and at run time is named. */
export function assertNever(value: never, what: string): never {
  throw new Error(`Assertion failed: ${what} has an unhandled case ${JSON.stringify(value)}`);
}
