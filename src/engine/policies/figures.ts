/** The figures of a policy, checked when it is defined: what is wrong is told by policy name and value. */

/** @throws {RangeError} unless `value` is a whole number from `least` to `most`. */
export function whole(value: number, what: string, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(`${what} is ${String(value)}; it must be a whole number from ${least} to ${most}`);
  return value;
}

/** @throws {RangeError} unless `value` is a number above 0 and at most 1. */
export function share(value: number, what: string): number {
  if (!(value > 0 && value <= 1))
    throw new RangeError(`${what} is ${String(value)}; it must be above 0 and at most 1`);
  return value;
}

/** @throws {RangeError} unless `value` is one of `allowed`, listing them. */
export function oneOf<T extends string | boolean>(value: T, what: string, allowed: readonly T[]): T {
  if (!allowed.includes(value)) {
    const names = allowed.map(quoted);
    throw new RangeError(
      `${what} is ${quoted(value)}; it is ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`,
    );
  }
  return value;
}

const quoted = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));

/** @throws {RangeError} for a field that the policy does not have: a slip of the pen must not switch it off. */
export function known(given: object, what: string, fields: readonly string[]): void {
  for (const field of Object.keys(given))
    if (!fields.includes(field))
      throw new RangeError(`${what} has no '${field}'; it has ${fields.join(', ')}`);
}

const NANO = 1_000_000_000;

/** Dollars as an author writes them, in whole nano-dollars. @throws {RangeError} naming the policy and the value. */
export function nanoUsd(dollars: number, what: string): number {
  const nano = Math.round(dollars * NANO);
  if (!Number.isSafeInteger(nano) || nano < 1)
    throw new RangeError(`${what} is ${String(dollars)}; it must be dollars above 0, such as 0.05`);
  return nano;
}

/** '$0.05', '$0.000000300': without zeros at the end, at least cents. */
export function dollars(nano: number): string {
  const text = (nano / NANO).toFixed(9);
  return `$${text.replace(/0{1,7}$/, '')}`;
}

/** '8 s', '1500 ms', '5 min'. */
export function wordsFor(ms: number): string {
  if (ms >= 7_200_000 && ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  if (ms >= 120_000 && ms % 60_000 === 0) return `${ms / 60_000} min`;
  return ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`;
}
