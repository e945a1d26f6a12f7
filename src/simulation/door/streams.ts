/**
 * The ways through JavaScript's own streams, in JavaScript. Engines agree on when a reader and a writer answer, to the
 * microtask, and on nothing that is made of the two: `for await`, `tee`, `pipeTo` and the text streams each take another
 * number of microtasks in every engine, and two chains of one program would meet in another order.
 *
 * S1. What a way awaits is a reader, a writer or a promise of its own: never a way of the platform's.
 * S2. A stream that comes from here, or out of a transform, has these ways; one of Node's own keeps its own.
 */
import type { ByteStream, Natives, StreamReader } from './natives.ts';
import { textStreams } from './text-streams.ts';

interface Writable {
  readonly locked: boolean;
  getWriter(): Writer;
}

interface Writer {
  readonly ready: Promise<void>;
  readonly closed: Promise<void>;
  write(chunk: unknown): Promise<void>;
  close(): Promise<void>;
  abort(reason: unknown): Promise<void>;
  releaseLock(): void;
}

interface PipeOptions {
  readonly preventClose?: boolean;
  readonly preventAbort?: boolean;
  readonly preventCancel?: boolean;
  readonly signal?: PipeSignal;
}

interface PipeSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', act: () => void, options: { readonly once: boolean }): void;
  removeEventListener(type: 'abort', act: () => void): void;
}

interface IterateOptions {
  readonly preventCancel?: boolean;
}

interface Controller {
  enqueue(chunk: unknown): void;
  close(): void;
  error(reason: unknown): void;
}

const ignore = (): void => undefined;

/** The stream classes of a world. */
export function worldStreams(natives: Natives) {
  class ReadableStream extends natives.ReadableStream {
    static from(values: Iterable<unknown> | AsyncIterable<unknown>): ReadableStream {
      const steps =
        Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator]();
      return new ReadableStream(
        {
          async pull(controller: Controller) {
            const step: IteratorResult<unknown> = await steps.next();
            if (step.done) controller.close();
            else controller.enqueue(await step.value);
          },
          async cancel(reason: unknown) {
            await steps.return?.(reason);
          },
        },
        { highWaterMark: 0 },
      );
    }

    values({ preventCancel = false }: IterateOptions = {}): AsyncIterableIterator<unknown> {
      return iterate(this.getReader(), preventCancel);
    }

    [Symbol.asyncIterator](options?: IterateOptions): AsyncIterableIterator<unknown> {
      return this.values(options);
    }

    async pipeTo(to: Writable, options: PipeOptions = {}): Promise<void> {
      await pipe(this, to, options);
    }

    pipeThrough<T>(
      { writable, readable }: { readonly writable: Writable; readonly readable: T },
      options?: PipeOptions,
    ): T {
      if (this.locked || writable.locked) throw new TypeError('pipeThrough: a stream of the two is locked');
      this.pipeTo(writable, options).catch(ignore);
      return readable;
    }

    override tee(): [ByteStream, ByteStream] {
      return tee(this.getReader(), (source) => new ReadableStream(source));
    }
  }

  class TransformStream extends natives.TransformStream {
    constructor(...given: unknown[]) {
      super(...given);
      Object.setPrototypeOf(this.readable, ReadableStream.prototype); // S2
    }
  }

  return { ReadableStream, TransformStream, ...textStreams(natives, TransformStream) };
}

/** Leaving it early cancels the stream; who leaves does not wait for that, since engines disagree on how long it takes. */
async function* iterate(reader: StreamReader, preventCancel: boolean): AsyncIterableIterator<unknown> {
  let left = true;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    left = false;
  } catch (error) {
    left = false;
    throw error;
  } finally {
    if (left && !preventCancel) reader.cancel().catch(ignore);
    reader.releaseLock();
  }
}

async function pipe(from: ByteStream, to: Writable, options: PipeOptions): Promise<void> {
  if (from.locked || to.locked) throw new TypeError('pipeTo: a stream of the two is locked');
  const { preventClose = false, preventAbort = false, preventCancel = false, signal } = options;
  const reader = from.getReader();
  const writer = to.getWriter();
  const stopped = stopOf(signal);
  // the other end breaks while nothing is to be read
  const broken = writer.closed.then(
    () => {
      throw new Failed('to', new TypeError('pipeTo: the stream that is written to is closed'));
    },
    (error: unknown) => {
      throw new Failed('to', error);
    },
  );
  broken.catch(ignore);
  let written = Promise.resolve();
  try {
    for (;;) {
      await Promise.race([writer.ready.catch(ignore), broken, stopped.promise]);
      const read = reader.read().catch((error: unknown) => {
        throw new Failed('from', error);
      });
      const { done, value } = await Promise.race([read, broken, stopped.promise]);
      if (done) break;
      written = writer.write(value);
      written.catch(ignore);
    }
    await (preventClose ? written : writer.close());
  } catch (error) {
    const { side, reason } = error instanceof Failed ? error : new Failed('to', error); // closing failed
    if (side !== 'to' && !preventAbort) writer.abort(reason).catch(ignore);
    if (side !== 'from' && !preventCancel) reader.cancel(reason).catch(ignore);
    throw reason;
  } finally {
    stopped.forget();
    reader.releaseLock();
    writer.releaseLock();
  }
}

/** Which end of a pipe failed; 'both' for a signal. */
class Failed extends Error {
  readonly side: 'from' | 'to' | 'both';
  readonly reason: unknown;

  constructor(side: Failed['side'], reason: unknown) {
    super('a pipe ended early');
    this.side = side;
    this.reason = reason;
  }
}

function stopOf(signal: PipeSignal | undefined): {
  readonly promise: Promise<never>;
  readonly forget: () => void;
} {
  let forget = ignore;
  const promise = new Promise<never>((_, reject) => {
    if (!signal) return;
    const stop = (): void => reject(new Failed('both', signal.reason));
    if (signal.aborted) stop();
    else {
      signal.addEventListener('abort', stop, { once: true });
      forget = () => signal.removeEventListener('abort', stop);
    }
  });
  promise.catch(ignore);
  return { promise, forget };
}

/** Two streams of what one reader gives. The source is cancelled when both are. */
function tee(reader: StreamReader, make: (source: object) => ByteStream): [ByteStream, ByteStream] {
  const controllers: Controller[] = [];
  const open = new Set<number>();
  const reasons: unknown[] = [];
  let reading = false;
  let again = false;
  const each = (act: (controller: Controller) => void): void => {
    for (const n of open) act(controllers[n]!);
  };
  const pull = (): void => {
    again = reading;
    if (reading) return;
    reading = true;
    reader.read().then(
      ({ done, value }) => {
        reading = false;
        if (done) {
          each((controller) => controller.close());
          open.clear();
          return;
        }
        each((controller) => controller.enqueue(value));
        if (again) pull();
      },
      (error: unknown) => {
        each((controller) => controller.error(error));
        open.clear();
      },
    );
  };
  const branch = (n: number): ByteStream =>
    make({
      start(controller: Controller) {
        controllers[n] = controller;
        open.add(n);
      },
      pull,
      async cancel(reason: unknown) {
        open.delete(n);
        reasons[n] = reason;
        if (open.size === 0) await reader.cancel(reasons);
      },
    });
  return [branch(0), branch(1)];
}
