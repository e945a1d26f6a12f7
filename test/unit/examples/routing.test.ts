import { describe, expect, test } from 'vitest';
import { simulatedCast } from '../../../mocks/cast.ts';
import { routing as example } from '../../../src/examples/routing/example.ts';
import routing from '../../../src/examples/routing/routing.ts';
import type { Rehearsed, SomeFault } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';
import { shipped } from '../../support/shipped-example.ts';

const { play, scenario } = shipped(routing, example);
const states = ({ step }: Rehearsed) =>
  Object.fromEntries(['a', 'b', 'b2', 'c'].map((id) => [id, step(id).state]));
const says = (confidence: number) => JSON.stringify({ label: 'billing', confidence });

interface Figures {
  readonly aTakesMs?: number;
  /** An input token of the scripted models costs 10 nano-dollars. */
  readonly aCostsNanoUsd?: number;
  readonly bConfidence?: number;
}
const withFigures = ({ aTakesMs = 100, aCostsNanoUsd = 1000, bConfidence = 0.99 }: Figures) =>
  play('sure', {
    cast: scriptedCast({
      'gpt-4o': {
        says: says(0.9),
        takesMs: aTakesMs,
        replies: () => ({ usage: { inputTokens: aCostsNanoUsd / 10, outputTokens: 0 } }),
      },
      'claude-3-sonnet': { says: says(bConfidence) },
      'gpt-4o-mini': { says: says(bConfidence) },
      'claude-3-opus': { says: says(0.6) },
    }),
  });

describe('constraint routing', () => {
  test.each([
    [1_999, { a: 'ok', b: 'ok', b2: 'skipped', c: 'skipped' }, 'b'],
    [2_000, { a: 'ok', b: 'skipped', b2: 'skipped', c: 'skipped' }, 'a'],
  ])('A that takes %i ms: B is asked only under 2 s', async (aTakesMs, expected, by) => {
    const world = await withFigures({ aTakesMs });
    expect(states(world)).toEqual(expected);
    expect(world.run.finished!.value).toMatchObject({ by });
  });

  test.each([
    [0.95, 'skipped', 'b'],
    [0.949, 'ok', 'c'],
  ])('B that is sure to %s: C is %s', async (bConfidence, c, by) => {
    const world = await withFigures({ bConfidence });
    expect(world.step('c').state).toBe(c);
    expect(world.run.finished!.value).toMatchObject({ by });
  });

  test.each([
    [10_000_000, 'ok', 'skipped'],
    [10_000_010, 'skipped', 'ok'],
  ])('A that costs %i nano-dollars: B is %s, B2 is %s', async (aCostsNanoUsd, b, b2) => {
    const world = await withFigures({ aCostsNanoUsd });
    expect([world.step('b').state, world.step('b2').state]).toEqual([b, b2]);
  });

  test('asks C also after a B2 that is not sure', async () => {
    const world = await withFigures({ aCostsNanoUsd: 20_000_000, bConfidence: 0.5 });
    expect(states(world)).toEqual({ a: 'ok', b: 'skipped', b2: 'ok', c: 'ok' });
  });

  test.each([
    ['sure', { a: 'ok', b: 'ok', b2: 'skipped', c: 'skipped' }],
    ['unsure', { a: 'ok', b: 'ok', b2: 'skipped', c: 'ok' }],
    ['late', { a: 'ok', b: 'skipped', b2: 'skipped', c: 'skipped' }],
    ['dear', { a: 'ok', b: 'skipped', b2: 'ok', c: 'skipped' }],
  ])('the scenario %s takes its way', async (id, expected) => {
    expect(states(await play(id))).toEqual(expected);
  });
});

describe('a user in Europe', () => {
  const regionOf = (model: string) => simulatedCast.get(model)!.profile.region;
  const asked = ({ events }: Rehearsed) =>
    events('attempt.started').flatMap(({ target, request }) => (request ? [target] : []));

  test('is answered by models in Europe alone, though each step names another first', async () => {
    const world = await play('europe');
    expect(asked(world)).toEqual(['mistral-large', 'mistral-large', 'judge-v1']);
    expect(world.run.steps.map(({ declared }) => regionOf(declared!.targets[0]!))).toEqual(
      Array(4).fill('us'),
    );
    expect(world.step('a').refusals.map(({ policy, target }) => [policy, target])).toEqual([
      ['region', 'gpt-4o'],
    ]);
  });

  test('has no payload sent elsewhere, whatever fails, in any of two hundred worlds', async () => {
    const { input } = scenario('europe');
    const models = ['mistral-large', 'mistral-small', 'judge-v1'];
    let sent = 0;
    for (let seed = 0; seed < 200; seed++) {
      const faults = models.flatMap((model, i): SomeFault[] =>
        ((seed >> i) & 1) === 1
          ? [
              {
                id: `f${i}`,
                kind: seed % 3 === 0 ? 'outage' : 'server_error',
                match: { model },
                ...(seed % 3 === 0 ? { window: [seed * 5, seed * 25 + 1] } : {}),
              },
            ]
          : [],
      );
      const world = await play('europe', { seed, faults, input });
      const targets = asked(world);
      sent += targets.length;
      for (const target of targets) expect(regionOf(target), `seed ${seed}`).toBe('eu');
    }
    expect(sent).toBeGreaterThan(200);
  });

  test('gets no answer rather than one from elsewhere when Europe is down', async () => {
    const world = await play('europe-down');
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { step: 'a' } });
    expect(asked(world)).toEqual(['mistral-large']);
  });

  test('differs from one elsewhere, who is answered by the first models', async () => {
    const { input } = scenario('europe');
    const world = await play('europe', { input: { ...(input as object), region: 'us' } });
    expect(asked(world)).toEqual(['gpt-4o', 'claude-3-sonnet', 'claude-3-opus']);
  });
});
