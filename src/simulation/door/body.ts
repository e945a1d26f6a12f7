/**
 * The body of a request or a response. Its readers are JavaScript: the platform's own answer after an unknown number of
 * macrotasks, which would break the order of a world.
 */
import { Misuse } from '../../engine/step-error.ts';
import type { WorldBlob } from './blob.ts';
import { ByteFeed, isTouched } from './byte-feed.ts';
import { bytesOf, decode, encode, joined, textOf } from './bytes.ts';
import type { ByteStream, HeaderList, Natives } from './natives.ts';
import { NotJson, UnreadableRequest } from './network-error.ts';

/** At most one of `bytes` and `stream`; neither for no body. */
export interface BodySource {
  readonly bytes: Uint8Array | null;
  readonly stream: ByteStream | null;
  /** The content type that it implies. */
  readonly type: string | null;
}

/** What the classes of HTTP are made with. */
export interface HttpKit {
  readonly natives: Natives;
  readonly isBlob: (value: unknown) => value is WorldBlob;
  readonly makeBlob: (bytes: Uint8Array, type: string) => object;
}

export const NO_BODY: BodySource = { bytes: null, stream: null, type: null };

/** Reads what a program gives as a body. @throws {Misuse} for a form, which no simulated provider reads */
export function bodyOf(
  init: unknown,
  natives: Natives,
  isBlob: (value: unknown) => value is WorldBlob,
): BodySource {
  if (init === null || init === undefined) return NO_BODY;
  const of = (bytes: Uint8Array, type: string | null): BodySource => ({ bytes, stream: null, type });
  if (typeof init === 'string') return of(encode(natives, init), 'text/plain;charset=UTF-8');
  const bytes = bytesOf(init);
  if (bytes) return of(bytes.slice(), null);
  if (isBlob(init)) return of(init.content(), init.type === '' ? null : init.type);
  if (init instanceof natives.URLSearchParams)
    return of(encode(natives, textOf(init)), 'application/x-www-form-urlencoded;charset=UTF-8');
  if (typeof init === 'object' && 'getReader' in init)
    return { bytes: null, stream: init as ByteStream, type: null };
  if (typeof init === 'object' && Symbol.asyncIterator in init)
    return { bytes: null, stream: streamOf(init as AsyncIterable<unknown>, natives), type: null };
  if (Object.prototype.toString.call(init) === '[object FormData]')
    throw new Misuse('a form as a body is not part of a world: no simulated provider reads files yet');
  return of(encode(natives, textOf(init)), 'text/plain;charset=UTF-8');
}

function streamOf(chunks: AsyncIterable<unknown>, natives: Natives): ByteStream {
  const feed = new ByteFeed(natives);
  const fill = async (): Promise<void> => {
    for await (const chunk of chunks) feed.push(bytesOf(chunk) ?? encode(natives, textOf(chunk)));
    feed.close();
  };
  fill().catch((error: unknown) => feed.fail(error));
  return feed.stream;
}

/** @throws {UnreadableRequest} for a name or value that no header can have */
export function headersOf(natives: Natives, init: unknown): HeaderList {
  try {
    return new natives.Headers(init);
  } catch {
    throw new UnreadableRequest(
      'these headers cannot be sent: give an object, a list of pairs or Headers, with names of letters, digits and hyphens, and values of one line',
    );
  }
}

export class Body {
  readonly #natives: Natives;
  #bytes: Uint8Array | null;
  #stream: ByteStream | null;
  #used = false;

  constructor(natives: Natives, { bytes, stream }: BodySource) {
    this.#natives = natives;
    this.#bytes = bytes;
    this.#stream = stream;
  }

  get body(): ByteStream | null {
    if (this.#stream === null && this.#bytes !== null) {
      const feed = new ByteFeed(this.#natives);
      if (this.#bytes.length > 0) feed.push(this.#bytes);
      feed.close();
      this.#stream = feed.stream;
    }
    return this.#stream;
  }

  get bodyUsed(): boolean {
    return this.#used || (this.#stream !== null && isTouched(this.#stream));
  }

  async text(): Promise<string> {
    return decode(this.#natives, await this.bytes());
  }

  async json(): Promise<unknown> {
    const text = await this.text();
    try {
      return JSON.parse(text);
    } catch {
      throw new NotJson(text);
    }
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).slice().buffer;
  }

  async formData(): Promise<never> {
    throw new Misuse('reading a body as a form is not part of a world: read its text()');
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    if (this.bodyUsed || this.#stream?.locked)
      throw new TypeError('Body is unusable: Body has already been read');
    if (this.#bytes === null && this.#stream === null) return new Uint8Array();
    this.#used = true;
    return this.#stream === null ? this.#bytes!.slice() : readAll(this.#stream);
  }

  /** What a clone reads: the same bytes, whoever is first. */
  protected twin(): BodySource {
    if (this.bodyUsed || this.#stream?.locked)
      throw new TypeError('Response.clone: Body has already been consumed.');
    if (this.#stream === null) return { bytes: this.#bytes, stream: null, type: null };
    const [mine, theirs] = this.#stream.tee();
    this.#stream = mine;
    this.#bytes = null;
    return { bytes: null, stream: theirs, type: null };
  }

  /** The bytes of a body, without reading it; null for a stream. */
  protected get known(): Uint8Array | null {
    return this.#stream === null ? (this.#bytes ?? new Uint8Array()) : null;
  }
}

async function readAll(stream: ByteStream): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks);
    const bytes = bytesOf(value);
    if (!bytes) throw new TypeError('Received non-Uint8Array chunk');
    chunks.push(bytes);
  }
}
