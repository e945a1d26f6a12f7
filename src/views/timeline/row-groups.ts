/** Which steps share a row: each has its own, except where a presentation folds equals into one. */
import type { StepView } from '../../history/projections/run-view.ts';
import { allowanceOf, attemptsAllowed } from '../marks/allowed.ts';

export interface RowGroup {
  readonly key: string;
  readonly label: string;
  readonly steps: readonly StepView[];
  /** Its policy may make it try often, so its bars are labelled. */
  readonly deep: boolean;
}

/** From this many attempts on a row is deep. */
const DEEP_FROM = 3;
const PLURAL: Readonly<Record<string, string>> = {
  classify: 'classifiers',
  extract: 'extractors',
  retrieve: 'retrievals',
  embed: 'embeddings',
  generate: 'generations',
  judge: 'judges',
  function: 'functions',
};

const isDeep = (step: StepView): boolean => attemptsAllowed(allowanceOf(step)) >= DEEP_FROM;

export function rowGroups(steps: readonly StepView[], present: boolean): readonly RowGroup[] {
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
      deep: members.some(isDeep),
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
