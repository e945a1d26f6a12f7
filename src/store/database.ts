/**
 * The connection to IndexedDB. It owns opening, upgrading, losing and regaining the connection, and turns what the
 * browser throws into values; what stands in the database is schema.ts, who reads and writes it is run-records.ts.
 *
 * 1. A transaction is judged by its own `complete` or `abort`, never by its requests: where the disk is full those may
 *    fire neither success nor error. A hung request therefore hangs nobody.
 * 2. A newer version in another tab is never held up: the connection closes at once. An older one is waited for in the
 *    background, while every call is answered with the reason.
 * 3. A connection that was lost is opened again by the next call.
 */
import { openDB, unwrap, type IDBPTransaction } from 'idb';
import {
  DATABASE_NAME,
  UPGRADES,
  type Connection,
  type StoreName,
  type StoreSchema,
  type Upgrade,
} from './schema.ts';
import { failureOf, OLDER_TAB, PRIVATE, type Result } from './store-failure.ts';

export type ReadTransaction = IDBPTransaction<StoreSchema, StoreName[]>;
export type WriteTransaction = IDBPTransaction<StoreSchema, StoreName[], 'readwrite'>;
/** Work in a transaction: awaits only its own reads. A failure that it answers undoes the transaction. */
type Work<Tx, T extends object> = (tx: Tx) => Promise<Result<T>>;
type Opened = Result<{ readonly connection: Connection }>;

const OPENING = 'The database of runs';

export class Database {
  readonly #name: string;
  readonly #upgrades: readonly Upgrade[];
  #connection: Connection | null = null;
  #opening: Promise<Opened> | null = null;

  constructor(name: string = DATABASE_NAME, upgrades: readonly Upgrade[] = UPGRADES) {
    this.#name = name;
    this.#upgrades = upgrades;
  }

  /** The open connection, or why there is none now. */
  async connect(): Promise<Opened> {
    if (this.#connection) return { ok: true, connection: this.#connection };
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** `what` names what is done, as the subject of a sentence about its failure. */
  read<T extends object>(
    what: string,
    stores: StoreName[],
    work: Work<ReadTransaction, T>,
  ): Promise<Result<T>> {
    return this.#transact(what, (connection) => connection.transaction(stores), work);
  }

  /** Resolves to success only when the transaction is complete. `strict`: and the browser has flushed it to the disk. */
  write<T extends object>(
    what: string,
    stores: StoreName[],
    durability: 'relaxed' | 'strict',
    work: Work<WriteTransaction, T>,
  ): Promise<Result<T>> {
    return this.#transact(
      what,
      (connection) => connection.transaction(stores, 'readwrite', { durability }),
      work,
    );
  }

  close(): void {
    this.#connection?.close();
    this.#connection = null;
    this.#opening = null;
  }

  #open(): Promise<Opened> {
    if (typeof indexedDB === 'undefined') return Promise.resolve(PRIVATE);
    return new Promise((resolve) => {
      const lost = (connection: Connection | null): void => {
        if (this.#connection === connection) this.#connection = null;
      };
      const opened = (connection: Connection): void => {
        this.#opening = null;
        this.#connection = connection;
        resolve({ ok: true, connection });
      };
      const failed = (error: unknown): void => {
        this.#opening = null;
        resolve(failureOf(error, OPENING));
      };
      try {
        let own: Connection | null = null;
        openDB<StoreSchema>(this.#name, this.#upgrades.length, {
          upgrade: (connection, from, _to, transaction) => {
            for (const upgrade of this.#upgrades.slice(from)) upgrade(connection, transaction);
          },
          blocked: () => resolve(OLDER_TAB),
          blocking: () => {
            own?.close();
            lost(own);
          },
          terminated: () => lost(own),
        }).then((connection) => opened((own = connection)), failed);
      } catch (error) {
        failed(error);
      }
    });
  }

  async #transact<Mode extends IDBTransactionMode, T extends object>(
    what: string,
    begin: (connection: Connection) => IDBPTransaction<StoreSchema, StoreName[], Mode>,
    work: Work<IDBPTransaction<StoreSchema, StoreName[], Mode>, T>,
  ): Promise<Result<T>> {
    for (let again = true; ; again = false) {
      const opened = await this.connect();
      if (!opened.ok) return opened;
      try {
        return await settle(what, begin(opened.connection), work);
      } catch (error) {
        // The connection was closed under us. Once more on a fresh one.
        this.close();
        if (!again) return failureOf(error, what);
      }
    }
  }
}

async function settle<Mode extends IDBTransactionMode, T extends object>(
  what: string,
  tx: IDBPTransaction<StoreSchema, StoreName[], Mode>,
  work: Work<IDBPTransaction<StoreSchema, StoreName[], Mode>, T>,
): Promise<Result<T>> {
  const raw = unwrap(tx);
  const abort = (): void => {
    try {
      raw.abort();
    } catch {
      // It has ended already.
    }
  };
  const ended = new Promise<boolean>((resolve) => {
    raw.addEventListener('complete', () => resolve(true));
    raw.addEventListener('abort', () => resolve(false));
  });
  tx.done.catch(() => undefined);
  let refused = null as Result<T> | null;
  const working = work(tx).catch((error: unknown) => failureOf(raw.error ?? error, what));
  void working.then((answer) => {
    if (answer.ok) return;
    refused = answer;
    abort();
  });
  if (await ended) return working;
  return (raw.error === null ? refused : null) ?? failureOf(raw.error, what);
}
