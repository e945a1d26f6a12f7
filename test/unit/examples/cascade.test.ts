import { describe, expect, test } from 'vitest';
import broken from '../../../src/examples/cascade-broken/cascade-broken.ts';
import drift from '../../../src/examples/cascade-broken/drift.scenario.json' with { type: 'json' };
import noAmplifier from '../../../src/examples/cascade-broken/no-amplifier.scenario.json' with { type: 'json' };
import fixed from '../../../src/examples/cascade-fixed/cascade-fixed.ts';
import steady from '../../../src/examples/cascade-fixed/steady.scenario.json' with { type: 'json' };
import { play, returned } from '../../support/play-scenario.ts';

interface Phase {
  readonly right: number;
  readonly flagged: number;
  readonly refused: number;
}
interface Phases {
  readonly before: Phase;
  readonly after: Phase;
}

/** What the article reports. */
const REPORTED = { before: 0.83, after: 0.79, flagged: 0.6, refused: 0.5 };
const SEEDS = 30;
const { each } = drift.input;

async function average(scenario: typeof drift): Promise<Phases> {
  const mean = { right: 0, flagged: 0, refused: 0 };
  const phases = { before: { ...mean }, after: { ...mean } };
  for (let seed = 0; seed < SEEDS; seed++) {
    const found = returned<Phases>(await play(broken, scenario, { seed }));
    for (const phase of ['before', 'after'] as const)
      for (const what of ['right', 'flagged', 'refused'] as const)
        phases[phase][what] += found[phase][what] / SEEDS;
  }
  return phases;
}
const off = (found: number, reported: number) => Math.abs(found - reported);

describe('a classifier that drifts by four points', () => {
  test('has most letters flagged and half of them refused, as reported', { timeout: 30_000 }, async () => {
    const { before, after } = await average(drift);
    console.log(`cascade, ${SEEDS * each} letters before and after:`, before, after);
    expect(off(before.right, REPORTED.before)).toBeLessThan(0.03);
    expect(off(after.right, REPORTED.after)).toBeLessThan(0.03);
    expect(off(before.right - after.right, 0.04)).toBeLessThan(0.02);
    expect(before.flagged).toBeLessThan(0.15);
    expect(off(after.flagged, REPORTED.flagged)).toBeLessThan(0.05);
    expect(off(after.refused, REPORTED.refused)).toBeLessThan(0.05);
  });

  test(
    'does not do that alone: at one point of confidence a point, a fifth is flagged',
    { timeout: 30_000 },
    async () => {
      const { before, after } = await average(noAmplifier);
      expect(off(before.right - after.right, 0.04)).toBeLessThan(0.02);
      expect(after.flagged).toBeLessThan(0.25);
      expect(after.refused).toBeLessThan(0.2);
    },
  );

  test('shows at no step of the broken chain: every letter gets a reply, and nothing fails', async () => {
    const { run, events } = await play(broken, drift);
    expect(run.finished?.outcome).toBe('returned');
    expect(events('step.finished').filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    expect(events('drift.alarmed')).toEqual([]);
  });
});

describe('a monitor on every step', () => {
  test('is there', async () => {
    const [started] = (await play(fixed, drift)).events('run.started');
    for (const { name, policy } of started!.steps) expect(policy.layers?.join(), name).toContain('monitor');
    expect(started!.steps).toHaveLength(5);
  });

  test(
    'names the classifier first, and before the refusals rise, in every world',
    { timeout: 30_000 },
    async () => {
      for (let seed = 0; seed < SEEDS; seed++) {
        const { events } = await play(fixed, drift, { seed });
        const alarms = events('drift.alarmed');
        const changed = events('step.started').find(({ step }) => step === `letter[${each}]/classify`)!;
        expect(alarms[0], `seed ${seed}`).toMatchObject({ step: 'classify', metric: 'confidence' });
        expect(alarms[0]!.seq, `seed ${seed}`).toBeGreaterThan(changed.seq);
        const refusals = alarms.find(({ step }) => step === 'format')!;
        expect(refusals.seq, `seed ${seed}`).toBeGreaterThan(alarms[0]!.seq);
      }
    },
  );

  test('is silent while nothing downstream suffers', async () => {
    const { events } = await play(fixed, steady);
    expect(events('drift.alarmed')).toEqual([]);
  });
});
