/**
 * Closes the ambient doors of a realm: what would give authored code another answer on another machine or in another
 * run. It owns which names are closed and what to use instead; the dates are ambient-date.ts, the locales
 * ambient-locale.ts, sorting is ambient-sort.ts, `console` ambient-console.ts. What merely is no part of a sandbox is
 * ambient-surface.ts.
 *
 * M1. A closed door throws Misuse naming itself and what to use instead, whether or not this realm had it: the same
 *     code fails alike in every engine.
 * M2. Whoever captured an original keeps it: engine and host take theirs before installing.
 * M3. Installing changes property descriptors only; the function returned puts every one of them back.
 *
 * Microtasks, structuredClone, AbortController, URL and encoders stay open: they give the same answer everywhere. Inexact
 * Math (Math.log, …) stays open too, and shows in the hash.
 */
import { Misuse } from '../engine/step-error.ts';
import { worldConsole, type WriteLog } from './ambient-console.ts';
import { closeDates } from './ambient-date.ts';
import { closeLocales } from './ambient-locale.ts';
import { RealmEdits } from './ambient-realm.ts';
import { placeSorts } from './ambient-sort.ts';

const NETWORK = "ask a model through a step, such as generate({ model: '…' })";
const TIME = 'use now() of the context';
const WAIT = "await sleep('2s') of the context";
const CHANCE = 'it would differ in every run; derive the choice from the input';
const COLLECTED = 'when garbage is collected differs from machine to machine; hold the object itself';
const NATIVE = 'it takes as long as the machine likes; work on strings and plain data instead';
const STORAGE = 'state that outlives a run would change the next one; keep it in the run';
const STREAMS =
  'each engine takes turns of its own over one; use lists, or `for await` over a generator of yours';
const OUTSIDE = 'all that a run knows of the outside is its input';
const THREADS = 'a run is one thread of steps; use all() for what goes on at once';

/** Dotted name → what to use instead. A name that ends in `.prototype.x` is a method. */
const DOORS: Readonly<Record<string, string>> = {
  fetch: NETWORK,
  fetchLater: NETWORK,
  XMLHttpRequest: NETWORK,
  WebSocket: NETWORK,
  WebSocketStream: NETWORK,
  WebTransport: NETWORK,
  EventSource: NETWORK,
  setTimeout: WAIT,
  setInterval: WAIT,
  setImmediate: WAIT,
  requestAnimationFrame: WAIT,
  requestIdleCallback: WAIT,
  scheduler: WAIT,
  'AbortSignal.timeout': "give the step a policy: timeout: '2s'",
  performance: TIME,
  'Temporal.Now': TIME,
  'Event.prototype.timeStamp': TIME,
  'Math.random': CHANCE,
  'URL.createObjectURL': CHANCE,
  FormData: CHANCE,
  Request: NETWORK,
  Response: NETWORK,
  ReadableStream: STREAMS,
  WritableStream: STREAMS,
  TransformStream: STREAMS,
  TextEncoderStream: STREAMS,
  TextDecoderStream: STREAMS,
  process: OUTSIDE,
  require: 'import what you need at the top of the module',
  global: 'use globalThis',
  Buffer: 'use Uint8Array, TextEncoder and TextDecoder',
  SharedArrayBuffer: THREADS,
  crypto: CHANCE,
  WeakRef: COLLECTED,
  FinalizationRegistry: COLLECTED,
  'Atomics.wait': WAIT,
  'Atomics.waitAsync': WAIT,
  WebAssembly: NATIVE,
  'Blob.prototype.text': NATIVE,
  'Blob.prototype.arrayBuffer': NATIVE,
  'Blob.prototype.bytes': NATIVE,
  'Blob.prototype.stream': NATIVE,
  FileReader: NATIVE,
  FileReaderSync: NATIVE,
  CompressionStream: NATIVE,
  DecompressionStream: NATIVE,
  MessageChannel: THREADS,
  BroadcastChannel: THREADS,
  Worker: THREADS,
  SharedWorker: THREADS,
  indexedDB: STORAGE,
  caches: STORAGE,
  localStorage: STORAGE,
  sessionStorage: STORAGE,
  cookieStore: STORAGE,
};

/**
 * Closes the doors of `realm` (a global object) and routes its `console` to `log`.
 * @returns what puts the realm back as it was.
 */
export function installAmbient(realm: object, hooks: { readonly log: WriteLog }): () => void {
  const edits = new RealmEdits(realm);
  for (const [name, instead] of Object.entries(DOORS)) edits.close(name, notYet(name, instead));
  closeDates(edits);
  closeLocales(edits);
  placeSorts(edits);
  edits.replace('console', worldConsole(hooks.log));
  return () => edits.restore();
}

/** The refusal of a door that a later version may open. `member`: what was asked of it, if it is a namespace. */
function notYet(name: string, instead: string) {
  const shown = name.replace('.prototype.', '.');
  return (member: string) => new Misuse(`${shown}${member} is not part of a world yet: ${instead}`);
}
