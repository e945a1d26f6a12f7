import { describe, expect, test } from 'vitest';
import { uniform } from '../../../src/base/keyed-random.ts';
import { runId } from '../../../src/base/units.ts';
import { firingsAsPlan } from '../../../src/faults/firing.ts';
import { EMPTY_PLAN, type Fault } from '../../../src/faults/plan.ts';
import { strikes } from '../../../src/faults/strike.ts';
import { EMPTY_TALLY, unmet, type Tally } from '../../../src/faults/tally.ts';
import { callOf, faultOf, replyOf, under } from './calls.ts';

const hits = (fault: Fault, call = callOf()): boolean => under([fault], call).strikes.length > 0;

/** Which of the calls 1, 2, 3 … to one endpoint are struck. */
function struckAmong(fault: Fault, calls: number): number[] {
  let tally: Tally = EMPTY_TALLY;
  return Array.from({ length: calls }, (_, i) => i + 1).filter((ordinal) => {
    const applied = under([fault], callOf({ step: `s${ordinal}`, ordinal }), replyOf('a', 'b'), tally);
    tally = applied.tally;
    return applied.strikes.length > 0;
  });
}

describe('match', () => {
  test('means every call where it says nothing', () => {
    expect(hits(faultOf('blackhole'))).toBe(true);
    expect(hits(faultOf('blackhole', { match: {} }))).toBe(true);
  });

  test('means a model, an attempt, a call by its number', () => {
    expect(hits(faultOf('blackhole', { match: { model: 'gpt-4o' } }))).toBe(true);
    expect(hits(faultOf('blackhole', { match: { model: 'gpt-4o-mini' } }))).toBe(false);
    expect(hits(faultOf('blackhole', { match: { attempt: 2 } }))).toBe(false);
    expect(hits(faultOf('blackhole', { match: { attempt: 2 } }), callOf({ attempt: 2 }))).toBe(true);
    expect(struckAmong(faultOf('blackhole', { match: { call: 3 } }), 5)).toEqual([3]);
  });

  test.each([
    ['answer', 'answer', true],
    ['turn[2]/search', 'turn[2]/search', true],
    ['turn[2]/search', 'search', true],
    ['label[b]', 'label', true],
    ['turn[a/b]/label[c/d]', 'label', true],
    ['turn[2]/search', 'turn', false],
    ['research', 'search', false],
    ['label[b]', 'b', false],
  ])('reads the step %s as %s: %s', (step, wanted, expected) => {
    expect(hits(faultOf('blackhole', { match: { step: wanted } }), callOf({ step }))).toBe(expected);
  });
});

