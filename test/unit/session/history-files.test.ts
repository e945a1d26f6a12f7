import { expect, test } from 'vitest';
import type { WallMs } from '../../../src/base/units.ts';
import { EMPTY_PLAN } from '../../../src/faults/plan.ts';
import { hashHistory } from '../../../src/history/hash.ts';
import { projectWorld } from '../../../src/history/projections/run-view.ts';
import { totalsOf } from '../../../src/history/projections/totals.ts';
import { programExamples } from '../../../src/examples/programs.ts';
import { gallery } from '../../../src/session/gallery.svelte.ts';
import { openShipped } from '../../../src/session/gallery.ts';
import { fileOf, runFromFile } from '../../../src/session/history-files.ts';
import { keptRun } from '../../../src/session/kept-run.ts';
import { readScenario, writeScenario } from '../../../src/session/scenario-text.ts';
import { sample } from './sample-history.ts';

const read = readScenario(
  JSON.stringify({
    format: 'rehearsal-scenario',
    version: 1,
    name: 'No faults: “naïve”',
    orchestration: { example: 'e' },
    input: 'as the document says now',
    seed: 1,
  }),
);
if (!('scenario' in read)) throw new Error('the scenario of this test does not parse');
const { scenario } = read;
const code = { files: [{ path: 'a.ts', text: 'export default 1;\n' }], entry: 'a.ts' };
const hash = hashHistory(sample);
const [run] = projectWorld(sample).runs;
const kept = keptRun(
  { id: 'one', startedWall: 1 as WallMs },
  {
    world: 1,
    code,
    inputs: {
      scenario: 'No faults: “naïve”',
      input: { body: 'as it ran' },
      faults: EMPTY_PLAN,
      seed: 7,
      cast: { m: { profile: 'gpt-4o' } },
      host: 'simulated',
      interventions: [{ atMs: 1, order: 0, kind: 'answer', value: true }],
    },
    history: sample,
    hash,
    tookMs: 4,
  },
  {
    example: 'e',
    scenarioId: 's',
    draftKey: 'e',
    title: 'E',
    scenarioTitle: scenario.name,
    code,
    scenario,
    scenarioText: writeScenario(scenario),
    scenarioProblems: [],
  },
  { verdict: 'It went well.', totals: totalsOf(run!), run: run! },
);

test('a run leaves as a file and comes back as the run that it was, under a name of its own', () => {
  const { name, text } = fileOf(kept, sample);
  expect(name).toBe(`No-faults-naïve-7-${hash.slice(0, 8)}.history.json`);
  const opening = runFromFile(text, 'two', 2 as WallMs);
  if (!opening.ok) throw new Error(opening.message);
  expect(opening.history).toEqual(sample);
  expect(opening.kept).toMatchObject({
    title: 'E',
    code,
    inputs: kept.inputs,
    word: kept.word,
    summary: { id: 'two', startedWall: 2, hash, seed: 7, events: sample.length, complete: true },
  });
  const scenarioThere = readScenario(opening.kept.summary.scenarioJson);
  expect('scenario' in scenarioThere && scenarioThere.scenario.input, 'as it ran').toEqual({
    body: 'as it ran',
  });
});

test('a file whose events hash otherwise than it says opens under the hash of its events, and says so', () => {
  const { text } = fileOf(kept, sample);
  expect(runFromFile(text, 'two', 2 as WallMs)).toMatchObject({ ok: true, notice: '' });
  expect(runFromFile(text.replace(hash, '0'.repeat(16)), 'two', 2 as WallMs)).toMatchObject({
    ok: true,
    kept: { summary: { hash } },
    notice: expect.stringContaining(`says hash ${'0'.repeat(16)}, its events hash to ${hash}`) as string,
  });
});

test('a run that was broken off has no hash in its name', () => {
  const cut = { ...kept, summary: { ...kept.summary, hash: null } };
  const { name, text } = fileOf(cut, sample.slice(0, 9));
  expect(name).toBe('No-faults-naïve-7.history.json');
  expect(runFromFile(text, 'two', 2 as WallMs)).toMatchObject({
    ok: true,
    kept: { summary: { complete: false } },
  });
});

test('what is no history, or holds no run, is refused in words', () => {
  expect(runFromFile('{}', 'two', 2 as WallMs)).toMatchObject({ ok: false, message: /no saved history/ });
  const { text } = fileOf(kept, sample.slice(0, 1));
  expect(runFromFile(text, 'two', 2 as WallMs)).toMatchObject({ ok: false, message: /holds no run/ });
});

test('a run of a program leaves with its name in place of its source, and comes back with the source that is shipped', async () => {
  await gallery.load();
  const [shipped] = programExamples;
  const { code: own } = openShipped(shipped!.id);
  const { text } = fileOf({ ...kept, code: own }, sample);
  expect(text).toContain('"program": "openai-chat"');
  expect(text).not.toContain('import OpenAI');
  expect(runFromFile(text, 'two', 2 as WallMs)).toMatchObject({ ok: true, kept: { code: own } });
  const unknown = text.replace('"program": "openai-chat"', '"program": "of-tomorrow"');
  expect(runFromFile(unknown, 'two', 2 as WallMs)).toMatchObject({ ok: false, message: /not shipped here/ });
});
