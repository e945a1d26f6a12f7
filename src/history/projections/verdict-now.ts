/** What is going on in a run that has not ended: the verdict of a prefix. */
import { ordinal, times } from './format.ts';
import type { RunView, StepView } from './run-view.ts';
import { brief, marked, sentence, stepName, type Piece } from './sentence.ts';
import { stepsNamed } from './verdict-trouble.ts';

/** 'answer has failed twice and waits 3.4 s for its third try.', 'intent and priority are running.' */
export function goingOn(run: RunView): readonly Piece[] {
  const running = run.steps.filter((s) => s.state === 'running');
  const struggling = running.find((s) => s.attempts.some((a) => a.outcome === 'failed'));
  if (struggling) return struggle(struggling);
  if (running.length > 0)
    return sentence(
      ...stepsNamed(running.map((s) => s.step)),
      running.length === 1 ? ' is running' : ' are running',
    );
  const done = run.steps
    .filter((s) => s.finishedMs !== null)
    .sort((a, b) => (b.finishedMs ?? 0) - (a.finishedMs ?? 0));
  return done[0]
    ? sentence(stepName(done[0].step), ' is done; the run goes on')
    : sentence('the run has begun');
}

function struggle(step: StepView): readonly Piece[] {
  const failures = step.attempts.filter((a) => a.outcome === 'failed').length;
  const last = step.attempts[step.attempts.length - 1];
  const often = marked('failure', `has failed ${times(failures)}`, { step: step.step });
  const backoff = step.backoffs[step.backoffs.length - 1];
  if (!last) return sentence(stepName(step.step), ' is running');
  if (last.outcome === null) {
    const moved = last.target !== step.attempts[0]?.target;
    const now = moved ? ` and now tries ${last.target}` : ` and is on its ${ordinal(last.tryOnTarget)} try`;
    return sentence(stepName(step.step), ' ', often, now);
  }
  if (backoff?.after !== last.attempt) return sentence(stepName(step.step), ' ', often);
  const next = ` and waits ${brief(backoff.delayMs)} for its ${ordinal(last.tryOnTarget + 1)} try`;
  return sentence(stepName(step.step), ' ', often, next);
}
