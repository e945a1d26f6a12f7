/**
 * Where two histories part: the first event in which they differ, and what differs in it, in words. What stands under
 * `$unhashed` is no difference. Linear in the length of what they share.
 */
import type { Event, History } from '../events.ts';
import { canonical } from '../hash.ts';

export interface Difference {
  /** The first event that is not the same in both. */
  readonly seq: number;
  /** Null: that history has ended before it. */
  readonly a: Event | null;
  readonly b: Event | null;
  /** 'event 14, attempt 1 of answer at gpt-4o started: request.top is 3 in the first, 5 in the second' */
  readonly what: string;
}

/** How a sentence names the two. */
export interface Sides {
  readonly a: string;
  readonly b: string;
}

const EITHER: Sides = { a: 'in the first', b: 'in the second' };
/** For what was recorded and what is computed of it today. */
export const RECORDED_AND_NOW: Sides = { a: 'in the recording', b: 'now' };

/**
 * The first event in which two histories differ; null where they hash the same.
 * @param fromSeq events before it are not compared. Default 0; 1 leaves out how the worlds were started.
 */
export function firstDivergence(
  a: History,
  b: History,
  sides: Sides = EITHER,
  fromSeq = 0,
): Difference | null {
  for (let seq = fromSeq; seq < Math.max(a.length, b.length); seq++) {
    const [first = null, second = null] = [a[seq], b[seq]];
    if (first && second && canonical(first) === canonical(second)) continue;
    return { seq, a: first, b: second, what: whatDiffers(seq, first, second, sides) };
  }
  return null;
}

/** What is different about event `seq`, as the start of a sentence without its full stop. */
export function whatDiffers(seq: number, a: Event | null, b: Event | null, sides: Sides = EITHER): string {
  if (!a || !b) {
    const [there, where] = a ? [a, sides.a] : [b, sides.b];
    return `event ${seq}, ${there ? eventWords(there) : 'the next'}, comes ${where} only`;
  }
  const [was, is] = [eventWords(a), eventWords(b)];
  if (was !== is) return `event ${seq} is “${was}” ${sides.a}, “${is}” ${sides.b}`;
  const found = differing(rest(a), rest(b), '');
  const lead = `event ${seq}, ${was}`;
  if (found) {
    const [x, y] = shownPair(found.a, found.b);
    return `${lead}: ${found.path} is ${x} ${sides.a}, ${y} ${sides.b}`;
  }
  if (a.t !== b.t) return `${lead}, comes at ${a.t} ms ${sides.a}, at ${b.t} ms ${sides.b}`;
  return `${lead}: its fields stand in another order`;
}

/** An event in a few words: 'attempt 2 of answer at gpt-4o started'. */
function eventWords(event: Event): string {
  const [noun = '', verb = ''] = event.type.split('.');
  const { step, attempt, target } = event as Partial<Record<'step' | 'attempt' | 'target', string | number>>;
  if (noun === 'attempt' && attempt !== undefined)
    return `attempt ${attempt} of ${step} at ${target} ${verb}`;
  if (noun === 'world') return `the world ${verb}`;
  if (noun === 'run') return `${event.run} ${verb}`;
  const { key, signal, letter } = event as Partial<Record<'key' | 'signal' | 'letter', string>>;
  const of = step ?? signal ?? letter ?? key ?? target ?? '';
  if (noun === 'step') return `step ${of} ${verb}`;
  return `${noun} ${verb}${of === '' ? '' : ` (${of})`}`;
}

/** An event without its place, its time and what is not hashed. */
function rest(event: Event): Readonly<Record<string, unknown>> {
  const { seq: _, t: __, ...content } = event;
  return content;
}

interface Found {
  readonly path: string;
  readonly a: unknown;
  readonly b: unknown;
}

function differing(a: unknown, b: unknown, path: string): Found | null {
  if (Object.is(a, b)) return null;
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return { path, a, b };
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (key === '$unhashed') continue;
    const inner = Array.isArray(a) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const found = differing(a[key], b[key], inner);
    if (found) return found;
  }
  return null;
}

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const SHOWN_CHARS = 60;
/** Of what two long texts share before they part. */
const LEAD_CHARS = 12;

/** Two values, long texts from shortly before the place where they part. */
function shownPair(a: unknown, b: unknown): [string, string] {
  if (typeof a !== 'string' || typeof b !== 'string') return [shown(a), shown(b)];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  const from = a.length > SHOWN_CHARS || b.length > SHOWN_CHARS ? Math.max(0, same - LEAD_CHARS) : 0;
  return [quoted(a, from), quoted(b, from)];
}

const quoted = (text: string, from: number): string =>
  `“${from > 0 ? '…' : ''}${text.slice(from, from + SHOWN_CHARS)}${text.length > from + SHOWN_CHARS ? '…' : ''}”`;

function shown(value: unknown): string {
  if (value === undefined) return 'absent';
  if (typeof value === 'string') return quoted(value, 0);
  const text = JSON.stringify(value);
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
}
