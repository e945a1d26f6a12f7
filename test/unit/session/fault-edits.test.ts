import { beforeEach, describe, expect, test } from 'vitest';
import { EMPTY_PLAN, type FaultPlan } from '../../../src/faults/plan.ts';
import { FaultEdits } from '../../../src/session/fault-edits.svelte.ts';
import { ScenarioEdits } from '../../../src/session/scenario-edits.svelte.ts';
import type { ComputedWorld } from '../../../src/session/sandbox-driver.ts';
import { sample } from './sample-history.ts';

let plan: FaultPlan;
let computed: boolean[];
let edits: FaultEdits;
const shown: ComputedWorld = {
  world: 1,
  code: { files: [], entry: '' },
  inputs: { scenario: 's', input: null, faults: EMPTY_PLAN, seed: 1, host: 'simulated' },
  history: sample,
  hash: 'h',
  tookMs: 1,
};

beforeEach(() => {
  plan = EMPTY_PLAN;
  computed = [];
  edits = new FaultEdits({
    edits: new ScenarioEdits(() => ({ faults: plan, interventions: [] })),
    change: ({ faults }) => {
      plan = faults ?? plan;
      return true;
    },
    compute: (kept) => computed.push(kept),
    shown: () => shown,
    endMs: () => 1_000,
  });
});

describe('edits of the plan', () => {
  test('are undone one by one, each computed and kept', () => {
    edits.add('sonnet', 2_000);
    const added = plan;
    edits.move('outage', [3_000, 4_000], 'end');
    edits.remove('outage');
    expect(plan.faults).toHaveLength(0);
    edits.undo();
    expect(plan.faults[0]?.window).toEqual([3_000, 4_000]);
    edits.undo();
    expect(plan).toEqual(added);
    edits.undo();
    expect(plan).toEqual(EMPTY_PLAN);
    expect(edits.canUndo).toBe(false);
    expect(computed).toEqual([true, true, true, true, true, true]);
  });

  test('a whole drag is one edit; one that led back to where it began is none', () => {
    edits.add('sonnet', 2_000);
    const added = plan;
    for (const from of [2_100, 2_200]) edits.move('outage', [from, from + 3_000], 'move');
    expect(edits.canUndo).toBe(false);
    edits.move('outage', [2_300, 5_300], 'end');
    edits.undo();
    expect(plan).toEqual(added);
    edits.move('outage', [2_100, 5_100], 'move');
    edits.move('outage', [2_000, 5_000], 'end');
    edits.undo();
    expect(plan).toEqual(EMPTY_PLAN);
  });

  test('let the orchestrator crash at a moment, and come back when its band ends', () => {
    edits.crash(3_140);
    expect(plan.faults).toEqual([
      {
        id: 'crash',
        kind: 'orchestrator_crash',
        window: [3_100, 8_100],
        event: 0,
        downMs: 5_000,
        then: 'resume',
      },
    ]);
    expect(edits.planned).toEqual([{ id: 'crash', kind: 'orchestrator_crash', window: [3_100, 8_100] }]);
    edits.move('crash', [4_000, 5_500], 'end');
    expect(plan.faults[0]).toMatchObject({ window: [4_000, 5_500], downMs: 1_500 });
  });

  test('fifty can be undone, and none of what was open before', () => {
    for (let i = 0; i < 60; i++) edits.add('sonnet', i * 100);
    for (let i = 0; i < 60; i++) edits.undo();
    expect(plan.faults).toHaveLength(10);
    edits.add('sonnet', 0);
    edits.reset();
    expect(edits.canUndo).toBe(false);
  });

  test('numbers were something until the edited run is kept', () => {
    edits.add('sonnet', 2_000);
    expect(edits.before).toBe(shown);
    edits.move('outage', [2_100, 5_100], 'move');
    edits.settle();
    expect(edits.before).toBe(shown);
    edits.move('outage', [2_100, 5_100], 'end');
    edits.settle();
    expect(edits.before).toBeNull();
  });
});
