/**
 * The transactions on runs. It owns which records are written together; batching is run-writer.ts's, the meaning of
 * what comes back stored-run.ts's.
 *
 * 1. A chunk is added, never put: no history is overwritten.
 * 2. A run's ledger entry changes in the same transaction as its chunks, so the two agree whatever is killed when.
 * 3. No write is awaited: the transaction's own end judges it (database.ts).
 */
import type { WallMs } from '../base/units.ts';
import { isRecord } from '../history/shape.ts';
import { beyondLimits } from './beyond-limits.ts';
import type { Database, WriteTransaction } from './database.ts';
import type { StoreLimits } from './limits.ts';
import type { Batch, Written } from './run-writer.ts';
import { newestFirst, type ListPlace, type RunSummary } from './run-summary.ts';
import type { LedgerEntry } from './schema.ts';
import { missing, OK, type Result } from './store-failure.ts';
import { storedBytes } from './stored-bytes.ts';
import type { StoredRun } from './stored-run.ts';

/** A request whose outcome is left to its transaction. */
const send = (request: Promise<unknown>): void => void request.catch(() => undefined);

/** The ledger as it is, whatever was done to it: the key is the only thing that a database promises. */
const entryOf = (found: unknown): LedgerEntry => {
  const record = isRecord(found) ? found : {};
  const count = (field: string): number => (Number.isFinite(record[field]) ? (record[field] as number) : 0);
  const { removedWall, finished } = record;
  return {
    id: String(record['id']),
    startedWall: count('startedWall') as WallMs,
    chunks: count('chunks'),
    events: count('events'),
    bytes: count('bytes'),
    removedWall: typeof removedWall === 'number' ? (removedWall as WallMs) : null,
    finished: finished !== false,
  };
};

/** Writes one batch of the run that `known` names. */
export function saveBatch(database: Database, known: RunSummary, batch: Batch): Promise<Result> {
  const { id, startedWall } = known;
  const what = `The run of "${known.scenarioTitle}" (${id})`;
  return database.write(what, ['runs', 'ledger', 'chunks'], batch.durability, async (tx) => {
    if (!batch.first) {
      const entry: unknown = await tx.objectStore('ledger').get(id);
      if (entry === undefined || entryOf(entry).removedWall !== null) return missing(what);
    }
    const { summary } = batch;
    if (summary)
      send(batch.first ? tx.objectStore('runs').add(summary) : tx.objectStore('runs').put(summary));
    for (const [i, events] of batch.chunks.entries())
      send(tx.objectStore('chunks').add({ run: id, no: batch.fromChunk + i, events }));
    send(
      tx.objectStore('ledger').put({
        id,
        startedWall,
        chunks: batch.fromChunk + batch.chunks.length,
        events: batch.events,
        bytes: batch.bytes + documentBytes(known),
        removedWall: null,
        finished: batch.finished,
      }),
    );
    return OK;
  });
}

const documentBytes = ({ scenarioJson, reopenJson }: RunSummary): number =>
  storedBytes(scenarioJson) + storedBytes(reopenJson);

/** How far a run on the list is written, and whether it may be gone on with. */
export function readLedger(
  database: Database,
  id: string,
): Promise<Result<{ readonly summary: unknown; readonly entry: LedgerEntry }>> {
  return database.read(`Reading run ${id}`, ['runs', 'ledger'], async (tx) => {
    const found: unknown = await tx.objectStore('ledger').get(id);
    const entry = found === undefined ? null : entryOf(found);
    if (entry === null || entry.removedWall !== null) return missing(`Run ${id}`);
    return { ok: true, summary: await tx.objectStore('runs').get(id), entry };
  });
}

/** What a writer that goes on with a run is to know of it. */
export const writtenOf = (summary: RunSummary, { chunks, events, bytes }: LedgerEntry): Written => ({
  chunks,
  events,
  bytes: Math.max(0, bytes - documentBytes(summary)),
});

export interface ListedRecords {
  readonly records: readonly { readonly id: string; readonly summary: unknown }[];
  readonly more: boolean;
}

