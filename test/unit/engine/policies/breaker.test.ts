import { describe, expect, test } from 'vitest';
import {
  admit,
  breakerPolicy,
  newBreaker,
  record,
  type Breaker,
  type BreakerOption,
  type BreakerState,
} from '../../../../src/engine/policies/breaker.ts';

/** A breaker with its state, as a test drives it by hand. */
class Driven {
  state: BreakerState = newBreaker();
  readonly breaker: Breaker;

  constructor(option: BreakerOption) {
    this.breaker = breakerPolicy(option);
  }

  admit(ms: number): number | null {
    const { state, generation } = admit(this.breaker, this.state, ms);
    this.state = state;
    return generation;
  }

  end(generation: number, verdict: 'well' | 'unwell' | 'nothing', ms: number): string {
    this.state = record(this.breaker, this.state, generation, verdict, ms);
    return this.state.is;
  }

  /** Admits and ends a call in one moment. */
  call(verdict: 'well' | 'unwell', ms: number): string {
    const generation = this.admit(ms);
    return generation === null ? 'kept away' : this.end(generation, verdict, ms);
  }
}

const fiveInAMinute = (): Driven => new Driven({ failures: 5, within: '1m', open: '30s' });
const half = (): Driven => new Driven({ ratio: 0.5, of: 4, within: '10s', open: '5s' });

describe('a breaker of five failures in a minute', () => {
  test('trips at the fifth, stamped at its end, and not at the fourth', () => {
    const driven = fiveInAMinute();
    for (const ms of [0, 1, 2, 3]) expect(driven.call('unwell', ms)).toBe('closed');
    expect(driven.call('unwell', 59_999)).toBe('open');
    expect(driven.state).toMatchObject({ untilMs: 89_999 });
  });

  test('lets a failure go that is exactly a minute old, and counts one that is a millisecond younger', () => {
    const exact = fiveInAMinute();
    for (const ms of [0, 10_000, 20_000, 30_000]) exact.call('unwell', ms);
    expect(exact.call('unwell', 60_000)).toBe('closed');
    const younger = fiveInAMinute();
    for (const ms of [0, 10_000, 20_000, 30_000]) younger.call('unwell', ms);
    expect(younger.call('unwell', 59_999)).toBe('open');
  });

  test('stays closed after four failures, ten idle minutes and one more (case 9)', () => {
    const driven = fiveInAMinute();
    for (const ms of [0, 1, 2, 3]) driven.call('unwell', ms);
    expect(driven.call('unwell', 600_000)).toBe('closed');
  });

  test('does not forget failures because calls succeed between them', () => {
    const driven = fiveInAMinute();
    for (const ms of [0, 10, 20, 30]) {
      driven.call('unwell', ms);
      driven.call('well', ms + 5);
    }
    expect(driven.call('unwell', 40)).toBe('open');
  });

  test('makes one change of many failures of one moment (case 8)', () => {
    const driven = fiveInAMinute();
    const generations = [0, 0, 0, 0, 0, 0, 0, 0].map((ms) => driven.admit(ms)!);
    generations.slice(0, 5).forEach((generation) => driven.end(generation, 'unwell', 100));
    const { state } = driven;
    expect(state).toMatchObject({ is: 'open', generation: 1 });
    generations.slice(5).forEach((generation) => driven.end(generation, 'unwell', 100));
    expect(driven.state).toBe(state);
  });
});

