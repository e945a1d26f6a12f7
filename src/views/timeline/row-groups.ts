/** Which steps share a row: each has its own, except where a presentation folds equals into one. */
import type { StepView } from '../../history/projections/run-view.ts';
import { allowanceOf, attemptsAllowed } from '../marks/allowed.ts';

export interface RowGroup {
  readonly key: string;
  readonly label: string;
  readonly steps: readonly StepView[];
  /** It may try more often than others, so its bars are tall and labelled. */
  readonly deep: boolean;
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
};

const tries = (step: StepView): number => attemptsAllowed(allowanceOf(step));

/** The steps that may try the most: told apart by their declarations, so that no row grows when a call fails. */
function deepSteps(steps: readonly StepView[]): ReadonlySet<string> {
  const most = Math.max(DEEP_FROM, ...steps.map(tries));
  const deep = new Set(steps.filter((step) => tries(step) === most).map((step) => step.name));
  return deep.size > DEEP_ROWS_MOST ? new Set() : deep;
}

export function rowGroups(steps: readonly StepView[], present: boolean): readonly RowGroup[] {
  const deep = deepSteps(steps);
  const groups: StepView[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (present && last?.[0] && alike(last[0], step)) last.push(step);
    else groups.push([step]);
  }
  return groups.map((members) => {
    const first = members[0] as StepView;
    const kind = PLURAL[first.declared?.kind ?? 'function'] ?? 'steps';
    return {
      key: first.step,
      label: members.length > 1 ? `${kind} ×${members.length}` : first.step,
      steps: members,
      deep: members.some((step) => deep.has(step.name)),
    };
  });
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
