import { MemoryStore } from '../../../src/store/memory-store.ts';
import { openStore } from '../../../src/store/client.ts';
import { IndexedStore } from '../../../src/store/indexed-store.ts';
import { holdsContract } from './contract.ts';

holdsContract('the store in the worker, through its client', () => {
  const store = openStore({ name: crypto.randomUUID() });
  return { store, close: () => store.close() };
});

holdsContract('the store on IndexedDB', async () => {
  const store = new IndexedStore();
  await store.open(crypto.randomUUID());
  return { store, close: async () => store.close() };
});

holdsContract('the store in memory', () => ({ store: new MemoryStore(), close: async () => undefined }));
