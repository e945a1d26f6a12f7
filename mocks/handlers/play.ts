/**
 * Plays a rendered reply on a clock, as a real response.
 *
 * 1. Every time is counted from when the request arrived, so that waits do not add up their lateness.
 * 2. An abort ends it at once: before the head the connection fails, after it the body breaks.
 * 3. A reset would overtake bytes still under way between realms, so it waits until they were taken, and a little more.
 */
import type { HttpReply } from './openai-http.ts';

/** The clock that replies are played on. */
export interface Clock {
  /** Monotonic ms. */
  nowMs(): number;
  /** Resolves after `delayMs`, or as soon as the signal aborts. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
}

export const wallClock: Clock = {
  nowMs: () => performance.now(),
  sleep: (delayMs, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      // Silence lasts longer than any timer; only the abort ends it.
      // Rounded up: timers count whole ms, and what is due together must not come before its time.
      const timer = delayMs === Infinity ? undefined : setTimeout(done, Math.ceil(Math.max(0, delayMs)));
      signal.addEventListener('abort', done);
    }),
};

const RESET_AFTER_BYTES_MS = 30;
/** A reader that takes nothing for so long is not waited for. */
const READER_PATIENCE_MS = 1000;

/** Resolves when status and headers are due. `ended` is called once, when nothing more will be sent. */
export async function play(
  reply: HttpReply,
  clock: Clock,
  signal: AbortSignal,
  ended: () => void,
): Promise<Response> {
  const startMs = clock.nowMs();
  const until = (atMs: number): Promise<void> => clock.sleep(startMs + atMs - clock.nowMs(), signal);
  await until(reply.type === 'silence' ? Infinity : reply.atMs);
  if (reply.type !== 'answer' || signal.aborted) {
    ended();
    return Response.error();
  }
  const { status, headers } = reply;
  return new Response(bodyOf(reply, clock, startMs, signal, ended), { status, headers });
}

function bodyOf(
  { frames, end }: Extract<HttpReply, { type: 'answer' }>,
  clock: Clock,
  startMs: number,
  signal: AbortSignal,
  ended: () => void,
): ReadableStream<Uint8Array> {
  const cancelled = new AbortController();
  const over = AbortSignal.any([signal, cancelled.signal]);
  const until = (atMs: number): Promise<void> => clock.sleep(startMs + atMs - clock.nowMs(), over);
  /** Aborts when the reader asks for more than it was sent. */
  let taken = new AbortController();

  const run = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    const send = (bytes: Uint8Array): void => {
      taken = new AbortController();
      controller.enqueue(bytes);
    };
    // In Node the head leaves with the first bytes, be they none.
    send(new Uint8Array(0));
    for (const { atMs, bytes } of frames) {
      await until(atMs);
      if (over.aborted) break;
      send(bytes);
    }
    await until(end?.atMs ?? Infinity);
    if (end?.how === 'reset') {
      await clock.sleep(READER_PATIENCE_MS, AbortSignal.any([over, taken.signal]));
      await clock.sleep(RESET_AFTER_BYTES_MS, over);
    }
    ended();
    if (cancelled.signal.aborted) return;
    if (signal.aborted || end?.how !== 'closed') controller.error(new TypeError('the connection was reset'));
    else controller.close();
  };

  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => void run(controller),
      pull: () => taken.abort(),
      cancel: () => cancelled.abort(),
    },
    { highWaterMark: 0 },
  );
}
