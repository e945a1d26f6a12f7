import { describe, expect, test } from 'vitest';
import { findArticles } from '../../../mocks/skills/retrieve.ts';
import { qualityGate } from '../../../src/examples/quality-gate/example.ts';
import sequence from '../../../src/examples/quality-gate/quality-gate.ts';
import type { Rehearsed } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';
import { shipped } from '../../support/shipped-example.ts';

const { play, scenario } = shipped(sequence, qualityGate);

interface Result {
  readonly quality: number;
  readonly wasted: { readonly ms: number; readonly costNanoUsd: number } | null;
}
const resultOf = ({ finished }: Rehearsed['run']) => finished!.value as unknown as Result;
/** A judge that gives this score, and a fallback that says so. */
const scoring = (score: number) =>
  scriptedCast({
    'gpt-4o': {
      says: (request) =>
        request.kind === 'chat' && request.format
          ? JSON.stringify({ score, reason: 'as scripted' })
          : 'the fallback speaks',
    },
  });

describe('the sequence with a quality gate', () => {
  test('runs language, intent, response and gate in this order, each fed by the one before', async () => {
    const { run, step } = await play('calm');
    expect(run.started.pattern).toBe('sequence');
    const links = ['language', 'intent', 'response', 'gate'];
    expect(run.started.steps.map(({ name, after }) => [name, after ?? []])).toEqual(
      links.map((name, i) => [name, links.slice(Math.max(0, i - 1), i)]),
    );
    for (let i = 1; i < links.length; i++) {
      expect(step(links[i]!).startedMs).toBe(step(links[i - 1]!).finishedMs);
      expect(step(links[i]!).input).toEqual(step(links[i - 1]!).value);
    }
    expect(step('response').input).toMatchObject({ language: 'en', intent: 'billing' });
  });

  test.each([
    [0.85, 'passes'],
    [0.849, 'falls back'],
    [0.86, 'passes'],
    [0, 'falls back'],
  ])('with a score of %s it %s', async (score, what) => {
    const { run, step } = await play('calm', { cast: scoring(score) });
    if (what === 'passes') {
      expect(run.finished!.value).toMatchObject({ quality: score, wasted: null });
      expect(run.steps.map(({ step: id }) => id)).not.toContain('gate/fallback');
    } else {
      expect(run.finished!.value).toMatchObject({ reply: 'the fallback speaks', quality: score });
      expect(step('gate/fallback').attempts.map(({ target }) => target)).toEqual(['gpt-4o']);
    }
  });

  test('says what a fallback has wasted: the time to its verdict, and what response and verdict cost', async () => {
    const { run, step } = await play('falls-back');
    const wasted = resultOf(run).wasted!;
    expect(wasted.ms).toBe(step('gate/score').finishedMs);
    const cost = (id: string) => step(id).attempts.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0);
    expect(wasted.costNanoUsd).toBe(cost('response/articles') + cost('response/write') + cost('gate/score'));
    expect(wasted.costNanoUsd).toBeGreaterThan(0);
    expect(run.warnings.map(({ message }) => message)).toEqual([`scored 0.7: ${wasted.ms} ms wasted`]);
  });

  test('shows a step that fails silently at that step, not at the gate', async () => {
    const { run, step } = await play('silent');
    const [attempt] = step('intent/label').attempts;
    expect(attempt!.reply).toMatchObject({ end: 'stop' });
    expect(attempt!.failure).toMatchObject({ code: 'bad_format' });
    expect(run.finished).toMatchObject({ outcome: 'failed', failure: { code: 'bad_format' } });
    expect(['response', 'gate'].map((id) => step(id).state)).toEqual(['not reached', 'not reached']);
  });

  test('falls back as often as the article reports, and wastes as long', async () => {
    // Reported: 23 % fall back, each wasting 3 to 5 seconds. Ours, from what the scenario discloses: of forty tickets
    // the help centre has nothing on seven; sonnet invents in 4 % of its answers, gpt-4o misjudges 3 % (mocks/models).
    const asked = scenario('tickets').runs!.map(({ input }) => (input as { text: string }).text);
    const uncovered = asked.filter((text) => findArticles(text, 3).length === 0);
    expect([asked.length, uncovered.length]).toEqual([40, 7]);

    const wastedMs: number[] = [];
    let runs = 0;
    for (let seed = 0; seed < 25; seed++)
      for (const run of (await play('tickets', { seed })).runs) {
        runs++;
        const { wasted } = resultOf(run);
        if (wasted) wastedMs.push(wasted.ms);
      }
    const fallsBack = wastedMs.length / runs;
    const inRange = wastedMs.filter((ms) => ms >= 3_000 && ms <= 5_000).length / wastedMs.length;
    console.info(`fall back: reported 23 %, ours ${(fallsBack * 100).toFixed(1)} % of ${runs}`);
    console.info(`wasted from 3 to 5 s: reported all, ours ${(inRange * 100).toFixed(0)} %`);
    expect(fallsBack).toBeGreaterThan(0.21);
    expect(fallsBack).toBeLessThan(0.25);
    expect(inRange).toBeGreaterThan(0.8);
  });

  test('costs a ticket that passes nothing but the verdict', async () => {
    const { run } = await play('calm');
    expect(resultOf(run).wasted).toBeNull();
    expect(run.warnings).toEqual([]);
  });
});
