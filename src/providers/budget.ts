/**
 * What a world's calls may cost, counted where they are made.
 *
 * 1. The worst case of a call is reserved before it is made; a call that does not fit is not made.
 * 2. When it has ended it is charged for the usage that it reported; without one, for the most that it can have used.
 *    A refusal costs nothing.
 */
import { costNanoUsd, type Price } from '../model/price.ts';
import type { Received } from '../model/reply.ts';
import type { Request } from '../model/request.ts';

/** What one model costs, and how much it can take in and give out in one call. */
export interface Tariff {
  readonly price: Price;
  readonly contextTokens: number;
}

export interface Budget {
  readonly calls: number;
  /** Whole nano-dollars. */
  readonly nanoUsd: number;
}

export interface Spent {
  readonly calls: number;
  readonly nanoUsd: number;
}

/** A call that may be made; settle it once. */
export interface Reservation {
  settle(received: Received): void;
}

export class Ledger {
  private calls = 0;
  private settledNanoUsd = 0;
  private reservedNanoUsd = 0;
  private readonly budget: Budget;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  get spent(): Spent {
    return { calls: this.calls, nanoUsd: this.settledNanoUsd };
  }

  /** Reserves the worst case of a call, or says why it may not be made. */
  reserve(request: Request, { price, contextTokens }: Tariff): Reservation | string {
    const { calls, nanoUsd } = this.budget;
    if (this.calls >= calls) return `the budget of ${calls} calls is used up`;
    const most = {
      inputTokens: Math.min(bytesOf(request), contextTokens),
      outputTokens: mostOutput(request, contextTokens),
    };
    const worstNanoUsd = costNanoUsd(price, most);
    const left = nanoUsd - this.settledNanoUsd - this.reservedNanoUsd;
    if (worstNanoUsd > left)
      return `this call might cost ${dollars(worstNanoUsd)}, and ${dollars(left)} of the budget of ${dollars(nanoUsd)} is left`;
    this.calls++;
    this.reservedNanoUsd += worstNanoUsd;
    return {
      settle: ({ version, text, usage, refused }) => {
        this.reservedNanoUsd -= worstNanoUsd;
        if (refused || (version === null && !usage)) return;
        const used = usage ?? { ...most, outputTokens: Math.min(byteLength(text), most.outputTokens) };
        this.settledNanoUsd += costNanoUsd(price, used);
      },
    };
  }
}

/** A token is at least a byte, so a text has at most as many tokens as bytes. */
function bytesOf(request: Request): number {
  switch (request.kind) {
    case 'chat':
      return byteLength(
        JSON.stringify(request.messages) +
          JSON.stringify(request.format ?? null) +
          (request.tools ? JSON.stringify(request.tools) : ''),
      );
    case 'retrieve':
      return byteLength(request.query);
    case 'embed':
      return request.texts.reduce((sum, text) => sum + byteLength(text), 0);
    case 'tool':
      return byteLength(JSON.stringify(request.input));
  }
}

function mostOutput(request: Request, contextTokens: number): number {
  if (request.kind === 'tool') return 1; // a service is billed by the call
  if (request.kind !== 'chat') return 0;
  return Math.min(request.maxTokens ?? contextTokens, contextTokens);
}

const encoder = new TextEncoder();
const byteLength = (text: string): number => encoder.encode(text).length;

/** Cents and above with four decimals, less with all nine. */
const dollars = (nanoUsd: number): string => `$${(nanoUsd / 1e9).toFixed(nanoUsd < 10_000_000 ? 9 : 4)}`;
