/**
 * Reads a date that is written out, as milliseconds since 1970, or NaN. Engines agree on ISO 8601 and on little else: what
 * is read here is what all of them read alike, and without a zone it is in UTC. Anything else is no date, on every machine.
 */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const LONG_MONTHS =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/;
const DAYS = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?$/;
/** Hours ahead of UTC, of the zones that mail knows by name. */
const ZONES: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
};

const ISO =
  /^([+-]\d{6}|\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d:?\d\d)?)?$/i;
const SLASHED = /^(?:(\d{1,2})\/(\d{1,2})\/(\d{4}|\d\d)|(\d{4})[/-](\d{1,2})[/-](\d{1,2}))$/;
const TIME = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(am|pm)?$/;
const OFFSET = /^(?:utc|gmt)?([+-])(\d\d):?(\d\d)$/;

interface Found {
  year?: number;
  month?: number;
  day?: number;
  time?: readonly [hour: number, minute: number, second: number, ms: number];
  noon?: 'am' | 'pm';
  offsetMin?: number;
}

/** @param utc `Date.UTC` of the realm */
export function readDate(text: string, utc: (...parts: number[]) => number): number {
  const plain = text.trim();
  const iso = ISO.exec(plain);
  const found = iso ? fromIso(iso) : fromWords(plain);
  return found ? instantOf(found, utc) : NaN;
}

function fromIso([, year, month, day, hour, minute, second, fraction, zone]: RegExpExecArray): Found | null {
  if (year === '-000000') return null;
  const offsetMin = zone === undefined ? 0 : offsetOf(zone.toLowerCase());
  if (offsetMin === null) return null;
  return {
    year: Number(year),
    month: Number(month ?? 1),
    day: Number(day ?? 1),
    time: [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0), msOf(fraction)],
    offsetMin,
  };
}

/** 'Thu, 1 Jan 2026 10:00 GMT+0100 (CET)', '1/2/2026 3:00 PM', and their kin. */
function fromWords(text: string): Found | null {
  const words = text
    .toLowerCase()
    .replace(/\([^()]*\)/g, ' ')
    .replace(/,/g, ' ')
    .trim()
    .split(/\s+/);
  const found: Found = {};
  return words.every((word) => take(found, word)) ? found : null;
}

/** @returns whether the word says something that was not said before */
function take(found: Found, word: string): boolean {
  const time = TIME.exec(word);
  if (time) return takeTime(found, time);
  const slashed = SLASHED.exec(word);
  if (slashed) return takeSlashed(found, slashed);
  if (LONG_MONTHS.test(word)) return set(found, 'month', MONTHS.indexOf(word.slice(0, 3)) + 1);
  if (/^\d{1,2}$/.test(word)) return set(found, 'day', Number(word));
  if (/^\d{4}$/.test(word)) return set(found, 'year', Number(word));
  if (word === 'am' || word === 'pm') return found.time !== undefined && set(found, 'noon', word);
  const offset = found.time === undefined && !(word in ZONES) ? null : offsetOf(word);
  return offset === null ? DAYS.test(word) : set(found, 'offsetMin', offset);
}

function set<K extends keyof Found>(found: Found, key: K, value: NonNullable<Found[K]>): boolean {
  if (found[key] !== undefined) return false;
  found[key] = value;
  return true;
}

function takeTime(found: Found, [, hour, minute, second, fraction, noon]: RegExpExecArray): boolean {
  if (noon !== undefined && !set(found, 'noon', noon as 'am' | 'pm')) return false;
  return set(found, 'time', [Number(hour), Number(minute), Number(second ?? 0), msOf(fraction)]);
}

function takeSlashed(found: Found, parts: RegExpExecArray): boolean {
  const [, month = parts[5], day = parts[6], year = parts[4]] = parts;
  const whole = Number(year);
  const full = year!.length > 2 ? whole : whole + (whole < 50 ? 2000 : 1900);
  return set(found, 'year', full) && set(found, 'month', Number(month)) && set(found, 'day', Number(day));
}

const msOf = (fraction: string | undefined): number => Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));

/** Minutes ahead of UTC; null for what is no zone. */
function offsetOf(word: string): number | null {
  if (Object.hasOwn(ZONES, word)) return ZONES[word]! * 60;
  const offset = OFFSET.exec(word);
  if (!offset || Number(offset[2]) > 23 || Number(offset[3]) > 59) return null;
  return (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
}

function instantOf(found: Found, utc: (...parts: number[]) => number): number {
  const { year, month, day, time: [hour, minute, second, ms] = [0, 0, 0, 0], noon, offsetMin = 0 } = found;
  if (year === undefined || month === undefined || day === undefined) return NaN;
  if (month < 1 || month > 12 || day < 1 || day > 31 || minute > 59 || second > 59) return NaN;
  if (noon === undefined ? hour > 24 : hour < 1 || hour > 12) return NaN;
  if (hour === 24 && minute + second + ms > 0) return NaN;
  const hours = noon === undefined ? hour : (hour % 12) + (noon === 'pm' ? 12 : 0);
  // `Date.UTC` takes a year below 100 for one of the last century
  const shift = year >= 0 && year < 100 ? 400 : 0;
  const at = utc(year + shift, month - 1, day, hours, minute - offsetMin, second, ms);
  return shift === 0 ? at : at - utc(1970 + shift, 0, 1);
}
