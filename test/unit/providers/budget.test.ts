import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { receive, type ReplyPart } from '../../../src/model/reply.ts';
import type { ChatRequest } from '../../../src/model/request.ts';
import { Ledger, type Reservation } from '../../../src/providers/budget.ts';

const tariff = { price: { inputNanoUsd: 1, outputNanoUsd: 10 }, contextTokens: 1000 };
const ask = (content: string, maxTokens?: number): ChatRequest => ({
  kind: 'chat',
  model: 'm',
  messages: [{ role: 'user', content }],
  ...(maxTokens === undefined ? {} : { maxTokens }),
});
const came = (...parts: readonly ReplyPart[]) => receive(parts.map((part) => ({ atMs: 0, part })));
const head: ReplyPart = { type: 'head', version: 'v' };
const usage = (inputTokens: number, outputTokens: number): ReplyPart => ({
  type: 'usage',
  usage: { inputTokens, outputTokens },
});

describe('a budget', () => {
  test('counts the tools that are offered, and a service by the call', () => {
    const spec = { name: 'find', description: 'Finds.', parameters: { type: 'object' } };
    const bare = new Ledger({ calls: 9, nanoUsd: 1_000_000 });
    const worst = (request: Parameters<Ledger['reserve']>[0]): number => {
      const settled = bare.spent.nanoUsd;
      reserved(bare.reserve(request, tariff)).settle(came(head));
      return bare.spent.nanoUsd - settled;
    };
    const offered = worst({ ...ask('Hi', 1), tools: [spec] }) - worst(ask('Hi', 1));
    expect(offered).toBe(JSON.stringify([spec]).length);
    expect(worst({ kind: 'tool', model: 't', input: {} })).toBe(2);
  });

  test('holds back the worst case of every call under way', () => {
    const ledger = new Ledger({ calls: 10, nanoUsd: 15_000 });
    const first = reserved(ledger.reserve(ask('Hi'), tariff));
    expect(ledger.reserve(ask('Hi'), tariff)).toBe(
      'this call might cost $0.000010036, and $0.000004964 of the budget of $0.000015000 is left',
    );
    first.settle(came(head, usage(5, 7), { type: 'end', reason: 'stop' }));
    expect(ledger.spent).toEqual({ calls: 1, nanoUsd: 75 });
    reserved(ledger.reserve(ask('Hi'), tariff));
  });

  test('reserves no more output than was asked for', () => {
    const ledger = new Ledger({ calls: 10, nanoUsd: 1_000 });
    expect(typeof ledger.reserve(ask('Hi'), tariff)).toBe('string');
    reserved(ledger.reserve(ask('Hi', 50), tariff));
  });

  test('charges nothing for a refusal or for a connection that never answered', () => {
    const ledger = new Ledger({ calls: 10, nanoUsd: 1e9 });
    for (const received of [
      came({ type: 'refused', status: 500, kind: 'k', message: 'm' }),
      came({ type: 'broken', how: 'refused' }),
      came(),
    ])
      reserved(ledger.reserve(ask('Hi'), tariff)).settle(received);
    expect(ledger.spent).toEqual({ calls: 3, nanoUsd: 0 });
  });

  test('charges a reply that broke off for the most that it can have been', () => {
    const ledger = new Ledger({ calls: 10, nanoUsd: 1e9 });
    reserved(ledger.reserve(ask('Hi'), tariff)).settle(
      came(head, { type: 'text', text: 'né' }, { type: 'broken', how: 'eof' }),
    );
    const inputTokens = JSON.stringify([{ role: 'user', content: 'Hi' }]).length + 'null'.length;
    expect(ledger.spent.nanoUsd).toBe(inputTokens + 3 * 10);
  });

  test('is never overspent, whatever ends when, while providers keep to the request', () => {
    const step = fc.record({ settle: fc.boolean(), input: fc.nat(30), output: fc.nat(20), pick: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 0, max: 5000 }), (steps, nanoUsd) => {
        const ledger = new Ledger({ calls: 20, nanoUsd });
        const open: Reservation[] = [];
        for (const { settle, input, output, pick } of steps) {
          const [ended] = settle ? open.splice(pick, 1) : [];
          if (ended) ended.settle(came(head, usage(input, output)));
          else {
            const answer = ledger.reserve(ask('Hi', 20), tariff);
            if (typeof answer !== 'string') open.push(answer);
          }
          expect(ledger.spent.nanoUsd).toBeLessThanOrEqual(nanoUsd);
        }
      }),
    );
  });
});

function reserved(answer: Reservation | string): Reservation {
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
}
