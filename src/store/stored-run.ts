/**
 * Reads a run back from its records. It owns what a record must look like; the events' own shape is
 * history/upgrade.ts's, the summary's is run-summary-schema.ts's.
 *
 * 1. Nothing leaves that was not checked.
 * 2. A record that does not parse is named, and everything before it is handed out all the same.
 */
import { isRecord } from '../history/shape.ts';
import type { History } from '../history/events.ts';
import { openHistory } from '../history/upgrade.ts';
import { parseSummary } from './run-summary-schema.ts';
import type { ReadFailure, ReadRun } from './store-api.ts';
import { refuse, type StoreFailure } from './store-failure.ts';

/** The records of one run, as they came. */
export interface StoredRun {
  readonly summary: unknown;
  readonly ledger: unknown;
  /** In the order of their numbers. */
  readonly chunks: readonly unknown[];
}

/** Opens a stored run, or says what is wrong with it and hands out what is not. Never throws. */
export function openStoredRun(
  id: string,
  stored: StoredRun,
): ({ readonly ok: true } & ReadRun) | ReadFailure {
  const parsed = parseSummary(stored.summary);
  const { records, wrong } = joinChunks(stored);
  const { history, wrong: misshapen } = openedPrefix(records);
  const complaint = misshapen ?? wrong ?? (parsed.ok ? null : `Its summary ${parsed.message}.`);
  if (complaint === null && parsed.ok) return { ok: true, summary: parsed.summary, history };
  const summary = parsed.ok ? parsed.summary : null;
  const run = summary === null ? `Run ${id}` : `The run of "${summary.scenarioTitle}" (${id})`;
  const rest = history.length === 0 ? 'Nothing of its history' : `Its first ${history.length} events`;
  return { ...unreadable(run, `${complaint ?? ''} ${rest} can be read`), salvaged: { summary, history } };
}

/** A failure that names the run, what is wrong with it and what to try. */
export const unreadable = (run: string, complaint: string): StoreFailure =>
  refuse(
    'broken',
    `${run} cannot be opened whole. ${complaint}; other runs are not affected. ` +
      'Run its scenario again, and remove this one.',
  );

interface Prefix {
  readonly records: readonly unknown[];
  /** Why it ends before the end; null where it does not. */
  readonly wrong: string | null;
}

function joinChunks({ chunks, ledger }: StoredRun): Prefix {
  const records: unknown[] = [];
  for (const [no, chunk] of chunks.entries()) {
    const found = isRecord(chunk) ? chunk : {};
    if (found['no'] !== no) return { records, wrong: `Its record ${no} is missing.` };
    const events = parseList(found['events']);
    if (events === null) return { records, wrong: `Its record ${no} is no list of events.` };
    for (const event of events) records.push(event);
  }
  const promised = isRecord(ledger) ? ledger['events'] : undefined;
  if (promised === records.length && records.length > 0) return { records, wrong: null };
  if (records.length === 0) return { records, wrong: 'It was cut short before its first event was saved.' };
  return { records, wrong: `It has ${records.length} events where ${shown(promised)} were saved.` };
}

function parseList(text: unknown): readonly unknown[] | null {
  if (typeof text !== 'string') return null;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : null;
  } catch {
    return null;
  }
}

/** The longest prefix that opens: each prefix of one that does opens too, so half the rest is tried at a time. */
function openedPrefix(records: readonly unknown[]): { history: History; wrong: string | null } {
  if (records.length === 0) return { history: [], wrong: null };
  const whole = openHistory(records);
  if (whole.ok) return { history: whole.history, wrong: null };
  let history: History = [];
  let [opens, fails] = [0, records.length];
  while (fails - opens > 1) {
    const middle = Math.floor((opens + fails) / 2);
    const tried = openHistory(records.slice(0, middle));
    if (tried.ok) [opens, history] = [middle, tried.history];
    else fails = middle;
  }
  return { history, wrong: whole.message };
}

const shown = (count: unknown): string => (typeof count === 'number' ? String(count) : 'others');
