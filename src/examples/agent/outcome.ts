import type { AgentResult } from 'rehearsal';

/** A goal, and what a reader would look for. */
export interface Task {
  readonly goal: string;
  /** Texts that a right answer holds, all of them. */
  readonly says?: readonly string[];
  /** Tools that must have done their work. */
  readonly does?: readonly string[];
}

export type Outcome = 'completed' | 'dead end'
  | 'loop' | 'wrong conclusion';

/** A tool that was asked so often goes in circles. */
const CIRCLES = 3;

/** What became of the goal. */
export function outcomeOf(
  { says = [], does = [] }: Task,
  { answer, history }: AgentResult,
): Outcome {
  const times = new Map<string, number>();
  for (const { tool } of history)
    times.set(tool, (times.get(tool) ?? 0) + 1);
  const circles = [...times.values()]
    .some((count) => count >= CIRCLES);
  if (answer === null)
    return circles ? 'loop' : 'dead end';
  const done = does.every((tool) => history.some(
    (entry) => entry.tool === tool
      && entry.result !== undefined
      && !JSON.stringify(entry.result)
        .includes('"error"')));
  const said = says.every((text) =>
    answer.includes(text));
  if (done && said) return 'completed';
  const stuck = history.some((entry) =>
    entry.error !== undefined || JSON.stringify(
      entry.result ?? null).includes('"error"'));
  return circles ? 'loop'
    : stuck ? 'dead end' : 'wrong conclusion';
}
