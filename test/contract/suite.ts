/** One suite over every way from reply parts to bytes and back. */
import { describe, expect, test } from 'vitest';
import { isLast, type TimedPart } from '../../src/model/reply.ts';
import type { Request } from '../../src/model/request.ts';
import { cases, fallsSilent, readable, type ContractCase } from './cases.ts';

export interface Transport {
  /** Sends the request to a host that answers with these parts. The result drops the call. */
  send(call: ContractCase, onPart: (part: TimedPart) => void, onSeen: (request: Request) => void): () => void;
}

/** Longer than bytes take, short enough to wait in every silent case. */
const QUIET_MS = 60;

export function contractSuite(way: string, transport: () => Transport): void {
  describe(`over ${way}`, () => {
    test.for(cases)('$name', async (call) => {
      const { received, seen } = await exchange(transport(), call);
      expect(seen).toEqual(call.request);
      expect(received.map(({ part }) => part)).toEqual(readable(call));
      const times = received.map(({ atMs }) => atMs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times.every((atMs) => Number.isInteger(atMs) && atMs >= 0)).toBe(true);
    });
  });
}

interface Exchange {
  readonly received: readonly TimedPart[];
  readonly seen: Request | null;
}

/** One call, until its last part, or until it has been silent for a while after what can be read of it. */
function exchange(transport: Transport, call: ContractCase): Promise<Exchange> {
  const received: TimedPart[] = [];
  let seen: Request | null = null;
  return new Promise((resolve) => {
    const expected = readable(call).length;
    const finish = (): void => resolve({ received, seen });
    const quiet = (): void => {
      if (fallsSilent(call.parts) && received.length >= expected && seen)
        setTimeout(() => {
          drop();
          finish();
        }, QUIET_MS);
    };
    const drop = transport.send(
      call,
      (part) => {
        received.push(part);
        if (isLast(part.part)) finish();
        else quiet();
      },
      (request) => {
        seen = request;
        quiet();
      },
    );
  });
}
