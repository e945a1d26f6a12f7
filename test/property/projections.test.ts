/** What holds for the projections of any history. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventOf, History } from '../../src/history/events.ts';
import { causalChain } from '../../src/history/projections/chain.ts';
import { drawnSteps } from '../../src/history/projections/drawn-steps.ts';
import { graphOf, INPUT, OUTCOME } from '../../src/history/projections/graph.ts';
import { crashesOf, foldsOf, lanesOf, workOf } from '../../src/history/projections/lanes.ts';
import type { PlannedFault } from '../../src/history/projections/planned-fault.ts';
import { reasonOf } from '../../src/history/projections/reason.ts';
import { beforeStart, firstRun, projectWorld, type RunView } from '../../src/history/projections/run-view.ts';
import { statusOf } from '../../src/history/projections/status.ts';
import { totalsOf } from '../../src/history/projections/totals.ts';
import { announcement, verdict } from '../../src/history/projections/verdict.ts';
import { openHistory } from '../../src/history/upgrade.ts';
import { arbitraryHistory } from '../support/arbitrary-history.ts';

const PLAN: readonly PlannedFault[] = [
  { id: 'f0', kind: 'outage', model: 'gpt-4o', window: [1000, 9000] },
  { id: 'f1', kind: 'latency', window: [0, Infinity] },
  { id: 'f2', kind: 'cut', step: 'answer' },
];

/** Every projection of one history; throws where one does. */
function projectAll(
  history: History,
  baseline?: History,
): { readonly run: RunView | null; readonly text: string } {
  const world = projectWorld(history);
  const said = verdict(world, PLAN, baseline && projectWorld(baseline));
  statusOf(world, PLAN);
  const run = firstRun(world);
  for (const each of world.runs) {
    totalsOf(each);
    graphOf(each);
    lanesOf(each, PLAN, world);
    crashesOf(world.crashes, PLAN);
    foldsOf(each);
    drawnSteps(each);
    beforeStart(each);
    for (const step of each.steps) {
      reasonOf(each, step);
      for (const { attempt } of step.attempts) causalChain(each, step.step, attempt);
    }
  }
  return { run, text: announcement(said) };
}

const runOf = (history: History): RunView => firstRun(projectWorld(history))!;

describe('any prefix of any history', () => {
  test('is projected without throwing, and has something to say', () => {
    fc.assert(
      fc.property(arbitraryHistory, arbitraryHistory, fc.nat(), (history, baseline, cut) => {
        const { text } = projectAll(history.slice(0, cut % (history.length + 1)), baseline);
        expect(text).toMatch(/^\S.*[.?!…]$/);
        expect(text).not.toMatch(/undefined|null|NaN| {2}|\.\.|\bno steps\b/);
      }),
      { numRuns: 300 },
    );
  });

  test('is projected even where events were lost, doubled or shuffled', () => {
    const forged = arbitraryHistory.chain((history) =>
      fc.array(fc.constantFrom(...history), { maxLength: 60 }),
    );
    fc.assert(
      fc.property(forged, (history) => void projectAll(history)),
      { numRuns: 300 },
    );
  });

  test('shows no more calls, tokens or money than the whole', () => {
    fc.assert(
      fc.property(arbitraryHistory, fc.nat(), (history, cut) => {
        const part = totalsOf(runOf(history.slice(0, 2 + (cut % (history.length - 1)))));
        const whole = totalsOf(runOf(history));
        for (const key of [
          'virtualMs',
          'calls',
          'failedCalls',
          'inputTokens',
          'outputTokens',
          'costNanoUsd',
          'wastedNanoUsd',
        ] as const)
          expect(part[key]).toBeLessThanOrEqual(whole[key]);
      }),
    );
  });
});

/** Whether a gate gave the attempt a score below its threshold. */
const turnedAway = (history: History, { step, attempt, failure }: EventOf<'attempt.finished'>): boolean =>
  failure?.code === 'low_quality' ||
  history
    .flatMap((e) => (e.type === 'gate.scored' && e.step === step && e.attempt === attempt ? [e] : []))
    .at(-1)?.passed === false;

