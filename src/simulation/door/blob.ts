/** `Blob` and `File` in JavaScript: the platform's own are read in another thread, which answers when it likes. */
import { ByteFeed } from './byte-feed.ts';
import { bytesOf, decode, encode, joined, textOf } from './bytes.ts';
import type { Door } from './door.ts';
import type { ByteStream, Natives } from './natives.ts';

export interface WorldBlob {
  readonly size: number;
  readonly type: string;
  /** The bytes themselves. */
  content(): Uint8Array<ArrayBuffer>;
}

interface BlobInit {
  readonly type?: string;
}

export function worldBlobs(door: Door, natives: Natives) {
  class Blob implements WorldBlob {
    readonly #bytes: Uint8Array<ArrayBuffer>;
    readonly type: string;

    constructor(parts: Iterable<unknown> = [], { type = '' }: BlobInit = {}) {
      this.#bytes = joined(
        Array.from(parts, (part) => {
          if (part instanceof Blob) return part.#bytes;
          return bytesOf(part) ?? encode(natives, textOf(part));
        }),
      );
      this.type = type.toLowerCase();
    }

    get size(): number {
      return this.#bytes.length;
    }

    content(): Uint8Array<ArrayBuffer> {
      return this.#bytes.slice();
    }

    slice(from?: number, to?: number, type?: string): Blob {
      return new Blob([this.#bytes.slice(from, to)], type === undefined ? {} : { type });
    }

    stream(): ByteStream {
      const feed = new ByteFeed(natives);
      if (this.size > 0) feed.push(this.content());
      feed.close();
      return feed.stream;
    }

    async text(): Promise<string> {
      return decode(natives, this.#bytes);
    }

    async bytes(): Promise<Uint8Array> {
      return this.content();
    }

    async arrayBuffer(): Promise<ArrayBuffer> {
      return this.content().buffer;
    }

    get [Symbol.toStringTag](): string {
      return 'Blob';
    }
  }

  class File extends Blob {
    readonly name: string;
    readonly lastModified: number;

    constructor(
      parts: Iterable<unknown>,
      name: string,
      init: BlobInit & { readonly lastModified?: number } = {},
    ) {
      super(parts, init);
      this.name = name;
      this.lastModified = init.lastModified ?? door.epochMs;
    }

    override get [Symbol.toStringTag](): string {
      return 'File';
    }
  }

  return { Blob, File, isBlob: (value: unknown): value is WorldBlob => value instanceof Blob };
}
