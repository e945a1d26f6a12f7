import { beforeEach, describe, expect, test, vi } from 'vitest';
import broken from '../../../src/examples/state-broken/state-broken.ts';
import demo from '../../../src/examples/state-broken/demo.scenario.json' with { type: 'json' };
import load from '../../../src/examples/state-broken/load.scenario.json' with { type: 'json' };
import fixed from '../../../src/examples/state-fixed/state-fixed.ts';
import wrongId from '../../../src/examples/state-fixed/wrong-id.scenario.json' with { type: 'json' };
import bucketFixed from '../../../src/examples/state-bucket-fixed/state-bucket-fixed.ts';
import after from '../../../src/examples/state-bucket-broken/after.scenario.json' with { type: 'json' };
import together from '../../../src/examples/state-bucket-broken/together.scenario.json' with { type: 'json' };
import { play, returned } from '../../support/play-scenario.ts';
import type { Rehearsed } from '../../support/rehearse-world.ts';

interface Letter {
  readonly to: string;
  readonly about: string;
  readonly body: string;
}

const [A, B] = load.runs;
/** What only the other client's document says. */
const SECRETS = { [A!.tenant]: ['INV-2025-0381', '$132'], [B!.tenant]: ['INV-2025-0512', '$664'] };

/** The runs into which something of another tenant went: their prompts, or what they returned. */
const leaks = ({ runs, events }: Rehearsed): string[] =>
  runs
    .filter(({ run, finished }) => {
      const { tenant } = events('run.started').find((event) => event.run === run)!;
      const seen = events('attempt.started').filter((event) => event.run === run);
      const said = JSON.stringify([seen.map(({ request }) => request), finished]);
      const others = Object.keys(SECRETS).filter((other) => other !== tenant);
      return others.some((other) => SECRETS[other]!.some((secret) => said.includes(secret)));
    })
    .map(({ run }) => run);

const SEEDS = 100;

describe('state in a global dictionary', () => {
  test('leaks one tenant into the letter of another in some worlds and not in others, so a search finds it', async () => {
    let leaked = 0;
    for (let seed = 0; seed < SEEDS; seed++)
      if (leaks(await play(broken, load, { seed })).length > 0) leaked++;
    expect(leaked).toBeGreaterThan(0);
    expect(leaked).toBeLessThan(SEEDS);
  });

  test('leaks in the world that ships: the letter to A is about B', async () => {
    const world = await play(broken, load);
    expect(returned<Letter>(world)).toMatchObject({ to: 'Brightwater', about: 'Kestrel' });
    expect(leaks(world)).toEqual(['run-1']);
  });

  test('leaks nothing in the demo, whatever the seed', async () => {
    for (let seed = 0; seed < SEEDS; seed++) expect(leaks(await play(broken, demo, { seed }))).toEqual([]);
  });
});

describe('state under a correlation id that has an owner', () => {
  test('leaks in none of those worlds', async () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const world = await play(fixed, load, { seed });
      expect(leaks(world), `seed ${seed}`).toEqual([]);
      for (const { run } of world.runs) {
        const { to, about } = returned<Letter>(world, run);
        expect(about, `seed ${seed}`).toBe(to);
      }
    }
  });

  test('leaks nothing, however the two requests interleave', async () => {
    for (let atMs = 0; atMs <= 3_000; atMs += 25) {
      const runs = [A!, { ...B!, atMs }];
      expect(leaks(await play(fixed, load, { runs })), `${atMs} ms apart`).toEqual([]);
    }
  });

  test('refuses whoever comes with the id of another, in every world', async () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const world = await play(fixed, wrongId, { seed });
      expect(leaks(world)).toEqual([]);
      expect(world.runs[1]!.finished).toMatchObject({ outcome: 'failed', failure: { code: 'not_owner' } });
      expect(world.events('state.refused')).toMatchObject([
        { key: 'shared/review/run-1', owner: 'tenant brightwater', by: 'tenant kestrel' },
      ]);
    }
  });

  test('asks whose it is at a look as well as at a write', async () => {
    const world = await play(fixed, wrongId, {
      runs: [A!, { ...B!, tenant: A!.tenant, input: { ...B!.input, correlation: 'run-1' } }],
    });
    expect(world.events('state.refused')).toEqual([]);
    expect(world.runs.map(({ finished }) => finished?.outcome)).toEqual(['returned', 'returned']);
  });
});

describe('the state bucket of the article', () => {
  interface Triaged {
    readonly requestId: string;
    readonly intent: string;
    readonly context?: readonly unknown[];
  }
  beforeEach(() => vi.resetModules());
  /** The module is evaluated afresh for each world, as every realm does. */
  const fresh = async () =>
    (await import('../../../src/examples/state-bucket-broken/state-bucket-broken.ts')).default;

  test('gives two tickets one request id', async () => {
    const world = await play(await fresh(), after);
    const ids = world.runs.map(({ run }) => returned<Triaged>(world, run).requestId);
    expect(ids).toEqual(['request of run-1', 'request of run-1']);
  });

  test('answers a ticket that needs no articles with those of the one before', async () => {
    const world = await play(await fresh(), after);
    expect(world.runs[1]!.steps.find(({ name }) => name === 'knowledge')!.state).toBe('skipped');
    expect(returned<Triaged>(world, 'run-2').context).toEqual(returned<Triaged>(world, 'run-1').context);
  });

  test('gives one ticket the labels of another', async () => {
    const own = returned<Triaged>(await play(bucketFixed, together)).intent;
    const world = await play(await fresh(), together);
    expect(own).toBe('billing');
    expect(returned<Triaged>(world).intent).toBe('account');
  });

  test.each([
    ['one after another', after],
    ['at once', together],
  ])('is gone when state belongs to the run: two tickets %s share nothing', async (_, scenario) => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const both = await play(bucketFixed, scenario, { seed });
      for (const [i, one] of scenario.runs.entries()) {
        const run = `run-${i + 1}`;
        const alone = await play(bucketFixed, scenario, { seed, runs: [{ ...one, run }] });
        expect(returned<Triaged>(both, run), `${run}, seed ${seed}`).toEqual(returned<Triaged>(alone, run));
      }
    }
  });
});
