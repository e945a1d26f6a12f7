/** Throws when a programmer's assumption does not hold. Operating errors are values (model/failure.ts), never this. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}
