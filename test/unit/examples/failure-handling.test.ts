import { describe, expect, test } from 'vitest';
import { failureHandling } from '../../../src/examples/failure-handling/example.ts';
import handling from '../../../src/examples/failure-handling/failure-handling.ts';
import { projectWorld } from '../../../src/history/projections/run-view.ts';
import type { Rehearsed, SomeFault } from '../../support/rehearse-world.ts';
import { shipped } from '../../support/shipped-example.ts';

const { play, scenario } = shipped(handling, failureHandling);
const { input } = scenario('calm');
const overloaded = (count: number, match: object = {}): SomeFault => ({
  id: 'overload',
  kind: 'overloaded',
  match: { model: 'gpt-4o', ...match },
  count,
});
const breakerOf = ({ history }: Rehearsed) =>
  projectWorld(history).policies.find(({ policy, key }) => policy === 'breaker' && key === 'gpt-4o')
    ?.changes ?? [];
/** Letters at these times, of which the first attempt of each fails and the second answers. */
const lettersAt = (...times: number[]) =>
  play('calm', {
    runs: times.map((atMs) => ({ input, atMs })),
    faults: [overloaded(times.length, { attempt: 1, step: 'summary' })],
  });

describe('retry with exponential backoff', () => {
  test('tries three times, waiting at most 1 s, then at most 2 s', async () => {
    const waits: [number[], number[]] = [[], []];
    for (let seed = 0; seed < 200; seed++) {
      const { step } = await play('fallback', { seed });
      expect(step('summary').attempts.filter(({ target }) => target === 'gpt-4o')).toHaveLength(3);
      step('summary').backoffs.forEach(({ delayMs }, i) => waits[i as 0 | 1].push(delayMs));
    }
    expect(waits.map(({ length }) => length)).toEqual([200, 200]);
    expect(Math.max(...waits[0])).toBeLessThan(1_000);
    expect(Math.max(...waits[1])).toBeLessThan(2_000);
    // the second ceiling is twice the first: waits between the two are drawn
    expect(waits[1].filter((ms) => ms >= 1_000).length).toBeGreaterThan(60);
  });

  test('stops waiting as soon as an attempt answers', async () => {
    const { step } = await play('backoff');
    expect(step('summary')).toMatchObject({ state: 'recovered' });
    expect(step('summary').attempts.map(({ target }) => target)).toEqual(['gpt-4o', 'gpt-4o', 'gpt-4o']);
  });
});

describe('the fallback model', () => {
  test('stands in after the third failure, and not after the second', async () => {
    const { step } = await play('fallback');
    expect(step('summary').attempts.at(-1)).toMatchObject({ target: 'claude-3-sonnet', outcome: 'ok' });
    expect(step('summary').fallbacks).toMatchObject([{ from: 'gpt-4o', to: 'claude-3-sonnet' }]);
    const twice = await play('calm', { faults: [overloaded(2)] });
    expect(twice.step('summary').fallbacks).toEqual([]);
  });
});

describe('the circuit breaker', () => {
  test('opens at the fifth failure within a minute, and not at the fourth', async () => {
    expect(breakerOf(await lettersAt(0, 10_000, 20_000, 30_000))).toEqual([]);
    expect(breakerOf(await lettersAt(0, 10_000, 20_000, 30_000, 40_000))).toMatchObject([
      { from: 'closed', to: 'open', because: '5 failures within 60 s' },
    ]);
  });

  test('forgets a failure after a minute', async () => {
    // the failures lie as far apart as the letters: an overloaded model answers at once
    const failedAt = (await lettersAt(0)).step('summary').attempts[0]!.finishedMs!;
    expect(failedAt).toBeLessThan(1_000);
    expect(breakerOf(await lettersAt(0, 15_000, 30_000, 45_000, 58_000))).toHaveLength(1);
    expect(breakerOf(await lettersAt(0, 15_000, 30_000, 45_000, 62_000))).toEqual([]);
  });

  test('keeps all runs away while it is open, and lets a probe find out', async () => {
    const world = await play('breaker');
    const changes = breakerOf(world);
    expect(changes.map(({ to }) => to)).toEqual(['open', 'half-open', 'open', 'half-open', 'closed']);
    for (const [i, { atMs, to }] of changes.entries())
      if (to === 'open') {
        const untilMs = changes[i + 1]!.atMs;
        expect(untilMs - atMs).toBeGreaterThanOrEqual(30_000);
        const called = world
          .events('attempt.started')
          .filter(({ t, target }) => target === 'gpt-4o' && t > atMs && t < untilMs);
        expect(called).toEqual([]);
      }
    expect(world.runs.every(({ finished }) => finished!.outcome === 'returned')).toBe(true);
  });

  test('makes a run that comes while it is open quicker than the one that opened it', async () => {
    const { runs } = await play('breaker');
    const tookMs = runs.map(({ startedMs, finishedMs }) => finishedMs! - startedMs);
    expect(tookMs[3]!).toBeLessThan(2_000);
    expect(tookMs[0]!).toBeGreaterThan(4_000);
  });
});

describe('a partial failure', () => {
  test.each([
    ['priority', 'gpt-4o-mini'],
    ['sentiment', 'claude-3-haiku'],
  ])('%s is missing and the rest is not', async (part, model) => {
    const world = await play('calm', {
      faults: [{ id: 'down', kind: 'outage', match: { model }, window: [0, 60_000] }],
    });
    const value = world.run.finished!.value as Record<string, unknown>;
    expect(Object.entries(value).flatMap(([name, one]) => (one === null ? [name] : []))).toEqual([part]);
    expect(world.run.warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(new RegExp(`^${part} is missing: ${model}`)) as string,
    ]);
  });

  test('of two costs those two, and of all three hands the letter to a person', async () => {
    const down = (model: string): SomeFault => ({
      id: model,
      kind: 'outage',
      match: { model },
      window: [0, 60_000],
    });
    const two = await play('calm', { faults: [down('gpt-4o-mini'), down('claude-3-haiku')] });
    expect(two.run.finished).toMatchObject({
      outcome: 'returned',
      value: { priority: null, sentiment: null },
    });
    expect((await play('all-down')).run.finished).toMatchObject({
      outcome: 'escalated',
      reason: 'nothing answered',
    });
  });
});
