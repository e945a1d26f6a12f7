import { beforeEach, expect, test } from 'vitest';
import type { WallMs } from '../../../src/base/units.ts';
import { EMPTY_PLAN } from '../../../src/faults/plan.ts';
import { projectWorld } from '../../../src/history/projections/run-view.ts';
import { totalsOf } from '../../../src/history/projections/totals.ts';
import { keptRun, type KeptRun } from '../../../src/session/kept-run.ts';
import type { Project } from '../../../src/session/project.ts';
import { Runs, type RunStore } from '../../../src/session/runs.svelte.ts';
import { readScenario } from '../../../src/session/scenario-text.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { refuse } from '../../../src/store/store-failure.ts';
import { sample } from './sample-history.ts';

const scenarioText =
  '{"format":"rehearsal-scenario","version":1,"name":"S","orchestration":{"example":"e"},"input":"hi","seed":7}';
const read = readScenario(scenarioText);
if (!('scenario' in read)) throw new Error('the scenario of this test does not parse');
const code = { files: [{ path: 'a.ts', text: 'x' }], entry: 'a.ts' };
const project: Project = {
  example: 'e',
  scenarioId: 's',
  draftKey: 'e',
  title: 'E',
  scenarioTitle: 'S',
  code,
  scenario: read.scenario,
  scenarioText,
  scenarioProblems: [],
};
const run = projectWorld(sample).runs[0]!;
const kept = (id: string, startedWall: number, seed = 7): KeptRun =>
  keptRun(
    { id, startedWall: startedWall as WallMs },
    {
      world: 1,
      code,
      inputs: { scenario: 'S', input: 'hi', faults: EMPTY_PLAN, seed, host: 'simulated' },
      history: sample,
      hash: `hash of ${seed}`,
      tookMs: 4,
    },
    project,
    { verdict: 'It went well.', totals: totalsOf(run), run },
  );

let store: RunStore;
let runs: Runs;
const ids = (): string[] => runs.list.map(({ summary }) => summary.id);

beforeEach(() => {
  store = Object.assign(new MemoryStore(), {
    status: { place: 'memory', message: 'Kept in memory.' } as const,
  });
  runs = new Runs(store);
});

test('a kept run is listed first and read back event by event', async () => {
  await runs.keep(kept('one', 1), sample);
  await runs.keep(kept('two', 2, 8), sample);
  expect(ids()).toEqual(['two', 'one']);
  expect(await runs.read('one')).toEqual(sample);
});

test('what is kept in memory only does not claim to be saved', async () => {
  await runs.keep(kept('one', 1), sample);
  expect(runs.saving).toBe('held');
  expect(runs.notice).toBe('Kept in memory.');
});

test('the run that is on top already is not kept again', async () => {
  await runs.keep(kept('one', 1), sample);
  expect(await runs.keep(kept('two', 2), sample)).toBe('one');
  expect(ids()).toEqual(['one']);
});

test('a run on the screen that changed is not saved, whatever a slow store says of the one before', async () => {
  const keeping = runs.keep(kept('one', 1), sample);
  runs.changed();
  await keeping;
  expect(runs.saving).toBe('idle');
});

test('a deleted run can be brought back to its place', async () => {
  await runs.keep(kept('one', 1), sample);
  await runs.keep(kept('two', 2, 8), sample);
  await runs.remove('one');
  expect(ids()).toEqual(['two']);
  await runs.undo();
  expect(ids()).toEqual(['two', 'one']);
  expect(await runs.read('one')).toEqual(sample);
});

test('a store that refuses says why, and a list that failed can be read again', async () => {
  const list = store.list.bind(store);
  store.list = () => Promise.resolve(refuse('blocked', 'Another tab is in the way.'));
  await runs.open();
  expect([runs.state, runs.notice]).toEqual(['failed', 'Another tab is in the way.']);
  store.list = list;
  await runs.retry();
  expect(runs.state).toBe('ready');

  store.finish = () => Promise.resolve(refuse('full', 'No room.'));
  expect(await runs.keep(kept('one', 1), sample)).toBeNull();
  expect([runs.saving, runs.notice]).toEqual(['failed', 'No room.']);
});