/** The summaries that follow `before`, newest first. */
export function listRecords(
  database: Database,
  limit: number,
  before: ListPlace | undefined,
): Promise<Result<ListedRecords>> {
  return database.read('Listing the runs', ['runs', 'ledger'], async (tx) => {
    const ledger: readonly unknown[] = await tx.objectStore('ledger').getAll();
    const following = ledger
      .map(entryOf)
      .filter(({ removedWall }) => removedWall === null)
      .filter((place) => before === undefined || newestFirst(before, place) < 0)
      .sort(newestFirst);
    const page = following.slice(0, limit);
    const runs = tx.objectStore('runs');
    const records = await Promise.all(page.map(async ({ id }) => ({ id, summary: await runs.get(id) })));
    return { ok: true, records, more: following.length > page.length };
  });
}

/** The range of a run's chunks: a list sorts after every number. */
const chunksOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id], [id, []]);

/** Everything stored of a run that is on the list. */
export function readRecords(database: Database, id: string): Promise<Result<{ readonly stored: StoredRun }>> {
  return database.read(`Reading run ${id}`, ['runs', 'ledger', 'chunks'], async (tx) => {
    const ledger: unknown = await tx.objectStore('ledger').get(id);
    if (ledger === undefined || entryOf(ledger).removedWall !== null) return missing(`Run ${id}`);
    const [summary, chunks] = await Promise.all([
      tx.objectStore('runs').get(id),
      tx.objectStore('chunks').getAll(chunksOf(id)),
    ]);
    return { ok: true, stored: { summary, ledger, chunks } };
  });
}

/** Takes a run off the list at a wall time, or puts it back with null. */
export function markRemoved(database: Database, id: string, removedWall: WallMs | null): Promise<Result> {
  const what = removedWall === null ? `Restoring run ${id}` : `Removing run ${id}`;
  return database.write(what, ['ledger'], 'relaxed', async (tx) => {
    const found: unknown = await tx.objectStore('ledger').get(id);
    const entry = found === undefined ? null : entryOf(found);
    if (!entry || (entry.removedWall !== null) === (removedWall !== null)) return missing(`Run ${id}`);
    send(tx.objectStore('ledger').put({ ...entry, removedWall }));
    return OK;
  });
}

export interface Tidied {
  /** Runs that left because of a limit. */
  readonly removed: readonly string[];
  /** Runs off the list that were cleared for good. */
  readonly cleared: number;
}

/** Clears what was taken off the list before `untilWall`; then, oldest first, what is beyond the limits. */
export function tidyRecords(
  database: Database,
  untilWall: number,
  limits: Pick<StoreLimits, 'runs' | 'bytes'>,
  spared: ReadonlySet<string>,
): Promise<Result<Tidied>> {
  return database.write('Making room', ['runs', 'ledger', 'chunks'], 'relaxed', async (tx) => {
    const found: readonly unknown[] = await tx.objectStore('ledger').getAll();
    const ledger = found.map(entryOf);
    const gone = ledger.filter(({ removedWall }) => removedWall !== null && removedWall <= untilWall);
    for (const { id } of gone) clear(tx, id);
    const weighed = ledger
      .filter(({ removedWall }) => removedWall === null)
      .map(({ id, startedWall, bytes }) => ({ id, startedWall, weight: bytes }));
    const removed = beyondLimits(weighed, { runs: limits.runs, weight: limits.bytes }, spared);
    for (const id of removed) clear(tx, id);
    return { ok: true, removed, cleared: gone.length };
  });
}

function clear(tx: WriteTransaction, id: string): void {
  send(tx.objectStore('runs').delete(id));
  send(tx.objectStore('ledger').delete(id));
  send(tx.objectStore('chunks').delete(chunksOf(id)));
}

/** How many runs are on the list, and the bytes of all that are stored. */
export function countRecords(
  database: Database,
): Promise<Result<{ readonly runs: number; readonly bytes: number }>> {
  return database.read('Counting the runs', ['ledger'], async (tx) => {
    const found: readonly unknown[] = await tx.objectStore('ledger').getAll();
    const ledger = found.map(entryOf);
    return {
      ok: true,
      runs: ledger.filter(({ removedWall }) => removedWall === null).length,
      bytes: ledger.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  });
}
