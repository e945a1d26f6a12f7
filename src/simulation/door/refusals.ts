/** Doors that stay closed to programs, and those that are not there at all, so that libraries look for another way. */
import { Misuse } from '../../engine/step-error.ts';
import type { RealmEdits } from '../ambient-realm.ts';

const NETWORK = 'a model is asked by fetch, which may stream its reply';
const THREADS = 'a world is one thread; start promises for what goes on at once';
const WAIT = 'wait with setTimeout, which is on the world’s clock';
const NATIVE = 'it answers when the machine likes; use a library in JavaScript';
const AT_ONCE = 'it answers when the machine likes; use new WebAssembly.Module(bytes), which answers at once';

/** Dotted name → what to do instead. */
const REFUSED: Readonly<Record<string, string>> = {
  fetchLater: NETWORK,
  WebSocket: NETWORK,
  WebSocketStream: NETWORK,
  WebTransport: NETWORK,
  EventSource: NETWORK,
  Worker: THREADS,
  SharedWorker: THREADS,
  BroadcastChannel: THREADS,
  'Atomics.wait': WAIT,
  'Atomics.waitAsync': WAIT,
  CompressionStream: NATIVE,
  DecompressionStream: NATIVE,
  FileReader: NATIVE,
  FileReaderSync: NATIVE,
  'URL.createObjectURL': NATIVE,
  'WebAssembly.compile': AT_ONCE,
  'WebAssembly.instantiate': AT_ONCE,
  'WebAssembly.compileStreaming': AT_ONCE,
  'WebAssembly.instantiateStreaming': AT_ONCE,
};

/** What libraries find out about by asking whether it is there. */
const ABSENT = [
  'XMLHttpRequest',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'caches',
  'cookieStore',
  'location',
  'requestAnimationFrame',
  'requestIdleCallback',
  'importScripts',
  // there or not as the page was served, or as old as the engine is
  'SharedArrayBuffer',
  'Crypto',
  'CryptoKey',
  'SubtleCrypto',
  'Performance',
  'PerformanceObserver',
  'PerformanceEntry',
  'PerformanceMark',
  'PerformanceMeasure',
  'PerformanceResourceTiming',
  'PerformanceObserverEntryList',
  'TaskController',
  'TaskSignal',
];

/** Where Node keeps whoever opens its connections, for any library to take. */
const DISPATCHERS = [1, 2].map((n) => Symbol.for(`undici.globalDispatcher.${n}`));

export function placeRefusals(edits: RealmEdits): void {
  for (const [name, instead] of Object.entries(REFUSED))
    edits.close(name, (member) => new Misuse(`${name}${member} is not part of a world: ${instead}`));
  for (const name of ABSENT) edits.replace(name, undefined);
  // they cannot be redefined, so nothing puts them back: whoever hosts a world asks nobody over them
  for (const key of DISPATCHERS) if (key in edits.realm) edits.realm[key] = undefined;
}
