import { describe, expect, test } from 'vitest';
import { minimal as example } from '../../../src/examples/minimal/example.ts';
import minimal from '../../../src/examples/minimal/minimal.ts';
import { shipped } from '../../support/shipped-example.ts';

const { play, scenario } = shipped(minimal, example);
const NAMES = ['classify', 'search', 'generate', 'verify'];
const wide = scenario('overlapping').input as Record<string, unknown>;
const withGraph = (dependencies: Record<string, string[]>, overlap = false) =>
  play('in-turn', { input: { query: 'How do I reset my password?', overlap, dependencies } });

describe('the minimal orchestrator', () => {
  test("runs the article's graph in order, each step with the outputs of those it depends on", async () => {
    const { step } = await play('article', { input: { ...wide, overlap: false, dependencies: undefined } });
    for (let i = 1; i < NAMES.length; i++)
      expect(step(NAMES[i]!).startedMs).toBe(step(NAMES[i - 1]!).finishedMs);
    expect(step('generate').input).toMatchObject({
      labels: { intent: step('classify').value },
      articles: step('search').value,
    });
    expect(step('verify').input).toMatchObject({ reply: step('generate').value });
  });

  test('hands a step nothing of what it does not depend on', async () => {
    const { step } = await withGraph({
      classify: [],
      search: [],
      generate: ['search'],
      verify: ['generate'],
    });
    expect(step('generate').input).toMatchObject({ labels: {}, articles: step('search').value });
    expect(step('verify').input).not.toHaveProperty('against');
  });

  test('runs ready steps one after another, or all at once, and tells the difference in time', async () => {
    const inTurn = await play('in-turn');
    const overlapping = await play('overlapping');
    expect(inTurn.step('search').startedMs).toBe(inTurn.step('classify').finishedMs);
    expect([overlapping.step('classify').startedMs, overlapping.step('search').startedMs]).toEqual([0, 0]);
    const quicker = Math.min(
      overlapping.step('classify').finishedMs!,
      overlapping.step('search').finishedMs!,
    );
    expect(inTurn.run.finishedMs! - overlapping.run.finishedMs!).toBe(quicker);
    expect(overlapping.run.finished!.value).toEqual(inTurn.run.finished!.value);
  });

  test("finds nothing to overlap in the article's own graph", async () => {
    const overlapping = await play('article');
    const inTurn = await play('article', { input: { ...wide, overlap: false, dependencies: undefined } });
    expect(overlapping.run.finishedMs).toBe(inTurn.run.finishedMs);
  });

  test.each([true, false])(
    'names every step of a circle before anything ran (overlap: %s)',
    async (overlap) => {
      const { dependencies } = scenario('circle').input as { dependencies: Record<string, string[]> };
      const { run, events } = await withGraph(dependencies, overlap);
      expect(run.finished).toMatchObject({
        outcome: 'failed',
        failure: { message: 'Deadlock detected. Pending: classify, search, generate, verify' },
      });
      expect(events('step.started')).toEqual([]);
    },
  );

  test.each([true, false])('names what waits for a step that is missing (overlap: %s)', async (overlap) => {
    const { dependencies } = scenario('missing').input as { dependencies: Record<string, string[]> };
    const { run, events } = await withGraph(dependencies, overlap);
    expect(run.finished!.failure!.message).toBe('Deadlock detected. Pending: generate, verify');
    expect(events('step.started')).toEqual([]);
  });

  test('names a step that waits for itself, and those behind it alone', async () => {
    const { run } = await withGraph({ classify: [], search: ['search'], generate: ['search'] });
    expect(run.finished!.failure!.message).toBe('Deadlock detected. Pending: search, generate');
  });

  test('runs a graph without a circle, however it is listed', async () => {
    const { run } = await withGraph({ generate: ['search', 'classify'], classify: ['search'], search: [] });
    expect(run.finished).toMatchObject({ outcome: 'returned' });
  });
});
