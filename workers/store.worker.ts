/**
 * Where the store's realm begins: IndexedDB and the checking of what comes back, off the page's thread. It owns
 * nothing but the composition; src/store/client.ts is its other end.
 */
import { expose } from 'comlink';
import { IndexedStore } from '../src/store/indexed-store.ts';

expose(new IndexedStore());
