import { describe, expect, test } from 'vitest';
import { recommendation as example } from '../../../src/examples/recommendation/example.ts';
import recommendation from '../../../src/examples/recommendation/recommendation.ts';
import type { SomeFault } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';
import { shipped } from '../../support/shipped-example.ts';

const { play } = shipped(recommendation, example);
const MODELS = ['together', 'similar', 'session', 'search'] as const;
/** Models with these confidences, in the order in which they are declared; each recommends itself. */
const sure = (...confidences: number[]) =>
  scriptedCast(
    Object.fromEntries(
      MODELS.map((model, i) => [
        `recs-${model}`,
        { kind: 'tool', says: JSON.stringify({ items: [model], confidence: confidences[i] }) } as const,
      ]),
    ),
  );
const down = (...models: readonly string[]): SomeFault[] =>
  models.map((model) => ({ id: model, kind: 'server_error', match: { model: `recs-${model}` } }));

describe('retail recommendation', () => {
  test('asks four models at once, and takes as long as the slowest', async () => {
    const { run, step } = await play('calm');
    expect(MODELS.map((model) => step(model).startedMs)).toEqual([0, 0, 0, 0]);
    expect(run.finishedMs).toBe(Math.max(...MODELS.map((model) => step(model).finishedMs!)));
  });

  test.each(MODELS.map((model, i) => [model, i] as const))(
    'takes %s when it is the most sure',
    async (model, i) => {
      const confidences = MODELS.map((_, at) => (at === i ? 0.91 : 0.9));
      const { run, step } = await play('calm', { cast: sure(...confidences) });
      expect(run.finished!.value).toEqual({ by: model, items: [model], confidence: 0.91, failed: [] });
      expect(step('popular').state).toBe('skipped');
    },
  );

  test.each([
    [[0.7, 0.9, 0.9, 0.2], 'similar'],
    [[0.9, 0.9, 0.9, 0.9], 'together'],
    [[0.1, 0.2, 0.8, 0.8], 'session'],
  ])('of equals in %j takes the first, whichever answers first', async (confidences, by) => {
    for (let seed = 0; seed < 20; seed++) {
      const slow: SomeFault = { id: 'slow', kind: 'latency', match: { model: `recs-${by}` }, ms: 20 * seed };
      const { run } = await play('calm', { seed, cast: sure(...confidences), faults: [slow] });
      expect(run.finished!.value, `seed ${seed}`).toMatchObject({ by });
    }
  });

  test.each([
    [0.5, 'session', 'skipped'],
    [0.499, 'popular', 'ok'],
  ])('at a highest confidence of %s shows what %s recommends', async (confidence, by, popular) => {
    const { run, step } = await play('calm', { cast: sure(0.1, 0.2, confidence, 0.3) });
    expect(run.finished!.value).toMatchObject({ by });
    expect(step('popular').state).toBe(popular);
  });

  test.each(MODELS)('goes on without %s, and says which failed and why', async (model) => {
    const { run } = await play('calm', { cast: sure(0.9, 0.9, 0.9, 0.9), faults: down(model) });
    const { by, failed } = run.finished!.value as { by: string; failed: { model: string; why: string }[] };
    expect(by).toBe(model === 'together' ? 'similar' : 'together');
    expect(failed).toEqual([{ model, why: expect.stringContaining(`recs-${model}`) as string }]);
    expect(run.warnings.map(({ message }) => message)).toEqual([`${model} failed: ${failed[0]!.why}`]);
  });

  test('waits 800 ms for a model and not longer', async () => {
    const taking = (ms: number) =>
      play('calm', {
        cast: scriptedCast({
          'recs-search': {
            kind: 'tool',
            takesMs: ms,
            says: JSON.stringify({ items: ['x'], confidence: 0.99 }),
          },
        }),
      });
    expect((await taking(800)).run.finished!.value).toMatchObject({ by: 'search', failed: [] });
    const late = await taking(801);
    expect(late.run.finished!.value).toMatchObject({ by: 'together', failed: [{ model: 'search' }] });
    expect(late.step('search').finishedMs).toBe(800);
  });

  test('shows what sells best when all four have failed, with four reasons', async () => {
    const { run } = await play('calm', { faults: down(...MODELS) });
    expect(run.finished!.value).toMatchObject({
      by: 'popular',
      items: ['socks', 'lamp', 'trail'],
      failed: MODELS.map((model) => ({ model })),
    });
  });

  test('takes an answer of the wrong shape for a failure', async () => {
    const cast = scriptedCast({ 'recs-together': { kind: 'tool', says: '{"items":"mat"}' } });
    const { run } = await play('calm', { cast });
    expect(run.finished!.value).toMatchObject({ by: 'search', failed: [{ model: 'together' }] });
  });

  test.each([
    ['calm', 'together'],
    ['one-fails', 'search'],
    ['new-visitor', 'popular'],
    ['slow-model', 'together'],
    ['all-fail', 'popular'],
  ])('the scenario %s is answered by %s', async (id, by) => {
    expect((await play(id)).run.finished).toMatchObject({ outcome: 'returned', value: { by } });
  });
});
