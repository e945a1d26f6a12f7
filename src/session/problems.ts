/** Everything that is wrong with what is open: what, where and what to try. */
import type { RunView } from '../history/projections/run-view.ts';
import type { Failure } from '../model/failure.ts';
import type { Problem } from '../sandbox/messages.ts';

export interface ShownProblem extends Problem {
  /** When it was found: reading the scenario, compiling the source, or running it. */
  readonly found: 'scenario' | 'compile' | 'run';
  readonly advice: string;
}

/** All problems, in the order in which F8 visits them. */
export function problemsOf(
  refused: readonly Problem[],
  scenario: readonly Problem[],
  run: RunView | null,
): ShownProblem[] {
  const thrown = run ? thrownBy(run) : null;
  return [
    ...refused.map((problem) => ({ ...problem, found: 'compile' as const, advice: advise(problem) })),
    ...scenario.map((problem) => ({
      ...problem,
      found: 'scenario' as const,
      advice: 'Pictures and runs keep to the last scenario that could be read.',
    })),
    ...(thrown ? [thrown] : []),
  ];
}

/** Where authored code threw, if that ended the run or a step and its line is known. */
function thrownBy(run: RunView): ShownProblem | null {
  const failures: (Failure | null | undefined)[] = [
    run.finished?.failure,
    ...run.steps.flatMap(({ failure, attempts }) => [failure, ...attempts.map((attempt) => attempt.failure)]),
  ];
  const began = (run.finishedMs ?? 0) > run.startedMs;
  for (const failure of failures) {
    const machine = failure?.$unhashed;
    if ((failure?.code !== 'thrown' && failure?.code !== 'misuse') || !machine?.file || !machine.line)
      continue;
    return {
      file: machine.file,
      line: machine.line,
      column: 1,
      // Words of the author stay as they are; those of the engine begin a sentence.
      message: machine.detail ? capital(`${failure.message} ${machine.detail}`) : failure.message,
      found: 'run',
      advice: `The run stopped at this line. Mend it and run again${began ? '; scrub back to see what it was given' : ''}.`,
    };
  }
  return null;
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/unexpected token/i, 'Look for a bracket, comma or quote that is missing here or on the line before.'],
  [/unterminated/i, 'Close it with the quote or bracket that opened it.'],
  [
    /cannot (?:find|import)|unknown (?:module|import)|not found/i,
    "Only 'rehearsal' and the files in these tabs can be imported.",
  ],
  [/cycle|depends on itself/i, 'Take one of the named dependencies away.'],
  [/default export|exports? nothing/i, 'End the file with: export default orchestration({ … }).'],
];

function advise({ message, line }: Problem): string {
  if (line === 0) return 'Every other example of the gallery runs all the same.';
  return ADVICE.find(([pattern]) => pattern.test(message))?.[1] ?? 'Mend this line and run again.';
}
