/**
 * What the worker keeps of its realm, taken before authored code may touch anything and before the doors close. It owns
 * the originals; which names are closed afterwards is src/simulation's ambient-surface.ts and ambient.ts.
 *
 * R1. Nothing in the worker names a closable global after boot: it comes from here, bound.
 */

/** Calls `next` in a later macrotask, in order: every microtask that is pending by then has run. */
export type Later = (next: () => void) => void;

/** Hears of promises that were rejected with nobody to handle them, and of those that somebody handled later. */
export interface RejectionListener {
  add(promise: unknown, reason: unknown): void;
  handled(promise: unknown): void;
}

export interface Realm {
  /** Wall ms, monotonic. */
  readonly nowMs: () => number;
  readonly later: Later;
  /** One listener. An engine tells of what a macrotask left behind in a task of its own, before a `later` asked for after it. */
  readonly onRejection: (listener: RejectionListener) => void;
  readonly after: (delayMs: number, act: () => void) => () => void;
  readonly every: (periodMs: number, act: () => void) => void;
  /**
   * Runs a classic script from a blob. `fault`: what the engine says of a script that it refused or that threw; its line
   * is the script's. `url`: how the engine names the script in stacks.
   */
  readonly runScript: (text: string) => Promise<{ readonly url: string; readonly fault: ScriptFault | null }>;
}

/** Line and column count from 1; 0 where the engine gives none. */
export interface ScriptFault {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** What is taken of a dedicated worker's global scope. */
interface WorkerScope {
  readonly performance: { now(): number };
  setTimeout(act: () => void, delayMs: number): number;
  clearTimeout(timer: number): void;
  setInterval(act: () => void, periodMs: number): number;
  importScripts(url: string): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
  addEventListener(
    type: 'unhandledrejection' | 'rejectionhandled',
    listener: (event: PromiseRejectionEvent) => void,
  ): void;
}

/** Takes the originals of this worker. Swallows its stray errors: the history judges what fails. */
export function captureRealm(scope: WorkerScope): Realm {
  const nowMs = scope.performance.now.bind(scope.performance);
  const setTimer = scope.setTimeout.bind(scope);
  const clearTimer = scope.clearTimeout.bind(scope);
  const setTicker = scope.setInterval.bind(scope);
  const importScripts = scope.importScripts.bind(scope);
  const makeUrl = URL.createObjectURL.bind(URL);
  const dropUrl = URL.revokeObjectURL.bind(URL);
  const OriginalBlob = Blob;
  const later = macrotasks(new MessageChannel());

  let running: { readonly url: string; fault: ScriptFault | null } | null = null;
  scope.addEventListener('error', (event) => {
    event.preventDefault();
    if (running?.url === event.filename)
      running.fault = { message: plainMessage(event.message), line: event.lineno, column: event.colno };
  });
  let hears: RejectionListener | null = null;
  scope.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    hears?.add(event.promise, event.reason);
  });
  scope.addEventListener('rejectionhandled', ({ promise }) => hears?.handled(promise));

  return {
    nowMs,
    later,
    onRejection: (listener) => (hears = listener),
    after(delayMs, act) {
      const timer = setTimer(act, delayMs);
      return () => clearTimer(timer);
    },
    every: (periodMs, act) => void setTicker(act, periodMs),
    runScript: (text) =>
      new Promise((resolve) => {
        later(() => {
          const url = makeUrl(new OriginalBlob([text], { type: 'text/javascript' }));
          const script = (running = { url, fault: null });
          later(() => {
            dropUrl(url);
            running = null;
            resolve(script);
          });
          // What it throws goes to the realm on purpose: Chromium tells a syntax error's line to the error event alone.
          importScripts(url);
        });
      }),
  };
}

function macrotasks({ port1, port2 }: MessageChannel): Later {
  const waiting: (() => void)[] = [];
  const post = port2.postMessage.bind(port2, null);
  port1.onmessage = () => waiting.shift()?.();
  return (next) => {
    waiting.push(next);
    post();
  };
}

/** Without what the browser puts before the engine's words. */
const plainMessage = (message: string): string =>
  message
    .replace(/^Uncaught (?=\w*Error)/, '')
    .replace("Failed to execute 'importScripts' on 'WorkerGlobalScope': ", '');
