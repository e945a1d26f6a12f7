/**
 * The steps that a graph draws. What ran under another step stands in it; an agent's turns, and many executions of one
 * declared step, are one node.
 */
import type { AttemptView, RunView, StepState, StepView } from './run-view.ts';

/** So many executions of one declared step stand for themselves; more become one. */
const APART_MOST = 8;

/** A step as it is drawn; `runs` are the executions that it stands for, none for one that stands for itself. */
export interface DrawnStep extends StepView {
  readonly runs: readonly StepView[];
}

/**
 * The steps of a run's graph, in the order of `run.steps`. `whole`: the run that `run` is a prefix of, so that both are
 * drawn as the same nodes.
 */
export function drawnSteps(run: RunView, whole: RunView = run): readonly DrawnStep[] {
  const agent = run.started.pattern === 'agent';
  const own = byName(run);
  const many = whole === run ? own : byName(whole);
  const drawn: DrawnStep[] = [];
  const done = new Set<string>();
  for (const step of run.steps) {
    const { name } = step;
    if (step.parent !== null || done.has(name)) continue;
    const together = (many.get(name)?.length ?? 0) > APART_MOST || (agent && step.step !== name);
    if (!together) drawn.push({ ...step, runs: [] });
    else {
      done.add(name);
      drawn.push(asOne(name, own.get(name) ?? []));
    }
  }
  return agent ? drawn.sort(byDeclaration(run)) : drawn;
}

/** The steps of the run itself, by declared name. */
function byName({ steps }: RunView): ReadonlyMap<string, readonly StepView[]> {
  const named = new Map<string, StepView[]>();
  for (const step of steps) {
    if (step.parent !== null) continue;
    const same = named.get(step.name);
    if (same) same.push(step);
    else named.set(step.name, [step]);
  }
  return named;
}

/** An agent reasons first, whatever was not reached. */
function byDeclaration({ started }: RunView): (a: StepView, b: StepView) => number {
  const place = new Map(started.steps.map(({ name }, i) => [name, i]));
  const of = ({ name }: StepView): number => place.get(name) ?? started.steps.length;
  return (a, b) => of(a) - of(b);
}

/** The step of that id: one of the run, or one that stands for several executions; null where there is none. */
export function stepCalled(run: RunView, id: string): DrawnStep | null {
  const own = run.steps.find(({ step }) => step === id);
  if (own) return { ...own, runs: [] };
  return drawnSteps(run).find(({ step }) => step === id) ?? null;
}

/** What ran under a step, in order of start. */
export const nestedIn = (run: RunView, step: string): readonly StepView[] =>
  run.steps.filter(({ parent }) => parent === step);

/** Several executions as one step: its attempts are theirs, numbered through. */
function asOne(name: string, runs: readonly StepView[]): DrawnStep {
  const last = runs.at(-1);
  if (!last) throw new Error(`Assertion failed: '${name}' stands for no execution`);
  const begun = runs.filter(({ startedMs }) => startedMs !== null);
  const over = begun.every(({ finishedMs }) => finishedMs !== null);
  const latest = begun.reduce((a, b) => ((b.finishedSeq ?? 0) > (a.finishedSeq ?? 0) ? b : a), last);
  return {
    ...last,
    step: name,
    name,
    state: stateOf(runs, last),
    startedMs: begun[0]?.startedMs ?? null,
    startedSeq: begun[0]?.startedSeq ?? null,
    finishedMs: over ? latest.finishedMs : null,
    finishedSeq: over ? latest.finishedSeq : null,
    attempts: runs
      .flatMap((step) => step.attempts)
      .map((attempt, i): AttemptView => ({ ...attempt, attempt: i + 1 })),
    backoffs: runs.flatMap((step) => step.backoffs),
    fallbacks: runs.flatMap((step) => step.fallbacks),
    holds: runs.flatMap((step) => step.holds),
    refusals: runs.flatMap((step) => step.refusals),
    denials: runs.flatMap((step) => step.denials),
    waits: runs.flatMap((step) => step.waits),
    runs,
  };
}

/** What failed and was followed by something that did not is made good. */
function stateOf(runs: readonly StepView[], last: StepView): StepState {
  if (runs.some(({ state }) => state === 'running')) return 'running';
  const struggled = runs.some(({ state }) => state === 'failed' || state === 'recovered');
  return struggled && last.state === 'ok' ? 'recovered' : last.state;
}
