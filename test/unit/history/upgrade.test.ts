import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SCHEMA_VERSION, type EventType } from '../../../src/history/events.ts';
import { graphOf } from '../../../src/history/projections/graph.ts';
import { firstRun, projectWorld } from '../../../src/history/projections/run-view.ts';
import { totalsOf } from '../../../src/history/projections/totals.ts';
import { announcement, verdict } from '../../../src/history/projections/verdict.ts';
import { openHistory } from '../../../src/history/upgrade.ts';

const fixture = (name: string): Record<string, unknown>[] =>
  JSON.parse(
    readFileSync(new URL(`../../fixtures/histories/${name}.json`, import.meta.url), 'utf8'),
  ) as Record<string, unknown>[];
const stored = (): Record<string, unknown>[] => fixture('v1');

/** Every type there is: a type that is added does not compile until it stands here, and then in a fixture. */
const TYPES: Record<EventType, true> = {
  'world.started': true,
  'world.ended': true,
  'run.started': true,
  'run.finished': true,
  'step.started': true,
  'step.finished': true,
  'step.skipped': true,
  'attempt.started': true,
  'attempt.finished': true,
  'part.received': true,
  'attempt.held': true,
  'attempt.refused': true,
  'retry.denied': true,
  'policy.changed': true,
  'gate.scored': true,
  'drift.alarmed': true,
  'agent.stopped': true,
  'state.written': true,
  'state.conflicted': true,
  'state.refused': true,
  'signal.awaited': true,
  'signal.received': true,
  'letter.added': true,
  'letter.settled': true,
  'effect.executed': true,
  'call.settled': true,
  'orchestrator.crashed': true,
  'orchestrator.resumed': true,
  'backoff.started': true,
  'fallback.chosen': true,
  'fault.struck': true,
  'fault.unmet': true,
  'warning.raised': true,
  'log.written': true,
  'intervention.applied': true,
};

describe('a history of today', () => {
  test('has every type of event, and opens as it stands', () => {
    const today = fixture('v2');
    expect(new Set(today.map((e) => e['type']))).toEqual(new Set(Object.keys(TYPES)));
    expect(SCHEMA_VERSION, 'a new version needs an upgrade and a fixture of its own').toBe(2);
    expect(openHistory(today)).toEqual({ ok: true, history: today });
  });

  test('is projected at every length', () => {
    const opened = openHistory(fixture('v2'));
    if (!opened.ok) throw new Error(opened.message);
    for (let length = 1; length <= opened.history.length; length++) {
      const world = projectWorld(opened.history.slice(0, length));
      const run = firstRun(world);
      if (run) expect(graphOf(run).nodes.length + totalsOf(run).calls).toBeGreaterThan(0);
      expect(announcement(verdict(world, []))).toMatch(/./);
    }
  });
});

describe('a history of version 1', () => {
  test('is brought forward: what its documents said is not known any more', () => {
    const records = stored();
    const at = records.findIndex((e) => e['type'] === 'attempt.finished');
    const reply = {
      ...(records[at]!['reply'] as object),
      documents: [{ id: 'kb-1', title: 'Invoices', score: 0.5 }],
    };
    const opened = openHistory(records.map((e, i) => (i === at ? { ...e, reply } : e)));
    if (!opened.ok) throw new Error(opened.message);
    expect(opened.history[0]).toMatchObject({ schema: 2 });
    expect(opened.history[at]).toMatchObject({
      reply: { documents: [{ id: 'kb-1', title: 'Invoices', score: 0.5, text: '' }] },
    });
  });

  test('opens and is projected', () => {
    const opened = openHistory(stored());
    if (!opened.ok) throw new Error(opened.message);
    const world = projectWorld(opened.history);
    const run = firstRun(world)!;
    expect(
      announcement(
        verdict(world, [{ id: 'outage-1', kind: 'outage', model: 'claude-3-sonnet', window: [1500, 4000] }]),
      ),
    ).toBe('claude-3-sonnet was down from 1.5 s to 4 s. answer failed twice; gpt-4o answered after 5.0 s.');
    expect(totalsOf(run)).toMatchObject({
      word: 'recovered',
      virtualMs: 5000,
      calls: 4,
      failedCalls: 2,
      costNanoUsd: 607_200,
    });
    expect(graphOf(run).nodes.map((n) => n.rank)).toEqual([0, 1, 2, 3]);
  });
});

describe('what is refused, and how', () => {
  const refusal = (records: unknown): string => {
    const opened = openHistory(records);
    return opened.ok ? 'it opened' : opened.message;
  };
  const changed = (at: number, fields: Record<string, unknown>): string =>
    refusal(stored().map((event, i) => (i === at ? { ...event, ...fields } : event)));

  test('a history from the future', () => {
    expect(changed(0, { schema: 3 })).toBe(
      'This history was written by a later version (schema 3; this one reads up to 2). Reload the page to get the latest version.',
    );
  });

  test.each([
    [undefined, 'This is no history: it is nothing, not a list of events.'],
    [null, 'This is no history: it is nothing, not a list of events.'],
    ['[]', 'This is no history: it is a string, not a list of events.'],
    [{}, 'This is no history: it is an object, not a list of events.'],
    [[], 'This history is empty: its first event, world.started, is missing.'],
    [[{ type: 'run.started' }], 'This is no history: its first event is not world.started.'],
    [[null], 'This is no history: its first event is not world.started.'],
    [[{ type: 'world.started' }], "The first event's schema is null, not a version number."],
    [[{ type: 'world.started', schema: 0 }], "The first event's schema is 0, not a version number."],
  ])('%j', (records, message) => expect(refusal(records)).toBe(message));

  test.each([
    [3, { seq: 9 }, 'Event 3: seq is 9, but seq counts from 0 without gaps.'],
    [3, { seq: '3' }, "Event 3: seq is '3', not a whole number from 0."],
    [3, { t: -1 }, 'Event 3: t is -1, not a whole number from 0.'],
    [3, { t: 0.5 }, 'Event 3: t is 0.5, not a whole number from 0.'],
    [8, { t: 1 }, 'Event 8: t is 1, before the 600 of the event before it.'],
    [3, { run: null }, 'Event 3: run is null, not text.'],
    [3, { type: 'step.exploded' }, "Event 3: type is 'step.exploded', which is no event of this version."],
    [3, { type: 'toString' }, "Event 3: type is 'toString', which is no event of this version."],
    [1, { steps: {} }, 'Event 1: steps is an object, not a list.'],
    [
      1,
      { steps: [{ name: 'a', kind: 'function', targets: [1] }] },
      'Event 1: steps[0].targets[0] is 1, not text.',
    ],
    [3, { request: { kind: 'chat' } }, 'Event 3: request.model is missing, not text.'],
    [4, { usage: { inputTokens: 1 } }, 'Event 4: usage.outputTokens is missing, not a whole number from 0.'],
    [4, { failure: [] }, 'Event 4: failure is a list, not an object.'],
    [4, { outcome: 'great' }, "Event 4: outcome is 'great', not one of ok, failed, cancelled."],
  ])('event %i with %j', (at, fields, message) => expect(changed(at, fields)).toBe(message));

  test('an event that is no object', () => {
    expect(refusal([stored()[0], 7])).toBe('Event 1: it is 7, not an object.');
  });
});
