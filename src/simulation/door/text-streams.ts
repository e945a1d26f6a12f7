/** The streams between text and bytes, made of a transform each: the platform's take microtasks of their own. */
import type { Natives } from './natives.ts';

interface Transform {
  readonly readable: object;
  readonly writable: object;
}

interface Controller {
  enqueue(chunk: unknown): void;
}

interface DecodeOptions {
  readonly fatal?: boolean;
  readonly ignoreBOM?: boolean;
}

/** Half of a character: the other half comes with the next piece of text. */
const ENDS_HALF = /[\ud800-\udbff]$/;

export function textStreams(
  { TextDecoder, TextEncoder }: Natives,
  TransformStream: new (transformer: object) => Transform,
) {
  class TextDecoderStream {
    readonly #transform: Transform;
    readonly encoding: string;
    readonly fatal: boolean;
    readonly ignoreBOM: boolean;

    constructor(label = 'utf-8', { fatal = false, ignoreBOM = false }: DecodeOptions = {}) {
      const decoder = new TextDecoder(label, { fatal, ignoreBOM });
      this.encoding = decoder.encoding;
      this.fatal = fatal;
      this.ignoreBOM = ignoreBOM;
      this.#transform = new TransformStream({
        transform(chunk: Uint8Array, controller: Controller) {
          const text = decoder.decode(chunk, { stream: true });
          if (text !== '') controller.enqueue(text);
        },
        flush(controller: Controller) {
          const text = decoder.decode();
          if (text !== '') controller.enqueue(text);
        },
      });
    }

    get readable(): object {
      return this.#transform.readable;
    }

    get writable(): object {
      return this.#transform.writable;
    }

    get [Symbol.toStringTag](): string {
      return 'TextDecoderStream';
    }
  }

  class TextEncoderStream {
    readonly encoding = 'utf-8';
    readonly #transform: Transform;

    constructor() {
      const encoder = new TextEncoder();
      let half = '';
      this.#transform = new TransformStream({
        transform(chunk: unknown, controller: Controller) {
          const text = `${half}${chunk as string}`;
          half = ENDS_HALF.exec(text)?.[0] ?? '';
          const whole = text.slice(0, text.length - half.length);
          if (whole !== '') controller.enqueue(encoder.encode(whole));
        },
        flush(controller: Controller) {
          if (half !== '') controller.enqueue(encoder.encode(half));
        },
      });
    }

    get readable(): object {
      return this.#transform.readable;
    }

    get writable(): object {
      return this.#transform.writable;
    }

    get [Symbol.toStringTag](): string {
      return 'TextEncoderStream';
    }
  }

  return { TextDecoderStream, TextEncoderStream };
}
