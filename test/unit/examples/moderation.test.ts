import { describe, expect, test } from 'vitest';
import { moderation as example } from '../../../src/examples/moderation/example.ts';
import moderation from '../../../src/examples/moderation/moderation.ts';
import type { SomeFault } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';
import { shipped } from '../../support/shipped-example.ts';

const { play, scenario } = shipped(moderation, example);
const CHECKS = ['text', 'image', 'link', 'audio'] as const;
const post = scenario('clean').input as Record<string, string>;
const HARMFUL: Readonly<Record<(typeof CHECKS)[number], Record<string, string>>> = {
  text: { text: 'Shut up, you pathetic idiot.' },
  image: { image: 'street-fight.jpg' },
  link: { link: 'https://free-prizes.example' },
  audio: { transcript: 'They are vermin, all of them are criminals, an inferior race.' },
};

/** Every choice of the four. */
const subsets = Array.from({ length: 16 }, (_, bits) => ({
  harmful: CHECKS.filter((_, i) => (bits >> i) & 1),
}));

describe('content moderation', () => {
  test('checks all four at once, and takes as long as the slowest', async () => {
    const { run, step } = await play('clean');
    const checks = CHECKS.map(step);
    expect(checks.map(({ startedMs }) => startedMs)).toEqual([0, 0, 0, 0]);
    const slowest = Math.max(...checks.map(({ finishedMs }) => finishedMs!));
    expect(step('publish').startedMs).toBe(slowest);
    expect(run.finishedMs).toBe(slowest);
    expect(run.finished!.value).toMatchObject({ published: true });
  });

  test.each(subsets)('publishes only when nothing is found: harm in $harmful', async ({ harmful: given }) => {
    const scripted = scriptedCast({
      'gpt-4o-mini': { says: JSON.stringify({ label: given.includes('text') ? 'toxic' : 'clean' }) },
      'claude-3-haiku': { says: JSON.stringify({ label: given.includes('audio') ? 'hate' : 'clean' }) },
    });
    const input = Object.assign({}, post, ...given.map((check) => HARMFUL[check])) as object;
    const { run, step } = await play('clean', { cast: scripted, input });
    expect(run.finished!.value).toMatchObject(
      given.length === 0
        ? { published: true }
        : { published: false, blockedBy: given.map((name) => ({ name, why: 'it did not pass' })) },
    );
    expect(step('publish').state).toBe(given.length === 0 ? 'ok' : 'skipped');
  });

  test.each(CHECKS.flatMap((check) => ['server_error', 'blackhole'].map((kind) => [check, kind] as const)))(
    'blocks when %s ends with %s, though all others pass',
    async (check, kind) => {
      const { run, step } = await play('clean', {
        faults: [{ id: 'f', kind, match: { step: check } } as SomeFault],
      });
      const code = kind === 'blackhole' ? 'timeout.attempt' : 'server_error';
      expect(run.finished!.value).toEqual({
        published: false,
        blockedBy: [{ name: check, why: `not checked: ${code}` }],
      });
      expect(step('publish').state).toBe('skipped');
      expect(CHECKS.filter((one) => one !== check).map((one) => step(one).state)).toEqual(['ok', 'ok', 'ok']);
    },
  );

  test.each([
    [1, true],
    [2, false],
  ])('tries a check twice: after %i server errors it is published: %s', async (count, published) => {
    const faults: SomeFault[] = [{ id: 'f', kind: 'overloaded', match: { step: 'link' }, count }];
    expect((await play('clean', { faults })).run.finished!.value).toMatchObject({ published });
  });

  test('blocks an image that the service cannot say anything of', async () => {
    const { run } = await play('clean', { input: { ...post, image: 'unknown.jpg' } });
    expect(run.finished!.value).toMatchObject({
      published: false,
      blockedBy: [{ name: 'image', why: 'not checked: contract' }],
    });
  });

  test('needs no check for what a post does not have', async () => {
    const { run, step } = await play('text-only');
    expect(run.finished!.value).toMatchObject({ published: true });
    expect(CHECKS.map((check) => step(check).state)).toEqual(['ok', 'skipped', 'skipped', 'skipped']);
  });

  test.each(['bad-link', 'toxic', 'one-times-out'])('does not publish the post of %s', async (id) => {
    expect((await play(id)).run.finished!.value).toMatchObject({ published: false });
  });

  test('never publishes while a check is missing, in any of a hundred worlds with random faults', async () => {
    let blocked = 0;
    for (let seed = 0; seed < 100; seed++) {
      const { run, step } = await play('clean', {
        seed,
        faults: [{ id: 'f', kind: 'server_error', rate: 0.2 }],
      });
      const passed = CHECKS.every((check) => ['ok', 'recovered'].includes(step(check).state));
      const { published } = run.finished!.value as { published: boolean };
      if (!passed) {
        blocked++;
        expect(published, `seed ${seed}`).toBe(false);
      }
    }
    expect(blocked).toBeGreaterThan(10);
  });
});
