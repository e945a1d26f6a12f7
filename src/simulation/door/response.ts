/** `Response` as clients use it, over a body that the world can order. */
import { bodyOf, Body, headersOf, type BodySource, type HttpKit } from './body.ts';
import type { HeaderList } from './natives.ts';

export interface ResponseInit {
  /** 200–599; 0 is an error's. Default 200. */
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: unknown;
}

/** The class itself. */
export function responseClass({ natives, makeBlob, isBlob }: HttpKit) {
  class Response extends Body {
    readonly status: number;
    readonly statusText: string;
    readonly headers: HeaderList;
    readonly type: string;
    readonly url: string;
    readonly redirected = false;

    constructor(body: unknown = null, init: ResponseInit = {}, url = '', source?: BodySource) {
      const given = source ?? bodyOf(body, natives, isBlob);
      super(natives, given);
      const { status = 200, statusText = '', headers } = init;
      if (status !== 0 && (status < 200 || status > 599))
        throw new RangeError(`a response's status is from 200 to 599, not ${status}`);
      this.status = status;
      this.statusText = statusText;
      this.headers = headersOf(natives, headers);
      if (given.type !== null && !this.headers.has('content-type'))
        this.headers.set('content-type', given.type);
      this.type = status === 0 ? 'error' : 'default';
      this.url = url;
    }

    get ok(): boolean {
      return this.status >= 200 && this.status <= 299;
    }

    async blob(): Promise<object> {
      return makeBlob(await this.bytes(), this.headers.get('content-type') ?? '');
    }

    clone(): Response {
      const { status, statusText, headers, url } = this;
      return new Response(null, { status, statusText, headers }, url, this.twin());
    }

    static json(value: unknown, init: ResponseInit = {}): Response {
      const headers = headersOf(natives, init.headers);
      if (!headers.has('content-type')) headers.set('content-type', 'application/json');
      return new Response(JSON.stringify(value), { ...init, headers });
    }

    static error(): Response {
      return new Response(null, { status: 0 });
    }

    static redirect(url: string, status = 302): Response {
      return new Response(null, { status, headers: { location: url } });
    }

    get [Symbol.toStringTag](): string {
      return 'Response';
    }
  }
  return {
    Response,
    responseFrom: (url: string, body: BodySource, init: ResponseInit) => new Response(null, init, url, body),
  };
}
