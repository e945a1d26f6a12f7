/** What the status line says of a world. */
import { faultWords } from './fault-words.ts';
import { numberWord, wholeSeconds } from './format.ts';
import type { PlannedFault } from './planned-fault.ts';
import type { WorldView } from './run-view.ts';
import { wordOf, type RunWord } from './totals.ts';

export interface Status {
  readonly events: number;
  /** Of the first run; null before it started. */
  readonly outcome: RunWord | null;
  /** Over all runs. */
  readonly warnings: number;
  /** Which faults met nothing, in one sentence; null where all did, none was planned or the world goes on. */
  readonly unmet: string | null;
}

/** Sums up a world for the status line. */
export function statusOf(world: WorldView, plan: readonly PlannedFault[]): Status {
  const [run] = world.runs;
  return {
    events: world.eventCount,
    outcome: run ? wordOf(run) : null,
    warnings: world.runs.reduce((sum, { warnings }) => sum + warnings.length, 0),
    unmet: unmetSentence(world.unmet, plan),
  };
}

/** 'one fault met nothing: outage of claude-3-sonnet, 12 s to 15 s' */
function unmetSentence(unmet: WorldView['unmet'], plan: readonly PlannedFault[]): string | null {
  const [first] = unmet;
  if (!first) return null;
  if (unmet.length > 1) return `${numberWord(unmet.length)} faults met nothing`;
  const planned = plan.find((f) => f.id === first.fault);
  const where = planned?.model === undefined ? '' : ` of ${planned.model}`;
  const when = planned?.window ? `, ${windowText(planned.window)}` : '';
  return `one fault met nothing: ${faultWords(first.kind).name}${where}${when}`;
}

const windowText = ([from, to]: readonly [number, number]): string =>
  Number.isFinite(to) ? `${wholeSeconds(from)} to ${wholeSeconds(to)}` : `from ${wholeSeconds(from)} on`;
