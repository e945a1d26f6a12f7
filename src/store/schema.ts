/**
 * The layout of the database: what stands in which store, and how older layouts become today's.
 *
 * Whoever changes the layout appends to UPGRADES: its length is the version. The shape of events is
 * history/upgrade.ts's, and needs no new layout.
 */
import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import type { WallMs } from '../base/units.ts';

export const DATABASE_NAME = 'rehearsal';

/** What is needed to order, count and clear runs without touching their documents. */
export interface LedgerEntry {
  readonly id: string;
  readonly startedWall: WallMs;
  readonly chunks: number;
  readonly events: number;
  readonly bytes: number;
  /** When it was taken off the list; null while it is on it. */
  readonly removedWall: WallMs | null;
  /** Whether nothing may be appended any more. Absent in entries of older versions, whose runs are not gone on with. */
  readonly finished?: boolean;
}

/** At most STORE_LIMITS.chunkEvents events as one JSON list. */
export interface StoredChunk {
  readonly run: string;
  /** From 0, without gaps. */
  readonly no: number;
  readonly events: string;
}

export interface StoreSchema extends DBSchema {
  /** Summaries. `unknown`: parsed by run-summary-schema.ts when they come back. */
  runs: { key: string; value: { readonly id: string } };
  ledger: { key: string; value: LedgerEntry };
  chunks: { key: [string, number]; value: StoredChunk };
  drafts: { key: string; value: { readonly key: string; readonly text: string } };
}

export type StoreName = 'runs' | 'ledger' | 'chunks' | 'drafts';
export type Connection = IDBPDatabase<StoreSchema>;
export type Upgrade = (
  database: Connection,
  transaction: IDBPTransaction<StoreSchema, StoreName[], 'versionchange'>,
) => void;

/** From each version to the next; the first makes an empty database. */
export const UPGRADES: readonly Upgrade[] = [
  (database) => {
    database.createObjectStore('runs', { keyPath: 'id' });
    database.createObjectStore('ledger', { keyPath: 'id' });
    database.createObjectStore('chunks', { keyPath: ['run', 'no'] });
    database.createObjectStore('drafts', { keyPath: 'key' });
  },
];
