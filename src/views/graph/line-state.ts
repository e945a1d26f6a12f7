/** How each line of the graph is drawn at the playhead. */
import type { Graph } from '../../history/projections/graph.ts';
import { INPUT, OUTCOME } from '../../history/projections/graph.ts';
import { refusedInput, type RunView, type StepView } from '../../history/projections/run-view.ts';
import type { EdgeLine } from './edges-layout.ts';

/** 'gone': the run went this way; 'going': it is arriving; 'failed': what it handed on was refused; 'not': not yet, or never. */
export type LineState = 'gone' | 'going' | 'failed' | 'not';

/** `taken` holds 'from to' of every edge that the whole run took. */
export const takenEdges = (graph: Graph): ReadonlySet<string> =>
  new Set(graph.edges.filter((edge) => edge.taken).map(({ from, to }) => `${from} ${to}`));

/** Whether any edge of the line was taken, sooner or later. */
export const wasTaken = (line: EdgeLine, taken: ReadonlySet<string>): boolean =>
  line.to.some((to) => line.from.some((from) => taken.has(`${from} ${to}`)));

export function lineState(
  line: EdgeLine,
  taken: ReadonlySet<string>,
  now: ReadonlyMap<string, StepView>,
  run: RunView,
): LineState {
  if (!wasTaken(line, taken)) return 'not';
  if (line.part !== 'head') return line.from.some((from) => isDone(from, now)) ? 'gone' : 'not';
  return arrival(line.to[0] ?? '', now, run);
}

function isDone(id: string, now: ReadonlyMap<string, StepView>): boolean {
  if (id === INPUT) return true;
  const step = now.get(id);
  return step !== undefined && step.startedMs !== null && step.finishedMs !== null;
}

function arrival(id: string, now: ReadonlyMap<string, StepView>, run: RunView): LineState {
  if (id === OUTCOME) return run.finished ? 'gone' : 'not';
  const step = now.get(id);
  if (!step || step.startedMs === null) return 'not';
  if (refusedInput(step)) return 'failed';
  return step.state === 'running' ? 'going' : 'gone';
}
