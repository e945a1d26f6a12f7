/**
 * Closes the ambient doors of a realm: what would give authored code another answer on another machine or in another
 * run. It owns which names are closed and what to use instead; the dates are ambient-date.ts, the locales
 * ambient-locale.ts, `console` is ambient-console.ts. What merely is no part of a sandbox is src/sandbox's.
 *
 * M1. A closed door throws Misuse naming itself and what to use instead, whether or not this realm had it: the same
 *     code fails alike in every engine.
 * M2. Whoever captured an original keeps it: engine and host take theirs before installing.
 * M3. Installing changes property descriptors only; the function returned puts every one of them back.
 *
 * Microtasks, structuredClone, AbortController, URL, encoders and JavaScript's own streams stay open: they give the
 * same answer everywhere. So does inexact Math (Math.log, …), which is not refused but shows in the hash.
 */
import { Misuse } from '../engine/step-error.ts';
import { worldConsole, type WriteLog } from './ambient-console.ts';
import { closeDates } from './ambient-date.ts';
import { closeLocales } from './ambient-locale.ts';
import { RealmEdits } from './ambient-realm.ts';

const NETWORK = "ask a model through a step, such as generate({ model: '…' })";
const TIME = 'use now() of the context';
const WAIT = "await sleep('2s') of the context";
const CHANCE = 'it would differ in every run; derive the choice from the input';
const COLLECTED = 'when garbage is collected differs from machine to machine; hold the object itself';
const NATIVE = 'it takes as long as the machine likes; work on strings and plain data instead';
const STORAGE = 'state that outlives a run would change the next one; keep it in the run';
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

const BODY_READERS = ['text', 'json', 'arrayBuffer', 'blob', 'bytes', 'formData', 'body'];

/**
 * Closes the doors of `realm` (a global object) and routes its `console` to `log`.
 * @returns what puts the realm back as it was.
 */
export function installAmbient(realm: object, hooks: { readonly log: WriteLog }): () => void {
  const edits = new RealmEdits(realm);
  for (const [name, instead] of Object.entries(DOORS)) edits.close(name, notYet(name, instead));
  for (const reader of BODY_READERS)
    for (const owner of ['Request', 'Response'])
      edits.close(`${owner}.prototype.${reader}`, notYet(`${owner}.${reader}`, NATIVE));
  closeDates(edits);
  closeLocales(edits);
  edits.replace('console', worldConsole(hooks.log));
  return () => edits.restore();
}

/** The refusal of a door that a later version may open. `member`: what was asked of it, if it is a namespace. */
function notYet(name: string, instead: string) {
  const shown = name.replace('.prototype.', '.');
  return (member: string) => new Misuse(`${shown}${member} is not part of a world yet: ${instead}`);
}
