/** The graph of a run: its steps by rank, the path taken, and what was not reached. */
import type { RunFinished } from '../events.ts';
import { drawnSteps } from './drawn-steps.ts';
import type { RunView, StepView } from './run-view.ts';
import { orderOfSteps, type StepSpan } from './step-order.ts';

/** One step; `step` names one of the steps that drawn-steps.ts draws of the run. */
export interface GraphNode {
  readonly step: string;
  /** Column, from 0: the longest path from the input. */
  readonly rank: number;
  /** Place within its rank, from 0, in declared order. */
  readonly order: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Whether the run went this way. Through a skipped step it did. */
  readonly taken: boolean;
}

export interface GraphOutcome {
  /** Null while the run is unfinished. */
  readonly outcome: RunFinished['outcome'] | null;
  readonly atMs: number | null;
  /** Why it was handed to a person. */
  readonly reason: string | null;
  /** One more than the highest rank of the nodes. */
  readonly rank: number;
}

export interface Graph {
  /** By rank, then order. */
  readonly nodes: readonly GraphNode[];
  /** `from` is a step or INPUT, `to` a step or OUTCOME. */
  readonly edges: readonly GraphEdge[];
  readonly outcome: GraphOutcome;
  /** Steps left out because there were more than NODE_LIMIT. */
  readonly hidden: number;
}

export const INPUT = 'input';
export const OUTCOME = 'outcome';
/** Steps drawn at most. */
export const NODE_LIMIT = 300;

/** What a step follows: places in the list of steps drawn. */
type Predecessors = readonly (readonly number[])[];

/**
 * The graph of a run. A view takes its layout from the whole run's graph and each node's state from the run at the
 * playhead. Where code decides the order, edges are the transitive reduction of what ended before what began.
 */
export function graphOf(run: RunView): Graph {
  const drawn = drawnSteps(run);
  const steps = drawn.slice(0, NODE_LIMIT);
  const before = orderIn(run, steps);
  const ranks = ranksOf(before);
  return {
    nodes: nodesOf(steps, ranks),
    edges: edgesOf(run, steps, before),
    outcome: {
      outcome: run.finished?.outcome ?? null,
      atMs: run.finishedMs,
      reason: run.finished?.reason ?? null,
      rank: Math.max(-1, ...ranks) + 1,
    },
    hidden: drawn.length - steps.length,
  };
}

function orderIn(run: RunView, steps: readonly StepView[]): Predecessors {
  switch (run.started.pattern) {
    case 'code':
      return inferredOrder(steps, orderOfSteps(steps));
    case 'agent':
      // It reasons, then calls what it asked for: round and round, which one node a tool stands for.
      return steps.map((_, place) => (place === 0 ? [] : [0]));
    default:
      return declaredOrder(steps);
  }
}

/** Whether the run came by: the step was started, or skipped. */
const passed = (step: StepView): boolean => step.startedMs !== null;

function inferredOrder(steps: readonly StepView[], order: ReadonlyMap<StepView, StepSpan>): Predecessors {
  const reached = steps.map((step, place) => ({ place, span: order.get(step) })).filter(hasSpan);
  const before: number[][] = steps.map(() => []);
  reduce(reached, before);
  hangUnreached(reached, before);
  return before;
}

interface Reached {
  readonly place: number;
  readonly span: StepSpan;
}
const hasSpan = (s: { place: number; span: StepSpan | undefined }): s is Reached => s.span !== undefined;

/**
 * For each step, those that ended before it began with no third between: of all that ended before, those still
 * running when the latest of them began.
 */
function reduce(reached: readonly Reached[], before: number[][]): void {
  const byStart = reached.toSorted((a, b) => a.span.start - b.span.start);
  const byEnd = reached.toSorted((a, b) => a.span.end - b.span.end);
  let ended = 0;
  let latestStart = -1;
  for (const { place, span } of byStart) {
    for (let next = byEnd[ended]; next && next.span.end < span.start; next = byEnd[++ended])
      latestStart = Math.max(latestStart, next.span.start);
    for (let i = ended - 1; i >= 0; i--) {
      const earlier = byEnd[i];
      if (!earlier || earlier.span.end < latestStart) break;
      before[place]?.push(earlier.place);
    }
    before[place]?.sort((a, b) => a - b);
  }
}

