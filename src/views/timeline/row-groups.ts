/** Which steps share a row: each has its own, except where a presentation folds equals into one. */
import type { RunView, StepView } from '../../history/projections/run-view.ts';
import { allowanceOf, attemptsAllowed } from '../marks/allowed.ts';

export interface RowGroup {
  readonly key: string;
  readonly label: string;
  readonly steps: readonly StepView[];
  /** It may try more often than others, so its bars are tall and labelled. */
  readonly deep: boolean;
  /** How many steps it ran under: of a sub-orchestration, of an agent. */
  readonly depth: number;
  /** Whether others ran under it. */
  readonly frames: boolean;
}

/** A row is deep from this many attempts on, if no other may try more often, and few do as often. */
const DEEP_FROM = 3;
const DEEP_ROWS_MOST = 3;
const PLURAL: Readonly<Record<string, string>> = {
  classify: 'classifiers',
  extract: 'extractors',
  retrieve: 'retrievals',
  embed: 'embeddings',
  generate: 'generations',
  judge: 'judges',
  function: 'functions',
  tool: 'tools',
  agent: 'agents',
  approval: 'approvals',
  orchestration: 'orchestrations',
};

const tries = (step: StepView): number => attemptsAllowed(allowanceOf(step));

/** The steps that may try the most: told apart by their declarations, so that no row grows when a call fails. */
function deepSteps(steps: readonly StepView[]): ReadonlySet<string> {
  const most = steps.reduce((sofar, step) => Math.max(sofar, tries(step)), DEEP_FROM);
  const deep = new Set(steps.filter((step) => tries(step) === most).map((step) => step.name));
  return deep.size > DEEP_ROWS_MOST ? new Set() : deep;
}

/** The rows of a run: each step, then what ran under it. A presentation leaves out what ran under others. */
export function rowGroups(
  { started, steps: all }: Pick<RunView, 'started' | 'steps'>,
  present: boolean,
): readonly RowGroup[] {
  // An agent's turns tell their order; what was declared does not.
  const steps = started.pattern === 'agent' ? [...all].sort(byStart) : all;
  const deep = deepSteps(steps);
  const under = new Map<string | null, StepView[]>();
  for (const step of steps) {
    const siblings = under.get(step.parent);
    if (siblings) siblings.push(step);
    else under.set(step.parent, [step]);
  }
  const rows: RowGroup[] = [];
  const add = (parent: string | null, depth: number): void => {
    for (const members of together(under.get(parent) ?? [], present)) {
      const first = members[0] as StepView;
      const frames = under.has(first.step) && !present;
      const kind = PLURAL[first.declared?.kind ?? 'function'] ?? 'steps';
      rows.push({
        key: first.step,
        label:
          members.length > 1
            ? `${kind} ×${members.length}`
            : first.step.slice(parent === null ? 0 : afterParent(first.step, parent)),
        steps: members,
        deep: members.some((step) => deep.has(step.name)),
        depth,
        frames,
      });
      if (frames) add(first.step, depth + 1);
    }
  };
  add(null, 0);
  return rows;
}

const byStart = (a: StepView, b: StepView): number =>
  (a.startedSeq ?? Infinity) - (b.startedSeq ?? Infinity) || 0;

/** Where a path goes on after the step that it lies under, on whichever of its attempts. */
const afterParent = (path: string, parent: string): number => path.indexOf('/', parent.length) + 1;

function together(steps: readonly StepView[], present: boolean): readonly (readonly StepView[])[] {
  const groups: StepView[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (present && last?.[0] && alike(last[0], step)) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

/** Started together, same kind, one good attempt each: nothing to tell apart from the back of a room. */
function alike(a: StepView, b: StepView): boolean {
  const quiet = (step: StepView): boolean => step.state === 'ok' && step.attempts.length <= 1;
  return (
    quiet(a) &&
    quiet(b) &&
    a.declared?.kind === b.declared?.kind &&
    a.startedMs === b.startedMs &&
    a.startedMs !== null
  );
}