test('totals are the sums of the events', () => {
  fc.assert(
    fc.property(arbitraryHistory, (history) => {
      const sums = { calls: 0, inputTokens: 0, outputTokens: 0, costNanoUsd: 0, wastedNanoUsd: 0 };
      for (const event of history) {
        if (event.type === 'attempt.started' && event.request) sums.calls++;
        if (event.type !== 'attempt.finished' && event.type !== 'call.settled') continue;
        sums.inputTokens += event.usage?.inputTokens ?? 0;
        sums.outputTokens += event.usage?.outputTokens ?? 0;
        sums.costNanoUsd += event.costNanoUsd ?? 0;
        if (event.type === 'call.settled' || event.outcome !== 'ok' || turnedAway(history, event))
          sums.wastedNanoUsd += event.costNanoUsd ?? 0;
      }
      const totals = totalsOf(runOf(history));
      expect(totals).toMatchObject(sums);
      expect(totals.failedCalls).toBeLessThanOrEqual(totals.calls);
    }),
  );
});

describe('the graph of any history', () => {
  test('has every step once, and edges that lead forward from the input to the outcome', () => {
    fc.assert(
      fc.property(arbitraryHistory, (history) => {
        const run = runOf(history);
        const { nodes, edges, outcome } = graphOf(run);
        expect(nodes.map((n) => n.step).sort()).toEqual(
          drawnSteps(run)
            .map((s) => s.step)
            .sort(),
        );
        expect(new Set(nodes.map((n) => `${n.rank}/${n.order}`)).size).toBe(nodes.length);
        const rank = new Map(nodes.map((n) => [n.step, n.rank]));
        for (const { from, to } of edges)
          expect(from === INPUT ? -1 : rank.get(from)!).toBeLessThan(
            to === OUTCOME ? outcome.rank : rank.get(to)!,
          );
        for (const { step } of nodes) expect(edges.some((e) => e.to === step)).toBe(true);
      }),
    );
  });

  test('leads from each step to those that began after it ended, where code decides', () => {
    fc.assert(
      fc.property(arbitraryHistory, (history) => {
        const run = runOf(history);
        // a node that stands for many began before some of what followed it ended
        fc.pre(run.started.pattern === 'code' && drawnSteps(run).every(({ runs }) => runs.length === 0));
        const { edges } = graphOf(run);
        const follows = reachability(edges.filter((e) => e.taken));
        const seqOf = (type: string, step: string): number =>
          history.find(
            (e) => (e.type === type || e.type === 'step.skipped') && 'step' in e && e.step === step,
          )?.seq ?? NaN;
        const reached = run.steps.filter((s) => s.startedMs !== null).map((s) => s.step);
        for (const a of reached)
          for (const b of reached)
            if (a !== b) expect(follows(a, b)).toBe(seqOf('step.finished', a) < seqOf('step.started', b));
      }),
      { numRuns: 60 },
    );
  });
});

test('the lanes of any history hold each call once, and folds no attempt', () => {
  fc.assert(
    fc.property(arbitraryHistory, (history) => {
      const run = runOf(history);
      const calls = lanesOf(run, PLAN).flatMap((l) => l.calls);
      expect(calls).toHaveLength(totalsOf(run).calls);
      for (const { fromMs, toMs } of foldsOf(run)) {
        expect(fromMs).toBeLessThan(toMs);
        for (const a of workOf(run))
          expect(
            (a.finishedMs !== null && (a.finishedMs <= fromMs || a.startedMs >= toMs)) || a.startedMs >= toMs,
          ).toBe(true);
      }
    }),
  );
});

test('any history opens again from its JSON, and any other JSON is refused in words', () => {
  fc.assert(
    fc.property(arbitraryHistory, (history) => {
      expect(openHistory(JSON.parse(JSON.stringify(history)))).toEqual({ ok: true, history });
    }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.anything()), (records) => {
      const opened = openHistory(records);
      expect(opened.ok ? '' : opened.message).toMatch(/^\S.*\.$/);
    }),
  );
});

/** Whether one step is reached from another along edges. */
function reachability(
  edges: readonly { readonly from: string; readonly to: string }[],
): (a: string, b: string) => boolean {
  const after = new Map<string, string[]>();
  for (const { from, to } of edges) after.set(from, [...(after.get(from) ?? []), to]);
  const search = (from: string, to: string, seen: Set<string>): boolean =>
    (after.get(from) ?? []).some(
      (next) => next === to || (!seen.has(next) && search(next, to, seen.add(next))),
    );
  return (a, b) => search(a, b, new Set([a]));
}
