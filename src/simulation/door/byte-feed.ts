/**
 * A stream of bytes that the world fills as time goes by. It gives a chunk only when one is read, so that it knows
 * whether anybody has.
 */
import type { ByteStream, Natives, StreamController } from './natives.ts';

const touched = new WeakSet<ByteStream>();

/** Whether a stream that a feed made was read from or cancelled. */
export const isTouched = (stream: ByteStream): boolean => touched.has(stream);

export class ByteFeed {
  readonly stream: ByteStream;
  private readonly queue: Uint8Array[] = [];
  private controller!: StreamController;
  private wanted = false;
  private complete = false;
  private over = false;

  /** @param onCancel told when the reader wants no more */
  constructor(natives: Natives, onCancel: (reason: unknown) => void = () => undefined) {
    this.stream = new natives.ReadableStream(
      {
        start: (controller) => {
          this.controller = controller;
        },
        pull: () => {
          touched.add(this.stream);
          this.wanted = true;
          this.give();
        },
        cancel: (reason) => {
          touched.add(this.stream);
          this.over = true;
          onCancel(reason);
        },
      },
      { highWaterMark: 0 },
    );
  }

  push(chunk: Uint8Array): void {
    this.queue.push(chunk);
    this.give();
  }

  /** Nothing more comes; what is queued is still given. */
  close(): void {
    this.complete = true;
    this.give();
  }

  /** Breaks: what is queued is lost, as it is in a browser. */
  fail(reason: unknown): void {
    if (this.over) return;
    this.over = true;
    this.controller.error(reason);
  }

  private give(): void {
    if (this.over) return;
    if (this.wanted && this.queue.length > 0) {
      this.wanted = false;
      this.controller.enqueue(this.queue.shift()!);
    }
    // closing tells a reader at once that there is nothing after the last chunk
    if (this.complete && this.queue.length === 0) {
      this.over = true;
      this.controller.close();
    }
  }
}
