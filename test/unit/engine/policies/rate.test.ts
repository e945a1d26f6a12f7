import { describe, expect, test } from 'vitest';
import {
  giveBack,
  newRate,
  ratePolicy,
  reserve,
  settle,
  type RateOption,
  type RateState,
} from '../../../../src/engine/policies/rate.ts';

/** Reserves at each moment; gives the waits, or 'no'. */
function waits(option: RateOption, asks: readonly (readonly [ms: number, tokens?: number])[]) {
  const rate = ratePolicy(option);
  let state = newRate(rate, 0);
  return asks.map(([ms, tokens = 0]) => {
    const asked = reserve(rate, state, tokens, ms);
    state = asked.state;
    return asked.ok ? asked.waitMs : 'no';
  });
}

describe('a rate limit by requests', () => {
  test('lets a full bucket out at once, and the next when a share has flowed in', () => {
    expect(waits({ requests: 2, per: '1s', wait: '1s' }, [[0], [0], [0], [0]])).toEqual([0, 0, 500, 1_000]);
  });

  test('refuses what would wait longer than it may, and takes nothing for it', () => {
    const asks = [[0], [0], [0], [499], [500]] as const;
    expect(waits({ requests: 2, per: '1s' }, asks)).toEqual([0, 0, 'no', 'no', 0]);
  });

  test('waits a whole millisecond where a share is a fraction of one', () => {
    expect(waits({ requests: 3, per: '1s', wait: '1s' }, [[0], [0], [0], [0], [0]])).toEqual([
      0, 0, 0, 334, 667,
    ]);
  });

  test('never holds more than a full bucket, however long nothing was asked', () => {
    expect(waits({ requests: 2, per: '1s' }, [[0], [100_000_000], [100_000_000], [100_000_000]])).toEqual([
      0,
      0,
      0,
      'no',
    ]);
  });
});

describe('a rate limit by tokens', () => {
  const rate = ratePolicy({ tokens: 1_000, per: '1s', wait: '10s' });
  const reserved = (tokens: number, before: RateState = newRate(rate, 0)): RateState =>
    reserve(rate, before, tokens, 0).state;

  test('gives back what was reserved and not used', () => {
    const state = settle(rate, reserved(900), 900, 300, 0);
    expect(reserve(rate, state, 700, 0)).toMatchObject({ ok: true, waitMs: 0 });
    expect(reserve(rate, state, 701, 0)).toMatchObject({ ok: true, waitMs: 1 });
  });

  test('owes what was used beyond the reserve', () => {
    const state = settle(rate, reserved(100), 100, 1_600, 0);
    expect(reserve(rate, state, 0, 0)).toMatchObject({ waitMs: 600 });
  });

  test('gives all of it back when the call never went out, and not more than fits', () => {
    expect(giveBack(rate, reserved(900), { turn: 1, atMs: 0 }, 900, 0)).toMatchObject({
      tokens: { level: 1_000_000 },
    });
    const other = reserve(rate, reserved(900), 50, 0).state;
    expect(giveBack(rate, other, { turn: 1, atMs: 0 }, 900, 900)).toBe(other);
  });

  test('gives a turn that was not taken back as if it had never been, if no other was promised since', () => {
    const one = ratePolicy({ requests: 1, per: '1s', wait: '10s' });
    const first = reserve(one, newRate(one, 0), 0, 0).state;
    const second = reserve(one, first, 0, 0).state;
    expect(reserve(one, giveBack(one, second, { turn: 2, atMs: 1_000 }, 0, 500), 0, 500)).toMatchObject({
      waitMs: 500,
    });
  });

  test('gives a turn before those of others to nobody who would make two of theirs', () => {
    const turns = (requests: number) => {
      const some = ratePolicy({ requests, per: '1s', wait: '10s' });
      const three = Array.from({ length: requests + 2 }).reduce<RateState>(
        (state) => reserve(some, state, 0, 0).state,
        newRate(some, 0),
      );
      return [
        some,
        three,
        giveBack(some, three, { turn: requests + 1, atMs: 1_000 / requests }, 0, 0),
      ] as const;
    };
    const [one, , oneGiven] = turns(1);
    expect(reserve(one, oneGiven, 0, 0)).toMatchObject({ waitMs: 3_000 });
    const [two, twoKept, twoGiven] = turns(2);
    expect(reserve(two, twoKept, 0, 0)).toMatchObject({ waitMs: 1_500 });
    expect(reserve(two, twoGiven, 0, 0)).toMatchObject({ waitMs: 1_000 });
  });

  test('refuses for good what never fits', () => {
    expect(reserve(rate, newRate(rate, 0), 1_000, 0)).toMatchObject({ ok: true });
    expect(reserve(rate, newRate(rate, 0), 1_001, 0)).toMatchObject({ ok: false, waitMs: null });
  });

  test('holds both limits when both are given', () => {
    const option: RateOption = { requests: 10, tokens: 100, per: '1s', wait: '1s' };
    expect(
      waits(option, [
        [0, 100],
        [0, 50],
        [500, 1],
      ]),
    ).toEqual([0, 500, 10]);
  });
});

describe('a rate policy', () => {
  test.each([
    [{ per: '1s' }, 'rate limits nothing'],
    [{ requests: 0, per: '1s' }, 'rate.requests is 0'],
    [{ tokens: -1, per: '1s' }, 'rate.tokens is -1'],
    [{ requests: 1, per: '0s' }, "rate.per is '0s'"],
    [{ requests: 1, per: '2h' }, "rate.per is '2h'"],
    [{ requests: 1, per: 'minute' }, "rate.per is 'minute'"],
    [{ requests: 1, per: '1s', burst: 3 }, "rate has no 'burst'"],
  ])('%j is refused by name', (option, why) => {
    expect(() => ratePolicy(option as unknown as RateOption)).toThrow(why);
  });
});
