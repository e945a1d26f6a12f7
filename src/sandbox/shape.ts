/** Checks of plain data, put together by hand: fast enough for every event, and typed against the contract they check. */

/** Whether a value is as it should be. */
export type Check = (value: unknown) => boolean;
/** A field that may be absent. */
export interface Optional {
  readonly optional: Check;
}

type IsOptional<T, K extends keyof T> = object extends Pick<T, K> ? true : false;

/** A check for each field of `T`: a field added to the contract and not here does not compile. */
export type Fields<T> = { readonly [K in keyof T]-?: IsOptional<T, K> extends true ? Optional : Check };

export const text: Check = (value) => typeof value === 'string';
export const flag: Check = (value) => typeof value === 'boolean';
export const whole: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
export const amount: Check = (value) => typeof value === 'number' && Number.isFinite(value);
/** Any JSON: that it is plain is checked for the message as a whole (plain.ts). */
export const json: Check = () => true;

export const optional = (check: Check): Optional => ({ optional: check });
export const nullable =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
export const oneOf =
  (...values: readonly (string | number)[]): Check =>
  (value) =>
    values.includes(value as string);
export const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

/** An object with these fields; others are let through, to be measured but not read. */
export function record<T>(fields: Fields<T>): Check {
  const wrong = firstWrong(fields);
  return (value) => typeof value === 'object' && value !== null && wrong(value) === null;
}

/** Finds the first field that is not as it should be; null if all are. */
export function firstWrong<T>(fields: Fields<T>): (value: object) => string | null {
  const rows = Object.entries(fields as Readonly<Record<string, Check | Optional>>).map(([name, field]) =>
    typeof field === 'function'
      ? { name, check: field, required: true }
      : { name, check: field.optional, required: false },
  );
  return (value) => {
    for (const { name, check, required } of rows) {
      const held: unknown = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
      if (held === undefined ? required : !check(held)) return name;
    }
    return null;
  };
}
