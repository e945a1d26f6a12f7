/** Dates without a clock and without a zone: what is left gives the same answer on every machine. */
import { Misuse } from '../engine/step-error.ts';
import type { RealmEdits } from './ambient-realm.ts';

const LOCAL_GETTERS = ['Date', 'Day', 'FullYear', 'Hours', 'Milliseconds', 'Minutes', 'Month', 'Seconds'];
const LOCAL_TEXT = ['toString', 'toDateString', 'toTimeString'];

/** ISO 8601 in whole days (which means UTC), or to the minute or finer with its zone. */
const ZONED =
  /^(?!-0{6})([+-]\d{6}|\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))?$/;

interface DateMaker {
  new (...parts: unknown[]): object;
  readonly prototype: object;
  readonly UTC: (...parts: number[]) => number;
  parse(text: string): number;
}

/** Replaces `Date`, and closes what of a date reads the machine's zone. */
export function closeDates(edits: RealmEdits): void {
  const real = edits.at('Date') as DateMaker;
  edits.replace('Date', zonelessDate(real));
  edits.replace('Date.prototype.constructor', edits.at('Date'));
  for (const unit of LOCAL_GETTERS) {
    zoned(edits, `get${unit}`, `use getUTC${unit}()`);
    if (unit !== 'Day') zoned(edits, `set${unit}`, `use setUTC${unit}(…)`);
  }
  zoned(edits, 'getYear', 'use getUTCFullYear()');
  zoned(edits, 'setYear', 'use setUTCFullYear(…)');
  zoned(edits, 'getTimezoneOffset', 'a world is in UTC');
  for (const name of LOCAL_TEXT) zoned(edits, name, 'use toISOString()');
}

const zoned = (edits: RealmEdits, name: string, instead: string): void =>
  edits.close(
    `Date.prototype.${name}`,
    () => new Misuse(`Date.${name} depends on the machine's zone: ${instead}`),
  );

function zonelessDate(real: DateMaker): object {
  const noClock = (what: string) =>
    new Misuse(`${what} is not part of a world yet: use now() of the context`);

  function make(this: unknown, ...parts: unknown[]): object {
    const maker: unknown = new.target;
    if (maker === undefined) throw noClock('Date()');
    if (parts.length === 0) throw noClock('new Date()');
    if (parts.length > 1)
      throw new Misuse(
        "new Date(year, month, …) depends on the machine's zone: use new Date(Date.UTC(year, month, …))",
      );
    const value = primitive(parts[0], real);
    const instant = typeof value === 'string' ? read(value, 'new Date') : value;
    return Reflect.construct(real, [instant], new.target) as object;
  }

  const read = (text: string, what: string): number => {
    requireZone(text, what);
    return real.parse(text);
  };
  const own = (value: unknown) => ({ value, writable: true, configurable: true });
  Object.defineProperties(make, {
    name: { value: 'Date', configurable: true },
    length: { value: 7, configurable: true },
    prototype: { value: real.prototype, writable: false },
    now: own(() => {
      throw noClock('Date.now');
    }),
    parse: own((text: unknown) => read(String(text), 'Date.parse')),
    UTC: own(real.UTC),
  });
  return make;
}

/** What the constructor would read: a date or a number as it is, another object as its primitive. */
function primitive(value: unknown, real: DateMaker): unknown {
  if (typeof value !== 'object' || value === null || value instanceof real) return value;
  const plain: unknown = value.valueOf();
  return typeof plain === 'object' ? Reflect.apply(String, undefined, [value]) : plain;
}

/** A day that its month does not have is none in one engine, and one of the next month in another. */
function requireZone(text: string, what: string): void {
  const found = ZONED.exec(text);
  if (found && Number(found[3] ?? 1) <= daysOf(Number(found[1]), Number(found[2] ?? 1))) return;
  throw new Misuse(
    `${what}('${text.slice(0, 60)}') is read differently from machine to machine: write ISO 8601 with its zone, such as '2026-03-01T09:30:00Z'`,
  );
}

function daysOf(year: number, month: number): number {
  if (month !== 2) return 30 + ((month + (month >> 3)) & 1);
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}
