/** One meaning, one tone: the glyph, word and colour of every state a step or an attempt can be in. */
import {
  heldBy,
  isFailed,
  isTooLow,
  isWasted,
  waitingFor,
  type AttemptView,
  type Hold,
  type Refusal,
  type StepState,
  type StepView,
} from '../../history/projections/run-view.ts';
import type { Failure } from '../../model/failure.ts';
import type { MarkName } from './mark-name.ts';

/** Colours of marks.css. */
export type Tone = 'success' | 'failure' | 'recovered' | 'running' | 'waiting' | 'skipped';
export type BarKind =
  | 'success'
  | 'failure'
  | 'recovered'
  | 'running'
  | 'rest'
  | 'later'
  | 'cancelled'
  /** Held back by a policy. */
  | 'held'
  /** A person was waited for. */
  | 'waited';

export interface Standing {
  readonly tone: Tone;
  readonly mark: MarkName;
  readonly word: string;
}

const STANDINGS: Readonly<Record<StepState, Standing>> = {
  waiting: { tone: 'waiting', mark: 'waiting', word: 'waiting' },
  running: { tone: 'running', mark: 'running', word: 'running' },
  ok: { tone: 'success', mark: 'success', word: 'success' },
  recovered: { tone: 'recovered', mark: 'recovered', word: 'recovered' },
  failed: { tone: 'failure', mark: 'failure', word: 'failed' },
  skipped: { tone: 'skipped', mark: 'skipped', word: 'skipped' },
  cancelled: { tone: 'skipped', mark: 'stopped', word: 'cancelled' },
  abandoned: { tone: 'skipped', mark: 'stopped', word: 'abandoned' },
  'not reached': { tone: 'skipped', mark: 'skipped', word: 'not reached' },
};

export const standingOf = (state: StepState): Standing => STANDINGS[state];

/** How a step stands: by its state, unless it waits for a person or is held back by a policy. */
export function standingAt(step: StepView): Standing {
  const wait = waitingFor(step);
  if (wait) return { tone: 'waiting', mark: 'person', word: `waits for ${wait.who}` };
  const held = step.state === 'running' ? heldBy(step) : null;
  if (held && step.attempts.every(({ outcome }) => outcome !== null))
    return { tone: 'waiting', mark: 'waiting', word: HELD_WORDS[held.policy] };
  return standingOf(step.state);
}

/** Who holds an attempt back, in a word or two. */
const HELD_WORDS: Readonly<Record<Hold['policy'], string>> = {
  bulkhead: 'in line',
  rate: 'held to its rate',
};

/** Who kept an attempt from starting, in a word or two. */
export const REFUSED_WORDS: Readonly<Record<Refusal['policy'], string>> = {
  breaker: 'breaker open',
  bulkhead: 'no place',
  rate: 'over rate',
  budget: 'over budget',
  region: 'not in region',
};

/** How an attempt that has started stands: an answer after a failure is a recovery. */
export function attemptTone(attempt: AttemptView): Tone {
  if (attempt.outcome === null) return 'running';
  if (isFailed(attempt)) return 'failure';
  if (attempt.outcome === 'cancelled') return 'skipped';
  return attempt.attempt > 1 ? 'recovered' : 'success';
}

export const attemptMark = (attempt: AttemptView): MarkName =>
  attempt.outcome === 'cancelled' ? 'stopped' : attemptTone(attempt);

export const attemptBar = (attempt: AttemptView): BarKind =>
  attempt.outcome === 'cancelled' ? 'cancelled' : (attemptTone(attempt) as BarKind);

/** The tone of an Icon beside a word in a table; undefined: the colour of the text around it. */
export const iconTone = (tone: Tone): 'failure' | 'recovered' | 'running' | undefined =>
  tone === 'failure' || tone === 'recovered' || tone === 'running' ? tone : undefined;

/** Whether its bar is hatched. */
export const attemptWaste = (attempt: AttemptView): boolean => isWasted(attempt);

/** How an attempt ended, in a word or two: 'answered', 'cut off', '503', 'timed out'. */
export function attemptWord(attempt: AttemptView): string {
  if (attempt.outcome === null) return 'running';
  if (isTooLow(attempt)) return attempt.score ? `scored ${attempt.score.score}` : 'low quality';
  if (attempt.outcome === 'ok') return 'answered';
  if (attempt.outcome === 'cancelled') return 'cancelled';
  return attempt.failure ? failureWord(attempt.failure) : 'failed';
}

/** A failure in a word or two: its HTTP status where it had one. */
export const failureWord = (failure: Failure): string =>
  failure.status === undefined
    ? (FAILURE_WORDS[failure.code] ?? failure.code.replaceAll('_', ' '))
    : String(failure.status);

const FAILURE_WORDS: Readonly<Record<string, string>> = {
  'timeout.attempt': 'timed out',
  'timeout.total': 'timed out',
  'timeout.first_token': 'no first token',
  'timeout.idle': 'went silent',
  quota_exhausted: 'no quota',
  circuit_open: 'breaker open',
  bulkhead_full: 'no place',
  not_owner: 'not its own',
  crashed: 'crashed',
  rate_limited: 'rate limited',
  server_error: 'server error',
  connection_lost: 'lost',
  cut: 'cut off',
  unauthorised: 'refused',
  unknown_model: 'no model',
  not_storable: 'unstorable',
};