describe('an open breaker', () => {
  const opened = (): Driven => {
    const driven = new Driven({ failures: 1, within: '1m', open: '30s', lease: '10s' });
    driven.call('unwell', 0);
    return driven;
  };

  test('keeps calls away until its time is over, and lets one probe out at that millisecond', () => {
    const driven = opened();
    expect(driven.admit(29_999)).toBeNull();
    expect(driven.admit(30_000)).not.toBeNull();
    expect(driven.state.is).toBe('half-open');
    expect(driven.admit(30_000)).toBeNull();
  });

  test('closes when the probe is answered, with nothing against it', () => {
    const driven = opened();
    const probe = driven.admit(30_000)!;
    expect(driven.end(probe, 'well', 30_500)).toBe('closed');
    expect(driven.state).toMatchObject({ failed: { from: 0, to: 0 } });
  });

  test('opens again when the probe fails, counted from then', () => {
    const driven = opened();
    const probe = driven.admit(30_000)!;
    expect(driven.end(probe, 'unwell', 31_000)).toBe('open');
    expect(driven.admit(60_999)).toBeNull();
    expect(driven.admit(61_000)).not.toBeNull();
  });

  test('replaces a probe that hangs when its lease runs out, and ignores what it says later (case 6)', () => {
    const driven = opened();
    const hung = driven.admit(30_000)!;
    expect(driven.admit(39_999)).toBeNull();
    const second = driven.admit(40_000)!;
    expect(second).not.toBe(hung);
    expect(driven.end(hung, 'well', 40_001)).toBe('half-open');
    expect(driven.end(second, 'unwell', 40_002)).toBe('open');
  });

  test('lets the next one try at once when a probe was given up', () => {
    const driven = opened();
    const probe = driven.admit(30_000)!;
    driven.end(probe, 'nothing', 30_100);
    expect(driven.admit(30_100)).not.toBeNull();
  });

  test('ignores a straggler from before it tripped (case 7)', () => {
    const driven = new Driven({ failures: 2, within: '1m', open: '30s' });
    const [straggler, a, b] = [driven.admit(0)!, driven.admit(0)!, driven.admit(0)!];
    driven.end(a, 'unwell', 1);
    driven.end(b, 'unwell', 2);
    const probe = driven.admit(30_002)!;
    expect(driven.end(straggler, 'unwell', 30_003)).toBe('half-open');
    expect(driven.end(straggler, 'well', 30_004)).toBe('half-open');
    expect(driven.end(probe, 'well', 30_005)).toBe('closed');
  });
});

describe('a breaker by ratio', () => {
  test('says nothing before there are enough calls', () => {
    const driven = half();
    for (const ms of [0, 1, 2]) expect(driven.call('unwell', ms)).toBe('closed');
    expect(driven.call('unwell', 3)).toBe('open');
  });

  test('trips at exactly the ratio, and not one call below (case 10)', () => {
    const at = half();
    at.call('well', 0);
    at.call('unwell', 1);
    at.call('well', 2);
    expect(at.call('unwell', 3)).toBe('open');
    const below = half();
    below.call('well', 0);
    below.call('unwell', 1);
    below.call('well', 2);
    expect(below.call('well', 3)).toBe('closed');
    expect(below.call('unwell', 4)).toBe('closed');
  });

  test('compares decimals as they are written: 3 of 30 is 0.1', () => {
    const driven = new Driven({ ratio: 0.1, of: 30, within: '1m' });
    for (let ms = 0; ms < 27; ms++) driven.call('well', ms);
    driven.call('unwell', 27);
    driven.call('unwell', 28);
    expect(driven.call('unwell', 29)).toBe('open');
  });

  test('leaves what it kept away out of its count (opossum puts it in)', () => {
    const driven = half();
    for (const ms of [0, 1, 2, 3]) driven.call('unwell', ms);
    for (const ms of [4, 5, 6]) expect(driven.call('well', ms)).toBe('kept away');
    const probe = driven.admit(5_003)!;
    driven.end(probe, 'well', 5_004);
    expect(driven.state).toMatchObject({ ended: { from: 0, to: 0 } });
  });

  test('lets a call out of its window when it is exactly as old as that', () => {
    const last = (ms: number): string => {
      const driven = half();
      driven.call('unwell', 0);
      driven.call('unwell', 1);
      driven.call('well', 2);
      return driven.call('well', ms);
    };
    expect(last(9_999)).toBe('open');
    expect(last(10_000)).toBe('closed');
  });
});

describe('a breaker policy', () => {
  test.each([
    [{ failures: 0, within: '1m' }, 'breaker.failures is 0'],
    [{ failures: 1.5, within: '1m' }, 'breaker.failures is 1.5'],
    [{ failures: 5, within: '0s' }, 'breaker.within is zero'],
    [{ failures: 5, within: '1m', open: '0s' }, 'breaker.open is zero'],
    [{ failures: 5, within: '1m', lease: '0s' }, 'breaker.lease is zero'],
    [{ failures: 5, within: '5 minutes' }, "breaker.within is '5 minutes'"],
    [{ ratio: 0, of: 10, within: '1m' }, 'breaker.ratio is 0'],
    [{ ratio: 1.1, of: 10, within: '1m' }, 'breaker.ratio is 1.1'],
    [{ ratio: 0.5, of: 0, within: '1m' }, 'breaker.of is 0'],
    [{ failures: 5, within: '1m', on: ['never'] }, "breaker.on names 'never'"],
    [{ failures: 5, within: '1m', opens: '1s' }, "breaker has no 'opens'"],
  ])('%j is refused by name', (option, why) => {
    expect(() => breakerPolicy(option as unknown as BreakerOption)).toThrow(why);
  });
});
