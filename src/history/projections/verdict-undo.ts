/** The verdict's clause on compensation: what was undone, and what could not be. */
import { causeOf } from './failure-words.ts';
import { numberWord } from './format.ts';
import type { RunView, StepView } from './run-view.ts';
import { marked, sentence, stepName, type Piece } from './sentence.ts';
import { stepsNamed } from './verdict-trouble.ts';

/** 'charge and reserve were undone; undoing book failed: payments was unavailable.' Empty where nothing was to be undone. */
export function undoneSentence(runs: readonly RunView[]): readonly Piece[] {
  const undos = runs.flatMap((run) => run.steps.filter(isUndo));
  const undone = undos.filter(({ state }) => state === 'ok' || state === 'recovered');
  const failed = undos.filter(({ state }) => state === 'failed');
  const did = undone.map(effectOf);
  // steps of several runs may share a name: they are counted
  const names = new Set(did).size < did.length ? [`${numberWord(did.length)} steps`] : stepsNamed(did);
  const went: readonly Piece[] =
    did.length === 0 ? [] : [...names, did.length === 1 ? ' was undone' : ' were undone'];
  const [first, ...others] = failed;
  if (!first) return went.length === 0 ? [] : sentence(...went);
  const failing: readonly Piece[] =
    others.length === 0
      ? [
          'undoing ',
          stepName(effectOf(first)),
          ' ',
          marked('failure', 'failed', { step: first.step }),
          ...causeIn(runs, first),
        ]
      : [
          `undoing ${numberWord(failed.length)} steps `,
          marked('failure', 'failed', { step: first.step }),
          ', first ',
          stepName(effectOf(first)),
          ...causeIn(runs, first),
        ];
  return sentence(...(went.length === 0 ? failing : [...went, '; ', ...failing]));
}

const effectOf = ({ compensates }: StepView): string => compensates ?? '';

/** What the engine runs to undo a step; the steps that it is made of undo the same one, below it. */
const isUndo = ({ step, compensates }: StepView): boolean =>
  compensates !== null && step === `undo ${compensates}`;

/** Why, from where it began: an undo fails with what failed in it. */
function causeIn(runs: readonly RunView[], undo: StepView): readonly Piece[] {
  const below = runs
    .flatMap((run) => run.steps)
    .findLast((s) => s.step.startsWith(`${undo.step}/`) && s.state === 'failed' && s.failure !== null);
  const { failure, attempts } = below ?? undo;
  const last = attempts.at(-1);
  return failure ? [`: ${causeOf(failure, last?.request ? last.target : null)}`] : [];
}
