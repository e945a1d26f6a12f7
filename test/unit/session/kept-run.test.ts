import { expect, test } from 'vitest';
import type { WallMs } from '../../../src/base/units.ts';
import { EMPTY_PLAN } from '../../../src/faults/plan.ts';
import { projectWorld } from '../../../src/history/projections/run-view.ts';
import { totalsOf } from '../../../src/history/projections/totals.ts';
import { keptRun, miniature, readKept, sameRun } from '../../../src/session/kept-run.ts';
import { readScenario } from '../../../src/session/scenario-text.ts';
import { sample } from './sample-history.ts';

const scenarioText = JSON.stringify({
  format: 'rehearsal-scenario',
  version: 1,
  name: 'S',
  orchestration: { example: 'e' },
  input: 'hi',
  seed: 7,
});
const read = readScenario(scenarioText);
if (!('scenario' in read)) throw new Error('the scenario of this test does not parse');
const run = projectWorld(sample).runs[0]!;
const code = { files: [{ path: 'a.ts', text: 'x' }], entry: 'a.ts' };
const kept = keptRun(
  { id: 'id-1', startedWall: 1000 as WallMs },
  {
    world: 1,
    code,
    inputs: { scenario: 'S', input: 'hi', faults: EMPTY_PLAN, seed: 7, host: 'simulated' },
    history: sample,
    hash: 'aaaa',
    tookMs: 4,
  },
  {
    example: 'e',
    scenarioId: 's',
    draftKey: 'e',
    title: 'E',
    scenarioTitle: 'S',
    code,
    scenario: read.scenario,
    scenarioText,
    scenarioProblems: [],
  },
  { verdict: 'It went well.', totals: totalsOf(run), run },
);

test('a kept run is read back from its summary, code, inputs and all', () => {
  expect(readKept(kept.summary)).toEqual(kept);
  expect(kept.summary).toMatchObject({
    outcome: 'recovered',
    virtualMs: 3000,
    events: sample.length,
    complete: true,
  });
});

test('what another page wrote, or what was cut, is no kept run', () => {
  for (const reopenJson of ['', '{}', 'null', '{"code":{"files":[]}}'])
    expect(readKept({ ...kept.summary, reopenJson })).toBeNull();
  expect(readKept({ ...kept.summary, scenarioJson: '{' })).toBeNull();
});

test('the same run of the same thing is kept once', () => {
  expect(sameRun(kept, { ...kept, summary: { ...kept.summary, id: 'id-2' } })).toBe(true);
  expect(sameRun(kept, { ...kept, summary: { ...kept.summary, hash: 'bbbb' } })).toBe(false);
  const cut = { ...kept, summary: { ...kept.summary, hash: null } };
  expect(sameRun(cut, cut)).toBe(false);
});

test('the miniature holds every attempt as a share of the run', () => {
  expect(miniature(run)).toEqual([
    { row: 0, fromRatio: 0, toRatio: 500 / 3000, kind: 'success' },
    { row: 0, fromRatio: 500 / 3000, toRatio: 1000 / 3000, kind: 'failure' },
    { row: 0, fromRatio: 1000 / 3000, toRatio: 1, kind: 'recovered' },
  ]);
});
