/** The lives of a run: one that was lost when the orchestrator died may have been begun again, under another name. */
import type { RunView, WorldView } from './run-view.ts';

/** How the engine names the second life of a run: its own name, then this. */
const AGAIN = '-again';

type Runs = Pick<WorldView, 'runs'>;

/** A run's name, whichever of its lives this is; also at the head of a path: 'run-1/refund'. */
export const lifeless = (path: string): string => path.replace(/-again(?=\/|$)/, '');

const begunAgain = ({ runs }: Runs, run: string): boolean =>
  runs.some((other) => other.run === `${run}${AGAIN}`);

/** Whether any run was begun anew. */
export const anyBegunAgain = (world: Runs): boolean => world.runs.some(({ run }) => begunAgain(world, run));

/** The runs that count: one that was begun anew is judged by its second life. */
export const judgedRuns = (world: Runs): readonly RunView[] =>
  world.runs.filter(({ run }) => !begunAgain(world, run));

/** When what a run does was asked for: at the start of its first life. */
export function askedMs({ runs }: Runs, run: RunView): number {
  const first = runs.find((other) => other.run !== run.run && `${other.run}${AGAIN}` === run.run);
  return first?.startedMs ?? run.startedMs;
}
