/**
 * Plays a rendered reply on a clock, as a real response.
 *
 * 1. Every time is counted from when the request arrived, so that waits do not add up their lateness.
 * 2. An abort ends it at once: before the head the connection fails, after it the body breaks.
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
      if (signal.aborted) return resolve();
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

/** Resolves when status and headers are due. `ended` is called once, when nothing more will be sent. */
export async function play(reply: HttpReply, clock: Clock, signal: AbortSignal, ended: () => void): Promise<Response> {
  const startMs = clock.nowMs();
  const until = (atMs: number): Promise<void> => clock.sleep(startMs + atMs - clock.nowMs(), signal);
  await until(reply.type === 'silence' ? Infinity : reply.atMs);
  if (reply.type !== 'answer' || signal.aborted) {
    ended();
    return Response.error();
  }
  const { status, headers, frames, end } = reply;
  const cancelled = new AbortController();
  const over = AbortSignal.any([signal, cancelled.signal]);
  const untilInBody = (atMs: number): Promise<void> => clock.sleep(startMs + atMs - clock.nowMs(), over);
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      for (const { atMs, bytes } of frames) {
        await untilInBody(atMs);
        if (over.aborted) break;
        controller.enqueue(bytes);
      }
      await untilInBody(end?.atMs ?? Infinity);
      ended();
      if (cancelled.signal.aborted) return;
      if (signal.aborted || end?.how !== 'closed') controller.error(new TypeError('the connection was reset'));
      else controller.close();
    },
    cancel: () => cancelled.abort(),
  });
  return new Response(body, { status, headers });
}
