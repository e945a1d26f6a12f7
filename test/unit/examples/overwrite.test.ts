import { describe, expect, test } from 'vitest';
import broken from '../../../src/examples/overwrite-broken/overwrite-broken.ts';
import mood from '../../../src/examples/overwrite-broken/mood.scenario.json' with { type: 'json' };
import worse from '../../../src/examples/overwrite-broken/worse.scenario.json' with { type: 'json' };
import fixed from '../../../src/examples/overwrite-fixed/overwrite-fixed.ts';
import type { Version } from '../../../src/engine/state/fields.ts';
import { play, returned } from '../../support/play-scenario.ts';

interface Overwritten {
  readonly reply: string;
  readonly mood: string;
  readonly written: number;
  readonly corrected: number;
}
interface Kept {
  readonly reply: string;
  readonly mood: string;
  readonly versions: readonly Version<string>[];
}
const SEEDS = Array.from({ length: 50 }, (_, seed) => seed);

describe('models that overwrite each other', () => {
  test('send a correction that is worse than what it replaced, in the world that ships', async () => {
    const { reply, written, corrected } = returned<Overwritten>(await play(broken, worse));
    expect(corrected).toBeLessThan(written);
    expect(reply).not.toContain('help centre');
  });

  test('do so in most worlds, though every call went well, and nothing flags it', async () => {
    let lost = 0;
    for (const seed of SEEDS) {
      const world = await play(broken, worse, { seed });
      const { written, corrected } = returned<Overwritten>(world);
      if (corrected < written) lost++;
      expect(world.events('state.conflicted')).toEqual([]);
    }
    expect(lost).toBeGreaterThan(SEEDS.length / 2);
  });

  test('overwrite the mood that was read first with another', async () => {
    const world = await play(broken, mood);
    const moods = world.events('state.written').filter(({ key }) => key === 'state/mood');
    expect(moods.map(({ value }) => value)).toEqual(['angry', expect.not.stringMatching('angry')]);
    expect(returned<Overwritten>(world).mood).not.toBe('angry');
  });
});

describe('fields in which the better version wins', () => {
  test('flag the conflict, and name who wrote and who was kept', async () => {
    const { events } = await play(fixed, worse);
    const flagged = events('state.conflicted').filter(({ key }) => key === 'state/reply');
    expect(flagged).toMatchObject([{ kept: 'written' }]);
    expect([...flagged[0]!.by].sort()).toEqual(['corrected', 'written']);
  });

  test('keep the quality of each version, and send the best, in every world', async () => {
    for (const seed of SEEDS) {
      const { reply, versions } = returned<Kept>(await play(fixed, worse, { seed }));
      expect(versions, `seed ${seed}`).toHaveLength(2);
      const best = Math.max(...versions.map(({ quality }) => quality!));
      expect(versions.find(({ value }) => value === reply)!.quality, `seed ${seed}`).toBe(best);
    }
  });

  test('keep the mood of whoever is surer', async () => {
    const world = await play(fixed, mood);
    const readings = world.events('state.written').filter(({ key }) => key === 'state/mood');
    expect(new Set(readings.map(({ value }) => value)).size).toBe(2);
    const [surer] = [...readings].sort((a, b) => b.quality! - a.quality!);
    expect(returned<Kept>(world).mood).toBe(surer!.value);
    expect(world.events('state.conflicted').some(({ key }) => key === 'state/mood')).toBe(true);
  });
});