describe('window, rate, after and count', () => {
  test('a window holds calls that start in it: from inclusive, to exclusive', () => {
    const limited = faultOf('rate_limit', { window: [100, 200] });
    expect([99, 100, 199, 200].map((startMs) => hits(limited, callOf({ startMs })))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test('a rate draws for each call from its own key', () => {
    const fault = faultOf('rate_limit', { id: 'r', rate: 0.3 });
    const expected = Array.from({ length: 300 }, (_, i) => i + 1).filter(
      (n) => uniform(1, 'fault:r', `r1/s${n}#1@gpt-4o`) < 0.3,
    );
    expect(struckAmong(fault, 300)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(60);
    expect(expected.length).toBeLessThan(120);
    expect(struckAmong({ ...fault, rate: 0 }, 50)).toEqual([]);
    expect(struckAmong({ ...fault, rate: 1 }, 3)).toEqual([1, 2, 3]);
  });

  test('after lets calls pass, count ends it: fail twice, then work', () => {
    expect(struckAmong(faultOf('rate_limit', { count: 2 }), 5)).toEqual([1, 2]);
    expect(struckAmong(faultOf('rate_limit', { after: 2 }), 5)).toEqual([3, 4, 5]);
    expect(struckAmong(faultOf('rate_limit', { after: 1, count: 2 }), 5)).toEqual([2, 3]);
  });

  test('after counts only calls that match and start in the window', () => {
    const fault = faultOf('rate_limit', { after: 1, window: [100, 200], match: { model: 'gpt-4o' } });
    let tally: Tally = EMPTY_TALLY;
    const struck = [
      callOf({ startMs: 50 }),
      callOf({ startMs: 100, model: 'claude-3-haiku' }),
      callOf({ startMs: 110, attempt: 2 }),
      callOf({ startMs: 120, attempt: 3 }),
    ].map((call) => {
      const applied = under([fault], call, replyOf('a'), tally);
      tally = applied.tally;
      return applied.strikes.length;
    });
    expect(struck).toEqual([0, 0, 0, 1]);
    expect(tally.get('rate_limit')).toEqual({ matched: 2, struck: 1 });
  });

  test('an edit that cannot apply does not use up the count', () => {
    const fault = faultOf('bad_format', { how: 'type', count: 1 });
    const first = under([fault], callOf(), replyOf('plain'));
    const second = under([fault], callOf({ attempt: 2 }), replyOf('{"a":1}'), first.tally);
    expect([first.strikes.length, second.strikes.length]).toEqual([0, 1]);
  });
});

describe('firings', () => {
  const inWindow = { window: [0, 1000] };

  test('are one a window on an endpoint where a fault takes every call of it', () => {
    const firing = (given: object) =>
      under([faultOf('rate_limit', { id: 'f', ...given })]).strikes[0]?.firing;
    const single = 'f:r1/answer#1@gpt-4o';
    expect(firing(inWindow)).toBe('f@gpt-4o[0,1000)');
    expect(firing({ ...inWindow, match: { model: 'gpt-4o' } })).toBe('f@gpt-4o[0,1000)');
    expect(firing({})).toBe(single);
    for (const chosen of [
      { count: 2 },
      { match: { attempt: 1 } },
      { match: { step: 'answer' } },
      { match: { call: 1 } },
    ])
      expect(firing({ ...inWindow, ...chosen })).toBe(single);
  });

  test('as a plan keep their faults, their ids and nothing else', () => {
    const plan = { faults: [faultOf('latency', { id: 'a' }), faultOf('rate_limit', { id: 'ab' })] };
    const small = firingsAsPlan(plan, [
      'ab:r1/answer#1@gpt-4o',
      'zz:r1/answer#1@gpt-4o',
      'ab:r1/answer#1@gpt-4o',
    ]);
    expect(small.faults).toEqual([{ ...plan.faults[1], only: ['ab:r1/answer#1@gpt-4o'] }]);
    expect(firingsAsPlan(plan, [])).toEqual(EMPTY_PLAN);
  });

  test('that are one call strike it wherever a smaller plan has moved it, and whatever came before it', () => {
    const fault = faultOf('rate_limit', { id: 'f', window: [100, 200], after: 5, rate: 0.01 });
    const [pinned] = firingsAsPlan({ faults: [fault] }, ['f:r1/answer#2@gpt-4o']).faults;
    expect(hits(pinned!, callOf({ attempt: 2, startMs: 5000 }))).toBe(true);
    expect(hits(pinned!, callOf({ attempt: 1, startMs: 150 }))).toBe(false);
  });

  test('that are a window strike every call in it, on their endpoint only', () => {
    const fault = faultOf('outage', { id: 'f', window: [100, 200] });
    const [pinned] = firingsAsPlan({ faults: [fault] }, ['f@gpt-4o[100,200)']).faults;
    expect(hits(pinned!, callOf({ startMs: 150, run: runId('r9') }))).toBe(true);
    expect(hits(pinned!, callOf({ startMs: 250 }))).toBe(false);
    expect(hits(pinned!, callOf({ startMs: 150, model: 'claude-3-haiku' }))).toBe(false);
  });

  test('that are one call of an outage still break it off in flight', () => {
    const fault = faultOf('outage', { id: 'f', window: [450, 900], count: 3 });
    const { strikes: struck } = under([fault]);
    const { faults } = firingsAsPlan(
      { faults: [fault] },
      struck.map(({ firing }) => firing),
    );
    expect(under(faults)).toMatchObject({ strikes: struck, parts: under([fault]).parts });
  });
});

describe('strikes', () => {
  test('tells who strikes a call of known extent, without parts', () => {
    const faults = [
      faultOf('latency'),
      faultOf('outage', { window: [300, 400] }),
      faultOf('rate_limit', { after: 1 }),
      faultOf('cut', { match: { model: 'other' } }),
    ];
    const { struck, tally } = strikes({ faults }, EMPTY_TALLY, { ...callOf(), endMs: 500 }, 1);
    expect(struck.map(({ fault }) => fault.id)).toEqual(['latency', 'outage']);
    expect([...tally]).toEqual([
      ['rate_limit', { matched: 1, struck: 0 }],
      ['latency', { matched: 1, struck: 1 }],
      ['outage', { matched: 1, struck: 1 }],
    ]);
    expect(strikes({ faults }, EMPTY_TALLY, { ...callOf(), endMs: 300 }, 1).struck).toHaveLength(1);
  });
});

describe('the tally', () => {
  test('is never changed in place', () => {
    const before: Tally = new Map([['rate_limit', { matched: 4, struck: 2 }]]);
    const { tally } = under([faultOf('rate_limit')], callOf(), replyOf('a'), before);
    expect(before.get('rate_limit')).toEqual({ matched: 4, struck: 2 });
    expect(tally.get('rate_limit')).toEqual({ matched: 5, struck: 3 });
  });

  test('names the faults that struck nothing', () => {
    const faults = [faultOf('latency'), faultOf('rate_limit', { match: { model: 'nobody' } })];
    const { tally } = under(faults);
    expect(unmet({ faults }, tally)).toEqual([faults[1]]);
    expect(unmet({ faults }, EMPTY_TALLY)).toEqual(faults);
  });
});
