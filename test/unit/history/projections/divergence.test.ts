import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { History } from '../../../../src/history/events.ts';
import { hashHistory } from '../../../../src/history/hash.ts';
import {
  firstDivergence,
  RECORDED_AND_NOW,
  whatDiffers,
} from '../../../../src/history/projections/divergence.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';

const told = (reply = 'Hello.', atMs = 900): History =>
  new HistoryBuilder()
    .world()
    .run([declared('answer', ['gpt-4o'])])
    .start('answer')
    .try('answer', 'gpt-4o')
    .at(atMs)
    .answered('answer', { text: reply, tokens: [10, 2] })
    .done('answer', reply)
    .finish('returned', { value: reply })
    .end().history;

/** A copy with one event changed. */
const changed = (history: History, seq: number, change: object): History =>
  history.map((event) => (event.seq === seq ? { ...event, ...change } : event));

describe('two histories', () => {
  test('that are the same do not part', () => {
    expect(firstDivergence(told(), told())).toBeNull();
  });

  test('part at the first event that differs, which is pointed at in words', () => {
    const [a, b] = [told('Hello.'), told('Goodbye.')];
    expect(firstDivergence(a, b)).toEqual({
      seq: 4,
      a: a[4],
      b: b[4],
      what: 'event 4, attempt 1 of answer at gpt-4o finished: reply.text is “Hello.” in the first, “Goodbye.” in the second',
    });
  });

  test('of which one ends earlier part there', () => {
    const whole = told();
    expect(firstDivergence(whole, whole.slice(0, 3))?.what).toBe(
      'event 3, attempt 1 of answer at gpt-4o started, comes in the first only',
    );
    expect(firstDivergence(whole.slice(0, 7), whole, RECORDED_AND_NOW)).toMatchObject({
      seq: 7,
      a: null,
      what: 'event 7, the world ended, comes now only',
    });
    expect(firstDivergence([], [])).toBeNull();
  });

  test('that differ in time alone say both times', () => {
    expect(firstDivergence(told('Hello.', 900), told('Hello.', 901))?.what).toBe(
      'event 4, attempt 1 of answer at gpt-4o finished, comes at 900 ms in the first, at 901 ms in the second',
    );
  });

  test('that do other things name both', () => {
    const a = told();
    const b = changed(a, 2, { type: 'step.skipped', reason: 'not needed' });
    expect(firstDivergence(a, b, RECORDED_AND_NOW)?.what).toBe(
      'event 2 is “step answer started” in the recording, “step answer skipped” now',
    );
  });

  test('may differ in what is not hashed', () => {
    const a = told();
    const b = changed(a, 0, { $unhashed: { engine: 'another' } });
    expect(firstDivergence(a, b)).toBeNull();
  });

  test('are compared from a given event on', () => {
    const a = told();
    const b = changed(a, 0, { code: 'another' });
    expect(firstDivergence(a, b)?.seq).toBe(0);
    expect(firstDivergence(a, b, undefined, 1)).toBeNull();
  });
});

describe('a difference', () => {
  test('deep in long texts is shown where they part', () => {
    const long = 'The invoice of May was paid twice, and the customer asks for one of the payments back.';
    const a = told(long);
    const b = told(long.replace('twice', 'once'));
    expect(firstDivergence(a, b)?.what).toMatch(
      /reply\.text is “…ay was paid twice, and .*…” in the first, “…ay was paid once, and .*…” in the second$/,
    );
  });

  test('in a field that only one has says so', () => {
    const a = told();
    const b = changed(a, 3, { hedge: true });
    expect(firstDivergence(a, b)?.what).toContain('hedge is absent in the first, true in the second');
  });

  test('of nothing but the order of fields says that', () => {
    const a = told();
    const event = a[2]!;
    const { seq, ...others } = event;
    expect(whatDiffers(2, event, { ...others, seq })).toBe(
      'event 2, step answer started: its fields stand in another order',
    );
  });
});

test('there is a first divergence exactly where the hashes differ', () => {
  const word = fc.constantFrom('Hello.', 'Goodbye.', '');
  const time = fc.integer({ min: 0, max: 2 });
  fc.assert(
    fc.property(word, time, word, time, (x, t, y, u) => {
      const [a, b] = [told(x, t), told(y, u)];
      const found = firstDivergence(a, b);
      expect(found === null).toBe(hashHistory(a) === hashHistory(b));
      if (found) expect(a.slice(0, found.seq)).toEqual(b.slice(0, found.seq));
    }),
  );
});
