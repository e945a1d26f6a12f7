/** The database as another tab, an older version or an accident would touch it. */
import { openDB, type IDBPDatabase } from 'idb';

/** Opens the database of that name as it is, or makes an empty one of that version. */
export const openRaw = (name: string, version?: number): Promise<IDBPDatabase> => openDB(name, version);

/** Changes one record, whatever it holds. */
export async function tamper(
  name: string,
  store: 'runs' | 'ledger' | 'chunks',
  key: IDBValidKey,
  change: (record: Record<string, unknown>) => unknown,
): Promise<void> {
  const database = await openRaw(name);
  const changed = change((await database.get(store, key)) as Record<string, unknown>);
  if (changed === undefined) await database.delete(store, key);
  else await database.put(store, changed);
  database.close();
}

/**
 * From now on writing to a store in this realm behaves as on a full disk: the request fires neither success nor error,
 * and the transaction aborts with QuotaExceededError. Answers a way to make room again.
 */
export function fillDisk(full: string): () => void {
  const stores = IDBObjectStore.prototype;
  const real = new Map((['add', 'put'] as const).map((way) => [way, Reflect.get(stores, way) as Write]));
  for (const [way, write] of real)
    stores[way] = function (this: IDBObjectStore, ...args: Parameters<Write>) {
      return this.name === full ? refusedBy(this.transaction) : write.apply(this, args);
    };
  return () => Object.assign(stores, Object.fromEntries(real));
}

type Write = (this: IDBObjectStore, value: unknown, key?: IDBValidKey) => IDBRequest<IDBValidKey>;

/** A request that stays silent, while its transaction aborts. */
function refusedBy(transaction: IDBTransaction): IDBRequest<IDBValidKey> {
  Object.defineProperty(transaction, 'error', { value: new DOMException('', 'QuotaExceededError') });
  queueMicrotask(() => transaction.abort());
  return Object.setPrototypeOf(new EventTarget(), IDBRequest.prototype) as IDBRequest<IDBValidKey>;
}
