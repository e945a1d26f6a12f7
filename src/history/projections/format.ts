/**
 * Times, money and counts as text. No locale: a history reads the same on every machine. A unit never parts from its
 * number (no-break space).
 */
const NBSP = '\u00a0';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A whole number, rounded half up, divided by a power of ten: fixed(4106, 3, 1) is '4.1'. */
function fixed(value: number, scale: number, digits: number): string {
  const unit = Number(`1e${scale - digits}`);
  const rounded = Math.floor(value / unit + 0.5);
  const text = String(rounded).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Two minutes and longer, in the two largest units: '10 min', '2 h 5 min', '3 d 4 h'. */
function long(ms: number): string {
  const [large, small, largeWord, smallWord] =
    ms >= 2 * DAY_MS
      ? ([DAY_MS, HOUR_MS, 'd', 'h'] as const)
      : ms >= 2 * HOUR_MS
        ? ([HOUR_MS, MINUTE_MS, 'h', 'min'] as const)
        : ([MINUTE_MS, 1000, 'min', 's'] as const);
  const parts = Math.floor(ms / small + 0.5);
  const ratio = large / small;
  const rest = parts % ratio;
  const head = `${Math.floor(parts / ratio)}${NBSP}${largeWord}`;
  return rest === 0 ? head : `${head}${NBSP}${rest}${NBSP}${smallWord}`;
}

/** A time in seconds with 0 to 3 decimals (default 2): '11.02 s'. From two minutes on: '2 min 5 s'. */
export const seconds = (ms: number, digits: 0 | 1 | 2 | 3 = 2): string =>
  ms >= 2 * MINUTE_MS ? long(ms) : `${fixed(ms, 3, digits)}${NBSP}s`;

/** A duration: '612 ms' under a second, else '2.42 s'. */
export const span = (ms: number): string => (ms < 1000 ? `${Math.floor(ms + 0.5)}${NBSP}ms` : seconds(ms));

/** A time that a person chose: '9 s', '9.5 s', '0.25 s'. */
export function wholeSeconds(ms: number): string {
  if (ms >= 2 * MINUTE_MS) return long(ms);
  return `${fixed(ms, 3, 3).replace(/\.?0+$/, '')}${NBSP}s`;
}

/** Money from whole nano-dollars: '$0', '<$0.00001', '$0.00916', '$2.40', '$1,234.50'. */
export function usd(nano: number): string {
  if (nano === 0) return '$0';
  if (nano < 10_000) return '<$0.00001';
  if (nano < 999_995_000) return `$${fixed(nano, 9, 5)}`;
  const [whole = '', cents = ''] = fixed(nano, 9, 2).split('.');
  return `$${thousands(Number(whole))}.${cents}`;
}

/** A whole number with commas: '3,105'. */
export const thousands = (n: number): string => String(n).replace(/\B(?=(?:\d{3})+(?!\d))/g, ',');

/** A share in whole per cent: '32 %'; '0 %' of nothing. */
export const percent = (part: number, whole: number): string =>
  `${whole === 0 ? 0 : Math.floor((part / whole) * 100 + 0.5)}${NBSP}%`;

/** How often: 'never', 'once', 'twice', 'three times', '13 times'. */
export const times = (n: number): string => ['never', 'once', 'twice'][n] ?? `${numberWord(n)} times`;

const NUMBERS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** A small count as a word: 'seven', '13'. */
export const numberWord = (n: number): string => NUMBERS[n] ?? thousands(n);

const ORDINALS = [
  '',
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];

/** A place in order, from 1: 'second', '11th', '22nd'. */
export function ordinal(n: number): string {
  const word = ORDINALS[n];
  if (word) return word;
  const teen = n % 100 > 10 && n % 100 < 14;
  const ending = teen ? 'th' : n % 10 === 1 ? 'st' : n % 10 === 2 ? 'nd' : n % 10 === 3 ? 'rd' : 'th';
  return `${thousands(n)}${ending}`;
}

/** A list in a sentence: 'a', 'a and b', 'a, b and c'. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
