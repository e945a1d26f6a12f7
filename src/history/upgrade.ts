/**
 * Opens a stored history: checks that it is one, and brings it to today's schema.
 *
 * 1. Nothing is projected that was not checked: what this module lets through never makes a projection throw.
 * 2. Old versions are brought forward one by one; a table row a version, and a fixture each in test/fixtures/histories.
 * 3. A history from the future is refused, never guessed at.
 */
import { checkEvent } from './event-shape.ts';
import { SCHEMA_VERSION, type Event, type History } from './events.ts';
import { isRecord } from './shape.ts';

export type Opened =
  | { readonly ok: true; readonly history: History }
  /** What is wrong and where, in a sentence. */
  | { readonly ok: false; readonly message: string };

/** Brings the records of one schema version to the next. */
export type Upgrade = (records: readonly unknown[]) => readonly unknown[];

/** From each older version to the next. */
const UPGRADES: ReadonlyMap<number, Upgrade> = new Map([[1, fromVersion1]]);

/** Version 1 kept of a document its id, title and score; what it said is not known any more. */
function fromVersion1(records: readonly unknown[]): readonly unknown[] {
  return records.map((record) => {
    if (!isRecord(record)) return record;
    if (record['type'] === 'world.started') return { ...record, schema: 2 };
    const { reply } = record;
    if (record['type'] !== 'attempt.finished' || !isRecord(reply) || !Array.isArray(reply['documents']))
      return record;
    const documents = reply['documents'].map((document: unknown) =>
      isRecord(document) ? { text: '', ...document } : document,
    );
    return { ...record, reply: { ...reply, documents } };
  });
}

/** Opens what a store or a file held. Never throws: what it does not understand it refuses by what and where. */
export function openHistory(records: unknown): Opened {
  if (!Array.isArray(records))
    return refuse(`This is no history: it is ${kindOf(records)}, not a list of events.`);
  const version = versionOf(records);
  if (typeof version === 'string') return refuse(version);
  const upgraded = upgrade(records, version);
  if (typeof upgraded === 'string') return refuse(upgraded);
  const wrong = checkEvents(upgraded);
  return wrong === null ? { ok: true, history: upgraded as readonly Event[] } : refuse(wrong);
}

const refuse = (message: string): Opened => ({ ok: false, message });

/** The schema that the first event names, or why there is none. */
function versionOf(records: readonly unknown[]): number | string {
  const [first] = records;
  if (first === undefined) return 'This history is empty: its first event, world.started, is missing.';
  if (!isRecord(first) || first['type'] !== 'world.started')
    return 'This is no history: its first event is not world.started.';
  const schema = first['schema'];
  if (typeof schema !== 'number' || !Number.isSafeInteger(schema) || schema < 1)
    return `The first event's schema is ${JSON.stringify(schema ?? null)}, not a version number.`;
  return schema;
}

function upgrade(records: readonly unknown[], from: number): readonly unknown[] | string {
  if (from > SCHEMA_VERSION)
    return `This history was written by a later version (schema ${from}; this one reads up to ${SCHEMA_VERSION}). Reload the page to get the latest version.`;
  let current = records;
  for (let version = from; version < SCHEMA_VERSION; version++) {
    const step = UPGRADES.get(version);
    if (!step) return `This history has schema ${version}, which is no longer read.`;
    current = step(current);
  }
  return current;
}

/** Each event's shape, and the order that the whole promises: seq without gaps, time never back. */
function checkEvents(records: readonly unknown[]): string | null {
  let lastMs = 0;
  for (const [i, record] of records.entries()) {
    const wrong = checkEvent(record);
    if (wrong !== null) return `Event ${i}: ${wrong}.`;
    const { seq, t } = record as Event;
    if (seq !== i) return `Event ${i}: seq is ${seq}, but seq counts from 0 without gaps.`;
    if (t < lastMs) return `Event ${i}: t is ${t}, before the ${lastMs} of the event before it.`;
    lastMs = t;
  }
  return null;
}

const kindOf = (value: unknown): string =>
  value === null || value === undefined
    ? 'nothing'
    : typeof value === 'object'
      ? 'an object'
      : `a ${typeof value}`;
