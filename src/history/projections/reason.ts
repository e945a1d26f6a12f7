/** Why a step did not run. */
import { placeOf } from './failure-words.ts';
import { listed, seconds } from './format.ts';
import { leftWaiting, type RunView, type StepView } from './run-view.ts';
import { openWaits } from './verdict-people.ts';

/**
 * Why a step was passed over: 'skipped: short or general question', 'not reached: answer failed'. Null for a step that
 * ran, runs or may still run.
 */
export function reasonOf(run: RunView, step: StepView): string | null {
  if (step.state === 'skipped') return `skipped: ${step.skipReason ?? 'no reason given'}`;
  if (step.state !== 'not reached' || !run.finished) return null;
  const at = `at ${seconds(run.finishedMs ?? 0)}`;
  const blocking = blockedBy(run, step);
  if (leftWaiting(run)) {
    const who = openWaits(run).map((wait) => wait.who);
    return `not reached: the run waits for ${who.length > 0 ? listed(who) : 'a person'}`;
  }
  switch (run.finished.outcome) {
    case 'escalated':
      return `not reached: the run was handed to a person ${at}${run.finished.reason ? `: ${run.finished.reason}` : ''}`;
    case 'failed':
      return `not reached: ${blocking ?? failedWord(run)}`;
    case 'cancelled':
      return `not reached: the run was cancelled ${at}`;
    case 'stalled': {
      const pending = openAtEnd(run);
      return `not reached: the run stalled ${at}${pending.length > 0 ? `, waiting for ${listed(pending)}` : ''}`;
    }
    case 'returned':
      return `not reached: ${blocking ?? `the run returned ${at} without it`}`;
  }
}

/** Steps that were open when the run ended, in order; the engine closes them at that instant. */
export function openAtEnd(run: RunView): readonly string[] {
  return run.steps
    .filter((s) => {
      if (s.state === 'running') return true;
      return (s.state === 'abandoned' || s.state === 'cancelled') && s.finishedMs === run.finishedMs;
    })
    .map((s) => s.step);
}

/** The declared dependency, near or far, that did not end well. */
function blockedBy(run: RunView, step: StepView): string | null {
  const seen = new Set<string>([step.name]);
  const queue = [...(step.declared?.after ?? [])];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const earlier = run.steps.find((s) => s.name === name);
    if (earlier?.state === 'failed') return `${name} failed`;
    if (earlier?.state === 'cancelled') return `${name} was cancelled`;
    queue.push(...(earlier?.declared?.after ?? []));
  }
  return null;
}

function failedWord(run: RunView): string {
  const why = run.finished?.failure;
  const culprit = why?.step ?? run.steps.findLast((s) => s.state === 'failed')?.step;
  if (culprit !== undefined) return `${culprit} failed`;
  if (why?.code === 'thrown') return `${placeOf(why) ?? 'authored code'} threw`;
  return 'the run failed';
}
