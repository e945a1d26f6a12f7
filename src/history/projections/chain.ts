/** Why an attempt failed and what followed from it: what stays lit when a failure is hovered. */
import type { FailureCode } from '../../model/failure.ts';
import { faultWords } from './fault-words.ts';
import { listed } from './format.ts';
import { isFailed, isTooLow, type AttemptView, type RunView, type StepView } from './run-view.ts';
import { brief } from './sentence.ts';
import { isValue } from './target.ts';

export interface CausalChain {
  readonly steps: ReadonlySet<string>;
  /** Keys of attempts: see attemptKey. */
  readonly attempts: ReadonlySet<string>;
  readonly faults: ReadonlySet<string>;
  readonly models: ReadonlySet<string>;
  /** At most three short lines: the cause, what retry did, what came after. */
  readonly note: readonly string[];
}

/** Names an attempt within a run: 'answer#2'. */
export const attemptKey = (step: string, attempt: number): string => `${step}#${attempt}`;

/**
 * The chain through one attempt: the failures that led to it and those it led to, up to what ended them, with the
 * faults and endpoints of all; and the steps that failed because this one did. An attempt without failures around it
 * stands alone. Empty where the run has no such attempt.
 */
export function causalChain(run: RunView, step: string, attempt: number): CausalChain {
  const view = run.steps.find((s) => s.step === step);
  const own = view?.attempts.find((a) => a.attempt === attempt);
  const none = {
    steps: new Set<string>(),
    attempts: new Set<string>(),
    faults: new Set<string>(),
    models: new Set<string>(),
  };
  if (!view || !own) return { ...none, note: [] };
  const failures = view.attempts.filter(isFailed);
  const lit = failures.length === 0 ? [own] : view.attempts;
  const because = run.steps.filter((s) => s !== view && s.state === 'failed' && s.failure?.step === step);
  return {
    steps: new Set([step, ...around(run, view), ...because.map((s) => s.step)]),
    attempts: new Set(lit.map((a) => attemptKey(step, a.attempt))),
    faults: new Set(lit.flatMap((a) => a.strikes.map((s) => s.fault))),
    models: new Set(lit.filter((a) => a.request !== null).map((a) => a.target)),
    note: failures.length === 0 ? [] : [causeLine(failures), ...retryLine(view), ...endLine(run, view)],
  };
}

/** What a step is drawn in, where it is not drawn itself: the steps that it ran under, or the one that stands for many. */
function around(run: RunView, step: StepView): readonly string[] {
  const out: string[] = [step.name];
  for (let at: StepView | undefined = step; at?.parent;) {
    const { parent }: StepView = at;
    out.push(parent);
    at = run.steps.find((s) => s.step === parent);
  }
  return out;
}

/** What the cause did to an attempt, by how the attempt failed. */
const DID: Partial<Record<FailureCode, string>> = {
  'timeout.attempt': 'held up',
  'timeout.first_token': 'held up',
  'timeout.idle': 'held up',
  rate_limited: 'turned away',
  overloaded: 'turned away',
  unavailable: 'refused',
  server_error: 'hit',
  connection_lost: 'broke',
  cut: 'cut',
  bad_format: 'garbled',
};

/** 'outage cut try 1, refused 2 and 3'; several causes are parted by semicolons. */
function causeLine(failures: readonly AttemptView[]): string {
  const groups: { cause: string; did: string; tries: string[] }[] = [];
  for (const failed of failures) {
    const strike = failed.strikes[failed.strikes.length - 1];
    const cause = strike ? faultWords(strike.kind).name : failed.target;
    const did = isTooLow(failed) ? 'scored too low on' : (DID[failed.failure?.code ?? 'thrown'] ?? 'failed');
    const last = groups[groups.length - 1];
    if (last?.cause === cause && last.did === did) last.tries.push(String(failed.attempt));
    else groups.push({ cause, did, tries: [String(failed.attempt)] });
  }
  let line = '';
  let cause = '';
  for (const group of groups) {
    const which =
      group.tries.length > 4
        ? `${group.tries[0]} to ${group.tries[group.tries.length - 1]}`
        : listed(group.tries);
    if (line === '') line = `${group.cause} ${group.did} try ${which}`;
    else line += group.cause === cause ? `, ${group.did} ${which}` : `; ${group.cause} ${group.did} ${which}`;
    cause = group.cause;
  }
  return line;
}

const DENIED = {
  budget: 'its budget was used up',
  deadline: 'no time was left',
  'retry-after': 'the wait asked for was too long',
} as const;

/** 'retry: 2 was spent at 7.3 s', once a target has had all its tries in vain; else which try answered. */
function retryLine(step: StepView): readonly string[] {
  const denial = step.denials.at(-1);
  if (denial) return [`retry: denied at ${brief(denial.atMs)}, ${DENIED[denial.reason]}`];
  const refusal = step.refusals.at(-1);
  if (refusal)
    return [`${refusal.policy}: kept ${refusal.target} from being asked at ${brief(refusal.atMs)}`];
  const retried = step.attempts.filter((a) => a.tryOnTarget > 1);
  const last = retried[retried.length - 1];
  if (!last) return [];
  const at = brief(last.startedMs);
  if (last.outcome === 'ok') return [`retry: try ${last.attempt} answered at ${brief(last.finishedMs ?? 0)}`];
  const allowed = step.declared?.policy.retries;
  if (last.outcome === 'failed' && last.tryOnTarget - 1 === allowed)
    return [`retry: ${allowed} was spent at ${at}`];
  return [`retry: try ${last.attempt} began at ${at}`];
}

/** What ended it: the fallback, or the failure of the step and perhaps the run. */
function endLine(run: RunView, step: StepView): readonly string[] {
  const fallback = step.fallbacks[step.fallbacks.length - 1];
  if (step.state === 'failed') {
    const atEnd =
      run.finished?.outcome === 'failed' && (run.finished.failure?.step ?? step.step) === step.step;
    return [`${step.step} failed at ${brief(step.finishedMs ?? 0)}${atEnd ? ', and the run with it' : ''}`];
  }
  if (!fallback) return [];
  return [`fallback: ${isValue(fallback.to) ? 'its default stood in' : `${fallback.to} took over`}`];
}
