/** Turns what a dialect writes into what `fetch` gives: a response whose body comes as time goes by, or a failure. */
import { withResolvers } from '../../base/resolvers.ts';
import type { HttpPart } from '../../dialects/port.ts';
import { NO_BODY, type BodySource } from './body.ts';
import { ByteFeed } from './byte-feed.ts';
import { encode } from './bytes.ts';
import type { Natives } from './natives.ts';
import { NetworkError } from './network-error.ts';
import type { ResponseInit } from './response.ts';

/** Where a reply goes. */
export interface Answer {
  readonly natives: Natives;
  readonly url: string;
  readonly make: (url: string, body: BodySource, init: ResponseInit) => object;
}

export class ReplySink {
  readonly response: Promise<object>;
  private readonly answer: Answer;
  private readonly resolve: (response: object) => void;
  private readonly reject: (error: unknown) => void;
  private readonly feed: ByteFeed;

  /** @param onCancel told when the program wants no more of the body */
  constructor(answer: Answer, onCancel: () => void) {
    const { promise, resolve, reject } = withResolvers<object>();
    this.response = promise;
    this.resolve = resolve;
    this.reject = reject;
    this.answer = answer;
    this.feed = new ByteFeed(answer.natives, onCancel);
  }

  write(parts: readonly HttpPart[]): void {
    for (const part of parts) this.writeOne(part);
  }

  private writeOne(part: HttpPart): void {
    const { natives, url, make } = this.answer;
    switch (part.type) {
      case 'head': {
        const { status, statusText, headers } = part;
        const body = { ...NO_BODY, stream: this.feed.stream };
        this.resolve(make(url, body, { status, statusText, headers }));
        return;
      }
      case 'text':
        this.feed.push(encode(natives, part.text));
        return;
      case 'end':
        this.end(part.how);
    }
  }

  /** Without a head the fetch itself fails, however the connection ended. */
  private end(how: 'close' | 'eof' | 'reset' | 'refused'): void {
    const { natives, url } = this.answer;
    const { host } = new natives.URL(url);
    if (how === 'refused')
      this.fail(new NetworkError('fetch failed', 'ECONNREFUSED', `connect ECONNREFUSED ${host}`));
    else this.reject(new NetworkError('fetch failed', 'ECONNRESET', 'read ECONNRESET'));
    if (how === 'reset')
      this.feed.fail(new NetworkError('terminated', 'UND_ERR_SOCKET', 'other side closed'));
    else this.feed.close();
  }

  /** The response if it has not come, else the rest of its body. */
  fail(error: unknown): void {
    this.reject(error);
    this.feed.fail(error);
  }
}
