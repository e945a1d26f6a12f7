/** What the outcome's pill says at the playhead, and why. */
import { wholeSeconds } from '../../history/projections/format.ts';
import { leftWaiting, returnedNothing, type RunView } from '../../history/projections/run-view.ts';
import { openWaits } from '../../history/projections/verdict-people.ts';
import type { Failure } from '../../model/failure.ts';
import type { MarkName } from '../marks/mark-name.ts';
import type { Tone } from '../marks/tones.ts';

export interface OutcomeWords {
  readonly word: string;
  /** Where the word finds no room. */
  readonly short?: string;
  readonly mark: MarkName | null;
  readonly tone: Tone;
  readonly why: string;
}

/** `run` is the run up to the playhead. */
export function outcomeWords(run: RunView): OutcomeWords {
  const { finished } = run;
  if (!finished) return { word: 'reply', mark: null, tone: 'waiting', why: '' };
  if (leftWaiting(run)) {
    const who = openWaits(run)[0]?.who;
    return {
      word: who === undefined ? 'waits for a person' : `waits for ${who}`,
      short: 'waits',
      mark: 'person',
      tone: 'waiting',
      why: '',
    };
  }
  const why = finished.reason ?? (finished.failure ? whyFailed(finished.failure, run) : '');
  switch (finished.outcome) {
    case 'returned':
      if (returnedNothing(run))
        return { word: 'returned nothing', short: 'nothing', mark: null, tone: 'skipped', why: '' };
      return { word: 'reply', mark: null, tone: 'success', why: '' };
    case 'escalated':
      return { word: 'handed to a person', short: 'to a person', mark: 'person', tone: 'success', why };
    case 'failed':
      return { word: 'failed', mark: 'failure', tone: 'failure', why };
    case 'cancelled':
    case 'stalled':
      return { word: finished.outcome, mark: 'stopped', tone: 'skipped', why };
  }
}

/** 'reply timed out after 8 s'; else the failure's message. */
function whyFailed({ code, message, step }: Failure, run: RunView): string {
  if (step === undefined || (code !== 'timeout.attempt' && code !== 'timeout.total')) return message;
  const policy = run.steps.find((s) => s.step === step)?.declared?.policy;
  const ms = code === 'timeout.attempt' ? policy?.timeoutMs : policy?.totalTimeoutMs;
  return `${step} timed out${ms === undefined ? '' : ` after ${wholeSeconds(ms)}`}`;
}
