import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/base/json.ts';
import { always, ask } from './requests.ts';

const call = (model: string, input: Json, idempotencyKey?: string, at = 0.5) => {
  const { text, ...rest } = ask(
    model,
    { kind: 'tool', model, input, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) },
    always(at),
  );
  return { ...rest, answer: JSON.parse(text!) as Record<string, unknown> };
};

describe('the order book', () => {
  test.for(['ORD-1042', 'ord-1042', 'INV-2025-0381'])('finds an order by %s', (name) => {
    expect(call('orders', { order: name })).toMatchObject({
      answer: { order: 'ORD-1042', amountUsd: 132, payments: 2 },
      effect: false,
    });
  });

  test('finds all that were placed with an address', () => {
    expect(call('orders', { email: 'ada@brightwater.example' }).answer['orders']).toHaveLength(2);
  });

  test('says what it was asked for when it knows of none', () => {
    expect(call('orders', { order: 'ORD-9999' }).answer['error']).toContain(
      "no order is known as 'ORD-9999'",
    );
    expect(call('orders', null).answer['error']).toContain('no order is known as ;');
  });
});

describe('payments', () => {
  test('pay back in full, or a part', () => {
    expect(call('payments', { order: 'ORD-1050' })).toMatchObject({
      answer: { order: 'ORD-1050', amountUsd: 249, status: 'done' },
      effect: true,
    });
    expect(call('payments', { order: 'ORD-1050', amountUsd: 10 }).answer['amountUsd']).toBe(10);
  });

  test('pay back what was paid, and not a cent more', () => {
    expect(call('payments', { order: 'ORD-1042', amountUsd: 264 }).effect).toBe(true);
    expect(call('payments', { order: 'ORD-1042', amountUsd: 264.01 })).toMatchObject({
      answer: { error: 'ORD-1042 was paid with 264 USD, so 264.01 USD cannot be refunded' },
      effect: false,
    });
    expect(call('payments', { order: 'ORD-1042', amountUsd: 0 }).effect).toBe(false);
  });

  test('refuse what was refunded, was never paid, or is unknown', () => {
    const refused = ['ORD-1045', 'ORD-1048', 'ORD-1'].map((order) => call('payments', { order }));
    expect(refused.map(({ effect }) => effect)).toEqual([false, false, false]);
    expect(refused.map(({ answer }) => answer['error'])).toEqual([
      'ORD-1045 was refunded before',
      'ORD-1048 was never paid: its payment is failed',
      expect.stringContaining("'ORD-1'"),
    ]);
  });

  test('number a refund by its key, and without one by the call', () => {
    const number = (key?: string, at?: number) =>
      call('payments', { order: 'ORD-1050' }, key, at).answer['refund'];
    expect(number('k', 0.1)).toBe(number('k', 0.9));
    expect(number('k')).not.toBe(number('l'));
    expect(number(undefined, 0.1)).not.toBe(number(undefined, 0.9));
  });
});

describe('the customer book', () => {
  test.for(['lena@nordlicht.example', 'Lena Fuchs', 'nordlicht'])('finds a customer by %s', (name) => {
    expect(call('crm', { customer: name })).toMatchObject({
      answer: { name: 'Lena Fuchs', region: 'eu' },
      effect: false,
    });
  });

  test('keeps a note, which is an effect', () => {
    expect(call('crm', { email: 'lena@nordlicht.example', note: 'called' })).toMatchObject({
      answer: { noted: true },
      effect: true,
    });
    expect(call('crm', { email: 'nobody@nowhere.example', note: 'x' })).toMatchObject({ effect: false });
  });
});

describe('the web search', () => {
  test('finds pages, best first, with their addresses', () => {
    const { answer, effect } = call('web-search', { query: 'screen of the wall terminal stays dark' });
    const results = answer['results'] as { title: string; url: string; score: number }[];
    expect(results[0]).toMatchObject({ url: 'https://web.example/terminal-repair' });
    expect(results.map(({ score }) => score)).toEqual(
      results.map(({ score }) => score).sort((a, b) => b - a),
    );
    expect(effect).toBe(false);
  });

  test('may find nothing', () => {
    expect(call('web-search', { query: 'zzz' }).answer).toEqual({ results: [] });
    expect(call('web-search', null).answer).toEqual({ results: [] });
  });

  test('is billed by the call', () => {
    expect(call('web-search', { query: 'tax' }).usage).toEqual({ inputTokens: 0, outputTokens: 1 });
  });
});
