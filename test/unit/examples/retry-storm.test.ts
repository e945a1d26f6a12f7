import { describe, expect, test } from 'vitest';
import broken from '../../../src/examples/retry-storm-broken/retry-storm-broken.ts';
import brownOut from '../../../src/examples/retry-storm-broken/brown-out.scenario.json' with { type: 'json' };
import calm from '../../../src/examples/retry-storm-broken/calm.scenario.json' with { type: 'json' };
import noRetry from '../../../src/examples/retry-storm-broken/no-retry.scenario.json' with { type: 'json' };
import fixed from '../../../src/examples/retry-storm-fixed/retry-storm-fixed.ts';
import { play, returned } from '../../support/play-scenario.ts';

interface Day {
  readonly served: number;
  readonly lost: number;
  readonly recoveryMs: number;
}
const TEN_MINUTES = 600_000;
const SEEDS = [10, 11, 12];
const { customers } = brownOut.input;
const [fault] = brownOut.faults.faults;

test('the brown-out lasts twenty seconds, and the load that it meets is one that the service can carry', async () => {
  expect(fault!.window[1]! - fault!.window[0]!).toBe(20_000);
  expect(returned<Day>(await play(broken, calm))).toEqual({ served: customers, lost: 0, recoveryMs: 0 });
});

describe('retries without budget or jitter', () => {
  test('turn it into an outage of ten minutes, in every world', { timeout: 30_000 }, async () => {
    for (const seed of SEEDS) {
      const { recoveryMs, lost } = returned<Day>(await play(broken, brownOut, { seed }));
      expect(recoveryMs, `seed ${seed}`).toBeGreaterThan(TEN_MINUTES);
      expect(lost, `seed ${seed}`).toBeGreaterThan(customers * 0.9);
    }
  });

  test('are what does it: without them the outage is over within seconds', async () => {
    for (const seed of SEEDS) {
      const { recoveryMs } = returned<Day>(await play(broken, noRetry, { seed }));
      expect(recoveryMs, `seed ${seed}`).toBeLessThan(10_000);
    }
  });

  test('keep the service busy with answers that nobody waits for', async () => {
    const world = await play(broken, brownOut);
    const meanwhile = ({ t }: { readonly t: number }) => t > 60_000 && t < TEN_MINUTES;
    const late = world.events('call.settled').filter(meanwhile);
    const inTime = world.events('attempt.finished').filter((e) => meanwhile(e) && e.outcome === 'ok');
    expect(late.length).toBeGreaterThan(1_000);
    expect(inTime).toEqual([]);
  });
});

describe('a retry budget, full jitter and a breaker', () => {
  test('serve again seconds after the fault has ended, in every world', { timeout: 30_000 }, async () => {
    for (let seed = 0; seed < 5; seed++) {
      const { recoveryMs, served } = returned<Day>(await play(fixed, brownOut, { seed }));
      expect(recoveryMs, `seed ${seed}`).toBeLessThan(10_000);
      expect(served, `seed ${seed}`).toBeGreaterThan(customers * 0.95);
    }
  });

  test('lose nobody on a calm day', async () => {
    expect(returned<Day>(await play(fixed, calm))).toEqual({ served: customers, lost: 0, recoveryMs: 0 });
  });

  test('open the breaker in the brown-out and close it after', async () => {
    const { events } = await play(fixed, brownOut);
    const breaker = events('policy.changed').filter(({ policy }) => policy === 'breaker');
    const [first, last] = [breaker[0]!, breaker.at(-1)!];
    expect(first.to).toBe('open');
    expect(first.t).toBeLessThan(fault!.window[1]!);
    expect(last.to).toBe('closed');
    expect(last.t).toBeGreaterThan(fault!.window[1]!);
  });

  test('wait before each try again, each as long as was drawn for it', async () => {
    const { events } = await play(fixed, brownOut);
    const waits = events('backoff.started').map(({ delayMs }) => delayMs);
    expect(new Set(waits).size).toBeGreaterThan(waits.length / 2);
    expect(Math.max(...waits)).toBeLessThan(8_000);
    expect(events('retry.denied').some(({ reason }) => reason === 'budget')).toBe(true);
  });
});
