/** `Request` as clients use it, over a body that the world can order. */
import { bodyOf, Body, headersOf, NO_BODY, type HttpKit } from './body.ts';
import { decode, textOf } from './bytes.ts';
import type { HeaderList, Natives, Signal } from './natives.ts';
import { UnreadableRequest } from './network-error.ts';

export interface RequestInit {
  readonly method?: string;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly signal?: Signal | null;
  readonly [option: string]: unknown;
}

/** What fetch asks of a request. */
export interface WorldRequest {
  /** Absolute. */
  readonly url: string;
  readonly method: string;
  readonly signal: Signal;
  /** The body as text; null where it is a stream, which must be read. */
  readonly sent: string | null;
  text(): Promise<string>;
}

/** Kept from a request to its copies, and of no consequence in a world. */
const OPTIONS = {
  cache: 'default',
  credentials: 'same-origin',
  destination: '',
  duplex: 'half',
  integrity: '',
  keepalive: false,
  mode: 'cors',
  redirect: 'follow',
  referrer: 'about:client',
  referrerPolicy: '',
} as const;

function addressOf({ URL }: Natives, text: string): string {
  try {
    return new URL(text).href;
  } catch {
    throw new UnreadableRequest(
      `'${text.slice(0, 200)}' is no address that can be asked: write all of it, such as https://api.openai.com/v1/chat/completions`,
    );
  }
}

/** The class itself. */
export function requestClass({ natives, makeBlob, isBlob }: HttpKit) {
  return class Request extends Body implements WorldRequest {
    readonly url: string;
    readonly method: string;
    readonly headers: HeaderList;
    readonly signal: Signal;

    constructor(input: unknown, init: RequestInit = {}) {
      const from = input instanceof Request ? input : null;
      const method = (init.method ?? from?.method ?? 'GET').toUpperCase();
      const body = init.body === undefined ? (from?.twin() ?? NO_BODY) : bodyOf(init.body, natives, isBlob);
      if (init.body && (method === 'GET' || method === 'HEAD'))
        throw new TypeError('Request with GET/HEAD method cannot have body.');
      super(natives, body);
      this.url = from?.url ?? addressOf(natives, textOf(input));
      this.method = method;
      this.headers = headersOf(natives, init.headers ?? from?.headers);
      if (body.type !== null && !this.headers.has('content-type'))
        this.headers.set('content-type', body.type);
      this.signal = init.signal ?? from?.signal ?? new natives.AbortController().signal;
      for (const [name, usual] of Object.entries(OPTIONS))
        Object.defineProperty(this, name, {
          value: init[name] ?? (from as Record<string, unknown> | null)?.[name] ?? usual,
        });
    }

    get sent(): string | null {
      return this.known === null ? null : decode(natives, this.known);
    }

    async blob(): Promise<object> {
      return makeBlob(await this.bytes(), this.headers.get('content-type') ?? '');
    }

    clone(): Request {
      return new Request(this);
    }

    get [Symbol.toStringTag](): string {
      return 'Request';
    }
  };
}
