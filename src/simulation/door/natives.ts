/**
 * What the door keeps of its realm, taken before anything there is closed or replaced. Core knows no DOM, so the shapes
 * say only what is used.
 */
export interface StreamReader {
  read(): Promise<{ readonly done: boolean; readonly value?: unknown }>;
  cancel(reason?: unknown): Promise<void>;
  releaseLock(): void;
}

export interface ByteStream {
  readonly locked: boolean;
  getReader(): StreamReader;
  cancel(reason?: unknown): Promise<void>;
  tee(): [ByteStream, ByteStream];
}

export interface StreamController {
  enqueue(chunk: Uint8Array): void;
  close(): void;
  error(reason: unknown): void;
}

export interface StreamSource {
  readonly pull?: (controller: StreamController) => unknown;
  readonly start?: (controller: StreamController) => void;
  readonly cancel?: (reason: unknown) => unknown;
}

export interface HeaderList extends Iterable<[string, string]> {
  get(name: string): string | null;
  has(name: string): boolean;
  set(name: string, value: string): void;
}

export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface Aborter {
  readonly signal: Signal;
  abort(reason?: unknown): void;
}

export interface DateMaker {
  new (...parts: unknown[]): object;
  readonly prototype: object;
  readonly UTC: (...parts: number[]) => number;
}

export interface Natives {
  readonly ReadableStream: new (
    source: StreamSource,
    strategy?: { readonly highWaterMark: number },
  ) => ByteStream;
  readonly TransformStream: new (...given: unknown[]) => {
    readonly readable: object;
    readonly writable: object;
  };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new (
    label?: string,
    options?: { readonly fatal: boolean; readonly ignoreBOM: boolean },
  ) => {
    readonly encoding: string;
    decode(bytes?: Uint8Array, options?: { readonly stream: boolean }): string;
  };
  readonly Headers: new (init?: unknown) => HeaderList;
  readonly AbortController: new () => Aborter;
  readonly DOMException: new (message: string, name: string) => Error;
  readonly URL: new (text: string) => { readonly href: string; readonly host: string };
  readonly URLSearchParams: new (init: unknown) => object;
  readonly Date: DateMaker;
  readonly structuredClone: (
    value: unknown,
    options?: { readonly transfer?: readonly unknown[] | undefined },
  ) => unknown;
}

/** Takes them of a global object whose doors are still open. */
export function captureNatives(realm: object): Natives {
  const of = realm as Natives;
  return {
    ReadableStream: of.ReadableStream,
    TransformStream: of.TransformStream,
    TextEncoder: of.TextEncoder,
    TextDecoder: of.TextDecoder,
    Headers: of.Headers,
    AbortController: of.AbortController,
    DOMException: of.DOMException,
    URL: of.URL,
    URLSearchParams: of.URLSearchParams,
    Date: of.Date,
    structuredClone: of.structuredClone.bind(realm),
  };
}
