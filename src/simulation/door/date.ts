/** `Date` on the world's clock, in UTC whatever the machine's zone. Prototypes are edited: they cannot be replaced. */
import type { RealmEdits } from '../ambient-realm.ts';
import { textOf } from './bytes.ts';
import type { Door } from './door.ts';
import type { DateMaker } from './natives.ts';
import { readDate } from './read-date.ts';

const FIELDS = ['Date', 'Day', 'FullYear', 'Hours', 'Milliseconds', 'Minutes', 'Month', 'Seconds'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type Method = (this: unknown, ...given: unknown[]) => unknown;

export function placeDates(edits: RealmEdits, door: Door, real: DateMaker): void {
  const prototype = real.prototype as Record<string, Method>;
  const ask = (date: unknown, name: string): number => Reflect.apply(prototype[name]!, date, []) as number;
  const method = (name: string, act: Method): void => edits.replace(`Date.prototype.${name}`, act);
  edits.replace('Date', worldDate(door, real));
  edits.replace('Date.prototype.constructor', edits.at('Date'));
  for (const field of FIELDS) {
    const get = prototype[`getUTC${field}`]!;
    const set = prototype[`setUTC${field}`];
    method(`get${field}`, function (this: unknown) {
      return Reflect.apply(get, this, []);
    });
    if (set)
      method(`set${field}`, function (this: unknown, ...given) {
        return Reflect.apply(set, this, given);
      });
  }
  method('getTimezoneOffset', function (this: unknown) {
    return Number.isNaN(ask(this, 'getTime')) ? NaN : 0;
  });
  method('getYear', function (this: unknown) {
    return ask(this, 'getUTCFullYear') - 1900;
  });
  const text = (make: (date: unknown) => string): Method =>
    function (this: unknown) {
      return Number.isNaN(ask(this, 'getTime')) ? 'Invalid Date' : make(this);
    };
  const day = (date: unknown): string =>
    `${DAYS[ask(date, 'getUTCDay')]} ${MONTHS[ask(date, 'getUTCMonth')]} ${two(ask(date, 'getUTCDate'))} ${String(ask(date, 'getUTCFullYear')).padStart(4, '0')}`;
  const time = (date: unknown): string =>
    `${['Hours', 'Minutes', 'Seconds'].map((field) => two(ask(date, `getUTC${field}`))).join(':')} GMT+0000 (Coordinated Universal Time)`;
  method(
    'toString',
    text((date) => `${day(date)} ${time(date)}`),
  );
  method('toDateString', text(day));
  method('toTimeString', text(time));
}

const two = (n: number): string => String(n).padStart(2, '0');

function worldDate(door: Door, real: DateMaker): object {
  function make(this: unknown, ...parts: unknown[]): unknown {
    const maker: unknown = new.target;
    if (maker === undefined) return textOf(new real(door.epochMs));
    return Reflect.construct(real, [instant(parts)], new.target) as object;
  }
  const instant = (parts: unknown[]): unknown => {
    if (parts.length === 0) return door.epochMs;
    if (parts.length > 1) return real.UTC(...parts.map(Number));
    const [value] = parts;
    if (typeof value !== 'object' || value === null || value instanceof real)
      return typeof value === 'string' ? parse(value) : value;
    const plain = toPrimitive(value);
    return typeof plain === 'string' ? parse(plain) : plain;
  };
  const parse = (text: string): number => readDate(text, real.UTC);
  const own = (value: unknown) => ({ value, writable: true, configurable: true });
  Object.defineProperties(make, {
    name: { value: 'Date', configurable: true },
    length: { value: 7, configurable: true },
    prototype: { value: real.prototype, writable: false },
    now: own(() => door.epochMs),
    parse: own((text: unknown) => parse(textOf(text))),
    UTC: own(real.UTC),
  });
  return make;
}

/** What `new Date(value)` would make of another object. */
function toPrimitive(value: object): unknown {
  const plain: unknown = value.valueOf();
  return typeof plain === 'object' ? textOf(value) : plain;
}
