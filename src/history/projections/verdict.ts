/**
 * What happened, in one calm sentence or a few short ones: what went wrong, what the run did about it, what it would
 * have been without. The clauses are verdict-fault, verdict-trouble, verdict-ending and verdict-now.
 */
import type { WorldEnded } from '../events.ts';
import { clause, MESSAGE_CHARS } from './failure-words.ts';
import type { PlannedFault } from './planned-fault.ts';
import { returnedNothing, type RunView, type WorldView } from './run-view.ts';
import { afterMs, brief, marked, sentence, spansOf, type Piece, type Span } from './sentence.ts';
import { lastKnownMs } from './totals.ts';
import {
  cancelled,
  escalated,
  failed,
  nothingSentence,
  recovered,
  replyClause,
  stalled,
  wentWell,
} from './verdict-ending.ts';
import {
  faultsMet,
  nounOf,
  presentSentence,
  struckSentence,
  unmetSentence,
  type FaultMet,
} from './verdict-fault.ts';
import { goingOn } from './verdict-now.ts';
import { troubles } from './verdict-trouble.ts';

export type { Span } from './sentence.ts';

/** `text` is the spans joined. */
export interface Verdict {
  readonly spans: readonly Span[];
  readonly text: string;
}

type Sentences = readonly (readonly Piece[])[];

/**
 * The verdict on a world's first run. `baseline` is the same world without its faults, named at the end where it
 * differs. A prefix gets what is going on at its end.
 */
export function verdict(world: WorldView, plan: readonly PlannedFault[], baseline?: WorldView): Verdict {
  const spans = spansOf(sentencesOf(world, plan, baseline));
  return { spans, text: spans.map((s) => s.text).join('') };
}

/** The verdict as plain text for a live region: no no-break spaces. */
export const announcement = (said: Verdict): string => said.text.replaceAll('\u00a0', ' ');

function sentencesOf(
  world: WorldView,
  plan: readonly PlannedFault[],
  baseline: WorldView | undefined,
): Sentences {
  const [run] = world.runs;
  if (!run)
    return [world.ended ? sentence('the world ended before anything ran') : sentence('nothing has run yet')];
  const met = faultsMet(run);
  if (!run.finished && !world.ended) return [presentSentence(plan, world.endMs), goingOn(run)];
  const ending = endingOf(world, run, met, plan);
  const nothing = returnedNothing(run) && !(world.ended && wasCutShort(world.ended, run));
  const lead = nothing ? nothingSentence(lastKnownMs(run) - run.startedMs) : [];
  return [lead, struckSentence(met, plan), ...ending, ghostSentence(run, met, baseline?.runs[0])];
}

function endingOf(
  world: WorldView,
  run: RunView,
  met: readonly FaultMet[],
  plan: readonly PlannedFault[],
): Sentences {
  const endMs = lastKnownMs(run) - run.startedMs;
  const nothing = returnedNothing(run);
  const idle = met.length === 0 && plan.length > 0;
  const unnoticed = idle
    ? [sentence(...[marked('quiet', `${capital(nounOf(plan.map((f) => f.kind)))} met nothing`)])]
    : [];
  const all = troubles(run);
  if (world.ended && wasCutShort(world.ended, run))
    return [...cutShort(world.ended, run, endMs), ...unnoticed];
  switch (run.finished?.outcome) {
    case 'returned':
      if (all.length > 0) return [...recovered(run, endMs, all), ...unnoticed];
      if (met.length > 0)
        return [sentence('nothing failed', ...(nothing ? [] : [': ', ...replyClause(endMs, 'name')]))];
      if (idle && nothing) return [...wentWell(run, endMs), ...unnoticed];
      if (idle)
        return [
          unmetSentence(plan),
          sentence('nothing noticed: the run took ', marked('name', brief(endMs))),
        ];
      return wentWell(run, endMs);
    case 'escalated':
      return [...escalated(run, endMs, all), ...unnoticed];
    case 'failed':
      return [...failed(run, endMs), ...unnoticed];
    case 'stalled':
      return [...stalled(run, endMs), ...unnoticed];
    case 'cancelled':
    case undefined:
      return [...cancelled(run, endMs, 'cancelled'), ...unnoticed];
  }
}

/** Whether the run ended because its world did: stopped, hung or at a limit. */
function wasCutShort({ reason }: WorldEnded, run: RunView): boolean {
  if (reason === 'quiet') return false;
  if (!run.finished || run.finished.outcome === 'cancelled') return true;
  return reason === 'limit' && run.finished.failure?.code === 'limit';
}

function cutShort(ended: WorldEnded, run: RunView, endMs: number): Sentences {
  const at = marked('name', afterMs(endMs));
  switch (ended.reason) {
    case 'limit':
      return [
        sentence(
          marked('failure', 'A limit was met'),
          ' ',
          at,
          ended.message ? `: ${clause(ended.message, MESSAGE_CHARS)}` : '',
        ),
      ];
    case 'hung':
      return [sentence(marked('failure', 'The code hung'), ' ', at, ': it never gave control back')];
    default:
      return cancelled(run, endMs, 'stopped by hand');
  }
}

/** 'Without the outage: 4.1 s.', where that differs from what happened. */
function ghostSentence(run: RunView, met: readonly FaultMet[], other: RunView | undefined): readonly Piece[] {
  if (!other?.finished || !run.finished || met.length === 0) return [];
  const time = brief(lastKnownMs(other) - other.startedMs);
  const same = other.finished.outcome === run.finished.outcome;
  if (same && time === brief(lastKnownMs(run) - run.startedMs)) return [];
  const what = same ? time : `${OTHERWISE[other.finished.outcome]} after ${time}`;
  return sentence(marked('quiet', `Without ${nounOf(met.map((f) => f.kind))}: `), marked('ghost', what));
}

const OTHERWISE = {
  returned: 'a reply',
  escalated: 'handed to a person',
  failed: 'a failed run',
  cancelled: 'cancelled',
  stalled: 'a stalled run',
} as const;

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