/**
 * Hangs each step that was not reached behind the one declared before it: in a chain behind its like, else behind the
 * last of the reached steps declared before it.
 */
function hangUnreached(reached: readonly Reached[], before: number[][]): void {
  const spans = new Map(reached.map(({ place, span }) => [place, span]));
  for (const [place, places] of before.entries()) {
    if (spans.has(place)) continue;
    if (place > 0 && !spans.has(place - 1)) {
      places.push(place - 1);
      continue;
    }
    const earlier = reached.filter((r) => r.place < place);
    const latestStart = Math.max(-1, ...earlier.map((r) => r.span.start));
    places.push(...earlier.filter((r) => r.span.end > latestStart).map((r) => r.place));
  }
}

/** Declared dependencies, by name; what was not declared follows nothing. */
function declaredOrder(steps: readonly StepView[]): Predecessors {
  const byName = new Map<string, number[]>();
  for (const [place, { name }] of steps.entries()) byName.set(name, [...(byName.get(name) ?? []), place]);
  return steps.map((step, place) =>
    (step.declared?.after ?? [])
      .flatMap((name) => byName.get(name) ?? [])
      .filter((earlier) => earlier !== place),
  );
}

/** Longest paths from the input. A step in a cycle, which only a forged history has, counts what is known so far. */
function ranksOf(before: Predecessors): readonly number[] {
  const ranks = before.map(() => -1);
  const after: number[][] = before.map(() => []);
  const missing = before.map((places, place) => {
    for (const earlier of places) after[earlier]?.push(place);
    return places.length;
  });
  const ready = [...missing.keys()].filter((place) => missing[place] === 0);
  for (let i = 0; i < ready.length; i++) {
    const place = ready[i] ?? 0;
    ranks[place] = 1 + Math.max(-1, ...(before[place] ?? []).map((earlier) => ranks[earlier] ?? -1));
    for (const later of after[place] ?? []) {
      missing[later] = (missing[later] ?? 0) - 1;
      if (missing[later] === 0) ready.push(later);
    }
  }
  return ranks.map((rank) => Math.max(0, rank));
}

function nodesOf(steps: readonly StepView[], ranks: readonly number[]): readonly GraphNode[] {
  const declared = new Map<string, number>();
  for (const [i, { name }] of steps.entries()) if (!declared.has(name)) declared.set(name, i);
  const places = [...steps.entries()].map(([place, { step, name }]) => ({
    step,
    place,
    rank: ranks[place] ?? 0,
    declaredAt: declared.get(name) ?? place,
  }));
  places.sort((a, b) => a.rank - b.rank || a.declaredAt - b.declaredAt || a.place - b.place);
  let rank = -1;
  let order = 0;
  return places.map((node) => {
    order = node.rank === rank ? order + 1 : 0;
    rank = node.rank;
    return { step: node.step, rank, order };
  });
}

function edgesOf(run: RunView, steps: readonly StepView[], before: Predecessors): readonly GraphEdge[] {
  const edges: GraphEdge[] = [];
  const followed = new Set<number>();
  const reachedFollowed = new Set<number>();
  for (const [place, step] of steps.entries()) {
    const places = before[place] ?? [];
    if (places.length === 0) edges.push({ from: INPUT, to: step.step, taken: passed(step) });
    for (const earlier of places) {
      const from = steps[earlier];
      if (!from) continue;
      const taken = passed(from) && passed(step);
      followed.add(earlier);
      if (taken) reachedFollowed.add(earlier);
      edges.push({ from: from.step, to: step.step, taken });
    }
  }
  const lastReached = steps.findLastIndex(passed);
  for (const [place, step] of steps.entries()) {
    const taken = run.finished !== null && passed(step) && !reachedFollowed.has(place);
    // A way not taken leads to the outcome only if it is the last: from the middle of the code we cannot know.
    if (
      taken ||
      (!followed.has(place) && (passed(step) || place > lastReached || run.started.pattern !== 'code'))
    )
      edges.push({ from: step.step, to: OUTCOME, taken });
  }
  if (steps.length === 0) edges.push({ from: INPUT, to: OUTCOME, taken: run.finished !== null });
  return edges;
}
