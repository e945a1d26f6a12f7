/** What is going on in a run that has not ended: the verdict of a prefix. */
import { ordinal, times } from './format.ts';
import { heldBy, isFailed, waitingFor, type Hold, type RunView, type StepView } from './run-view.ts';
import { brief, marked, sentence, stepName, type Piece } from './sentence.ts';
import { waitingSentence } from './verdict-people.ts';
import { stepsNamed } from './verdict-trouble.ts';

/** 'answer has failed twice and waits 3.4 s for its third try.', 'intent and priority are running.' */
export function goingOn(run: RunView): readonly Piece[] {
  const running = run.steps.filter((s) => s.state === 'running');
  const parents = new Set(running.map(({ parent }) => parent));
  // What runs under a step says more than that the step runs.
  const inmost = running.filter((s) => !parents.has(s.step) && waitingFor(s) === null);
  const struggling = inmost.find((s) => s.attempts.some(isFailed));
  if (struggling) return struggle(struggling);
  const [held] = inmost.flatMap((s) => (heldBy(s) && isIdle(s) ? [s] : []));
  if (held && inmost.length === 1) return heldSentence(held);
  if (inmost.length > 0)
    return sentence(
      ...stepsNamed(inmost.map((s) => s.step)),
      inmost.length === 1 ? ' is running' : ' are running',
    );
  const waiting = waitingSentence(run);
  if (waiting.length > 0) return waiting;
  const done = run.steps
    .filter((s) => s.finishedMs !== null)
    .sort((a, b) => (b.finishedMs ?? 0) - (a.finishedMs ?? 0));
  return done[0]
    ? sentence(stepName(done[0].step), ' is done; the run goes on')
    : sentence('the run has begun');
}

const isIdle = ({ attempts }: StepView): boolean => attempts.every(({ outcome }) => outcome !== null);

/** Who holds an attempt back, as it is said of the step. */
const HELD: Readonly<Record<Hold['policy'], string>> = {
  bulkhead: 'for a place in its bulkhead',
  rate: 'for its turn under the rate limit',
};

const heldSentence = (step: StepView): readonly Piece[] =>
  sentence(stepName(step.step), ` is waiting ${HELD[heldBy(step)?.policy ?? 'bulkhead']}`);

function struggle(step: StepView): readonly Piece[] {
  const failures = step.attempts.filter(isFailed).length;
  const last = step.attempts[step.attempts.length - 1];
  const often = marked('failure', `has failed ${times(failures)}`, { step: step.step });
  const backoff = step.backoffs[step.backoffs.length - 1];
  if (!last) return sentence(stepName(step.step), ' is running');
  const held = heldBy(step);
  if (held) return sentence(stepName(step.step), ' ', often, ` and is waiting ${HELD[held.policy]}`);
  if (last.outcome === null) {
    const moved = last.target !== step.attempts[0]?.target;
    const now = moved ? ` and now tries ${last.target}` : ` and is on its ${ordinal(last.tryOnTarget)} try`;
    return sentence(stepName(step.step), ' ', often, now);
  }
  if (backoff?.after !== last.attempt) return sentence(stepName(step.step), ' ', often);
  const next = ` and waits ${brief(backoff.delayMs)} for its ${ordinal(last.tryOnTarget + 1)} try`;
  return sentence(stepName(step.step), ' ', often, next);
}
