/** What a step has come to at the playhead, as both pictures and their tables say it. Pure. */
import type { StepDeclared } from '../../history/events.ts';
import type { DrawnStep } from '../../history/projections/drawn-steps.ts';
import { span, thousands } from '../../history/projections/format.ts';
import { reasonOf } from '../../history/projections/reason.ts';
import {
  isFailed,
  isWasted,
  type AttemptView,
  type RunView,
  type StepView,
} from '../../history/projections/run-view.ts';
import { KIND_WORDS } from './kinds.ts';
import { attemptWord, failureWord, REFUSED_WORDS, standingAt, standingOf, type Standing } from './tones.ts';
import { valueLabel } from './value-label.ts';

export interface StepNow {
  readonly standing: Standing;
  readonly value: string;
  /** Elapsed on the step, ms; null before it starts. */
  readonly ms: number | null;
  readonly costNanoUsd: number;
  readonly wastedNanoUsd: number;
  /** How it failed, in a word or two; empty where it did not. */
  readonly failedBy: string;
  /** Why it was passed over. */
  readonly reason: string | null;
  /** The model that answered or is being asked; the first of the chain before that. */
  readonly target: string;
  readonly attempts: readonly AttemptView[];
  /** How many executions it stands for; 0 where it stands for itself. */
  readonly many: number;
  /** What ran inside it so far, where it is an orchestration of its own: '4 turns, 3 calls'. */
  readonly inside: string;
}

/** A step, or one that stands for several executions. */
type Drawn = StepView & Partial<Pick<DrawnStep, 'runs'>>;

/** How long something took, or has taken at the playhead, ms. */
export const elapsed = (from: number, to: number | null, atMs: number): number =>
  Math.max(0, (to ?? atMs) - from);

/** `now` is the step in the run's prefix up to the playhead at `atMs`; undefined where it is not there yet. */
export function stepNow(now: Drawn | undefined, run: RunView, atMs: number, firstTarget: string): StepNow {
  if (!now)
    return {
      standing: standingOf('waiting'),
      value: '',
      ms: null,
      costNanoUsd: 0,
      wastedNanoUsd: 0,
      failedBy: '',
      reason: null,
      target: firstTarget,
      attempts: [],
      many: 0,
      inside: '',
    };
  const runs = now.runs ?? [];
  const mixed = standingOfMany(now, runs);
  return {
    standing: mixed ?? standingAt(now),
    // What one of many came to is not what they all did.
    value: runs.length > 1 ? '' : valueLabel(now),
    ms:
      now.startedMs === null || now.state === 'skipped' ? null : elapsed(now.startedMs, now.finishedMs, atMs),
    costNanoUsd: now.attempts.reduce((sum, a) => sum + a.costNanoUsd + (a.late?.costNanoUsd ?? 0), 0),
    wastedNanoUsd: now.attempts.reduce(
      (sum, a) => sum + (isWasted(a) ? a.costNanoUsd : 0) + (a.late?.costNanoUsd ?? 0),
      0,
    ),
    failedBy: now.state === 'failed' && !mixed ? failedBy(now) : '',
    reason: mixed ? null : reasonOf(run, now),
    target: now.attempts.at(-1)?.target ?? firstTarget,
    attempts: now.attempts,
    many: runs.length,
    inside: now.declared?.steps ? insideOf(now, run) : '',
  };
}

const counted = (n: number, one: string): string => `${thousands(n)} ${one}${n === 1 ? '' : 's'}`;

/** An agent's turns and calls, else the steps that ran. */
function insideOf(step: StepView, { steps }: RunView): string {
  const ran = steps.filter(({ parent, startedMs }) => parent === step.step && startedMs !== null);
  if (step.declared?.kind !== 'agent') return ran.length === 0 ? '' : `${counted(ran.length, 'step')} ran`;
  const turns = ran.filter(({ name }) => name === 'reason').length;
  const calls = ran.length - turns;
  return [turns > 0 && counted(turns, 'turn'), calls > 0 && counted(calls, 'call')]
    .filter((part) => part !== false)
    .join(', ');
}

/** How many executions stand that did not all come to the same: by how many failed, or were passed over. */
function standingOfMany(step: StepView, runs: readonly StepView[]): Standing | null {
  if (step.state === 'running' || runs.every(({ state }) => state === runs[0]?.state)) return null;
  const count = (state: StepView['state']): number => runs.filter((one) => one.state === state).length;
  const failed = count('failed');
  if (failed > 0)
    return {
      ...standingOf(failed === runs.length ? 'failed' : step.state),
      word: `${thousands(failed)} failed`,
    };
  const passed = count('skipped') + count('not reached');
  const ran = standingOf(count('recovered') > 0 ? 'recovered' : 'ok');
  return passed > 0 ? { ...ran, word: `${thousands(passed)} skipped` } : ran;
}

function failedBy(step: StepView): string {
  const last = step.attempts.at(-1);
  const refusal = step.refusals.at(-1);
  if (refusal && refusal.atMs >= (last?.finishedMs ?? 0)) return REFUSED_WORDS[refusal.policy];
  if (last && isFailed(last)) return attemptWord(last);
  return step.failure ? failureWord(step.failure) : '';
}

/**
 * 'answer, recovered, 4 attempts, 9.33 s', 'approve, approval, waits for a supervisor': how a node or row is named to a
 * screen reader.
 */
export function spokenStep(name: string, step: StepNow, kind?: StepDeclared['kind']): string {
  const tries = step.attempts.length;
  const word = kind === undefined ? undefined : KIND_WORDS[kind];
  return [
    name,
    ...(word === undefined ? [] : [word]),
    step.reason ?? step.standing.word,
    ...(tries > 1 ? [`${tries} attempts`] : []),
    ...(step.value || step.failedBy ? [step.value || step.failedBy] : []),
    // While it runs its time would be another in every frame.
    ...(step.ms === null || LASTS.has(step.standing.tone) ? [] : [span(step.ms)]),
  ].join(', ');
}

const LASTS: ReadonlySet<Standing['tone']> = new Set(['running', 'waiting']);

/** The version that a target answered with, as far as the whole run knows, without the name it stands beside. */
export function versionOf(step: StepView, target: string): string {
  const answered = step.attempts.findLast((a) => a.target === target && a.reply?.version);
  const version = answered?.reply?.version ?? '';
  return version.startsWith(target) ? version.slice(target.length).replace(/^[-@:/]/, '') : version;
}
