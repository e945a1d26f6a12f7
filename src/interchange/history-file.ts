/**
 * A history as a file of its own: what happened, and the scenario, code and all, from which it is computed again. It owns
 * the file's envelope; the scenario is scenario/document.ts's, the events are history/upgrade.ts's.
 *
 * 1. A file says all that a replay needs, but for the bundle of a shipped program: who has it needs neither the project
 *    nor the browser that it comes from.
 * 2. What it does not understand it refuses by name, never in part.
 */
import { openHistory } from '../history/upgrade.ts';
import type { History } from '../history/events.ts';
import { isRecord } from '../history/shape.ts';
import { parseScenario, type Scenario } from '../scenario/document.ts';
import type { SourceFile } from '../scenario/source.ts';

const HISTORY_FORMAT = 'rehearsal-history';
const HISTORY_VERSION = 1;
/** Characters of a file at most: a history of the largest world, and its code. */
const HISTORY_LIMIT_CHARS = 120_000_000;

export interface SavedHistory {
  /** Of the orchestration, for a list. */
  readonly title: string;
  /** With its source in it, and as the world was made: input, seed, faults, people. */
  readonly scenario: Omit<Scenario, 'orchestration'> & {
    readonly orchestration:
      | { readonly files: readonly SourceFile[]; readonly entry: string }
      /** A shipped one: its bundle would be many times its history. */
      | { readonly program: string };
  };
  /** Sixteen hex digits; null for a history that was broken off. */
  readonly hash: string | null;
  readonly history: History;
}

export type HistoryReading =
  | { readonly ok: true; readonly saved: SavedHistory }
  /** What is wrong and where, in a sentence. */
  | { readonly ok: false; readonly message: string };

/** The file's text: one event a line, so that two of them can be compared line by line. */
export function writeHistoryFile({ title, scenario, hash, history }: SavedHistory): string {
  const head = JSON.stringify(
    { format: HISTORY_FORMAT, version: HISTORY_VERSION, title, hash, scenario },
    null,
    2,
  );
  const events = history.map((event) => `    ${JSON.stringify(event)}`).join(',\n');
  return `${head.slice(0, -2)},\n  "history": [\n${events}\n  ]\n}\n`;
}

/** Reads a file's text. Never throws. */
export function readHistoryFile(text: string): HistoryReading {
  if (text.length > HISTORY_LIMIT_CHARS)
    return refuse(`The file is longer than ${HISTORY_LIMIT_CHARS} characters.`);
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (error) {
    return refuse(`The file is not JSON: ${(error as Error).message}.`);
  }
  if (!isRecord(found) || found['format'] !== HISTORY_FORMAT)
    return refuse(`The file is no saved history: its 'format' is not '${HISTORY_FORMAT}'.`);
  if (found['version'] !== HISTORY_VERSION)
    return refuse(
      `The file is a history of version ${JSON.stringify(found['version'] ?? null)}; this one reads version ${HISTORY_VERSION}.`,
    );
  return opened(found);
}

function opened({ title, scenario, hash, history }: Readonly<Record<string, unknown>>): HistoryReading {
  if (typeof title !== 'string') return refuse("The file's title is no text.");
  if (hash !== null && (typeof hash !== 'string' || !/^[0-9a-f]{16,64}$/.test(hash)))
    return refuse("The file's hash is no hash.");
  const reading = parseScenario(JSON.stringify(scenario ?? null));
  if (!reading.ok) {
    const [problem] = reading.problems;
    return refuse(`The file's scenario cannot be read: ${problem?.path ?? ''} ${problem?.message ?? ''}.`);
  }
  const { orchestration } = reading.scenario;
  if ('example' in orchestration) return refuse("The file's scenario does not hold its source.");
  const read = openHistory(history);
  if (!read.ok) return refuse(`The file's history cannot be read. ${read.message}`);
  return {
    ok: true,
    saved: { title, scenario: { ...reading.scenario, orchestration }, hash, history: read.history },
  };
}

const refuse = (message: string): HistoryReading => ({ ok: false, message });
