/**
 * Checks of plain data, put together by hand: fast enough for every event, typed against the contract they check, and
 * telling by path what is wrong.
 */

/** What is wrong: ' is 7, not text', with the path that leads there before it ('.steps[0].name'); null where nothing is. */
export type Check = (value: unknown) => string | null;
/** A field that may be absent. */
export interface Optional {
  readonly optional: Check;
}

type IsOptional<T, K extends keyof T> = object extends Pick<T, K> ? true : false;

/** A check for each field of `T`: a field added to the contract and not here does not compile. */
export type Fields<T> = { readonly [K in keyof T]-?: IsOptional<T, K> extends true ? Optional : Check };

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A check of one value; `what` completes 'is 7, not …'. */
export const says =
  (what: string, holds: (value: unknown) => boolean): Check =>
  (value) =>
    holds(value) ? null : ` is ${shown(value)}, not ${what}`;

export const text = says('text', (value) => typeof value === 'string');
export const flag = says('true or false', (value) => typeof value === 'boolean');
export const whole = says(
  'a whole number from 0',
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
);
export const amount = says('a number', (value) => typeof value === 'number' && Number.isFinite(value));
export const object = says('an object', isRecord);
/** Anything that is there: that it is plain JSON is seen to where it comes from. */
export const json = says('a JSON value', (value) => value !== undefined);

export const optional = (check: Check): Optional => ({ optional: check });
export const nullable =
  (check: Check): Check =>
  (value) =>
    value === null ? null : check(value);
export const oneOf = (...values: readonly string[]): Check =>
  says(`one of ${values.join(', ')}`, (value) => values.includes(value as string));
export const list =
  (check: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return ` is ${shown(value)}, not a list`;
    for (let i = 0; i < value.length; i++) {
      const wrong = check(value[i]);
      if (wrong !== null) return `[${i}]${wrong}`;
    }
    return null;
  };

/** An object with these fields; others are let be, since a later version may write them. */
export function record<T>(fields: Fields<T>): Check {
  const rows = Object.entries(fields as Readonly<Record<string, Check | Optional>>).map(([name, field]) =>
    typeof field === 'function'
      ? { name, check: field, required: true }
      : { name, check: field.optional, required: false },
  );
  return (value) => {
    if (!isRecord(value)) return ` is ${shown(value)}, not an object`;
    for (const { name, check, required } of rows) {
      const held: unknown = Object.hasOwn(value, name) ? value[name] : undefined;
      if (held === undefined && !required) continue;
      const wrong = check(held);
      if (wrong !== null) return `.${name}${wrong}`;
    }
    return null;
  };
}

/** What a check says of a value that has no name of its own: 'steps[0].name is 7, not text', or 'it is 7, not …'. */
export function complaint(check: Check, value: unknown): string | null {
  const wrong = check(value);
  if (wrong === null) return null;
  return wrong.startsWith('.') ? wrong.slice(1) : `it${wrong}`;
}

function shown(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'missing';
    case 'string':
      return `'${value.slice(0, 60)}'`;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object';
  }
}
