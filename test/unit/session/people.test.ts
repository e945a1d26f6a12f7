import { beforeEach, describe, expect, test } from 'vitest';
import { EMPTY_PLAN } from '../../../src/faults/plan.ts';
import { projectWorld } from '../../../src/history/projections/run-view.ts';
import type { Interventions } from '../../../src/session/intervention-edits.ts';
import { People } from '../../../src/session/people.svelte.ts';
import { ScenarioEdits } from '../../../src/session/scenario-edits.svelte.ts';
import { deskStory } from '../../support/desk-story.ts';

let interventions: Interventions;
let computed: number;
let atMs: number;
/** What was done in a world that goes on in real time; null: none does. */
let live: unknown[] | null;
let edits: ScenarioEdits;
let people: People;

beforeEach(() => {
  interventions = [];
  computed = 0;
  atMs = 5000;
  live = null;
  edits = new ScenarioEdits(() => ({ faults: EMPTY_PLAN, interventions }));
  people = new People({
    edits,
    change: (part) => {
      interventions = part.interventions ?? interventions;
      return true;
    },
    compute: () => computed++,
    now: () => projectWorld(deskStory(), atMs),
    atMs: () => atMs,
    act: (kind, value) => {
      live?.push({ kind, value });
      return live !== null;
    },
  });
});

describe('people', () => {
  test('who are waited for at the playhead are known with their run', () => {
    expect(people.waiting.map(({ who, signal, run }) => [who, signal, run.run])).toEqual([
      ['a supervisor', 'run-1/approve', 'run-1'],
    ]);
    atMs = 9000;
    expect(new People({ ...visit(), atMs: () => atMs }).waiting).toEqual([]);
  });

  test('answer at the playhead, and the world is computed again', () => {
    people.answer('run-1/approve', true);
    expect(interventions).toEqual([
      { atMs: 5000, order: 0, kind: 'answer', value: { signal: 'run-1/approve', value: true } },
    ]);
    expect(computed).toBe(1);
  });

  test('answer later, if they are said to', () => {
    people.answer('run-1/approve', 'no', 60_000);
    expect(interventions[0]!.atMs).toBe(60_000);
  });

  test('settle a letter under its own signal', () => {
    people.settle('run-1/refund', { how: 'redriven', input: { order: 'A-18' } });
    expect(interventions[0]).toMatchObject({
      kind: 'answer',
      value: { signal: 'run-1/refund', value: { how: 'redriven', input: { order: 'A-18' } } },
    });
  });

  test('cancel a run', () => {
    people.cancel('run-1');
    expect(interventions[0]).toMatchObject({ atMs: 5000, kind: 'cancel', value: { run: 'run-1' } });
  });

  test('take back what they did, and undo brings each back', () => {
    people.answer('run-1/approve', true);
    const [answered] = interventions;
    people.remove(answered!);
    expect([interventions.length, computed]).toEqual([0, 2]);
    expect(edits.before?.interventions).toEqual([answered]);
    edits.undone();
    expect(edits.before?.interventions).toEqual([]);
  });

  test('act at once in a world that goes on in real time, and leave the scenario alone', () => {
    live = [];
    people.answer('run-1/approve', true);
    expect(live).toEqual([{ kind: 'answer', value: { signal: 'run-1/approve', value: true } }]);
    expect([interventions.length, computed, edits.canUndo]).toEqual([0, 0, false]);
  });

  test('find open letters apart from those that were settled', () => {
    const at = (ms: number) => new People({ ...visit(), now: () => projectWorld(deskStory(), ms) });
    expect(
      [at(11_499), at(11_500), at(14_000)].map((one) => [one.letters.length, one.openLetters.length]),
    ).toEqual([
      [0, 0],
      [1, 1],
      [1, 0],
    ]);
  });
});

const visit = () => ({
  edits,
  change: () => true,
  compute: () => undefined,
  now: () => projectWorld(deskStory(), atMs),
  atMs: () => atMs,
  act: () => false,
});
