/**
 * What happened, in one calm sentence or a few short ones: what went wrong, what the run did about it, what it would
 * have been without. The clauses are verdict-fault, verdict-trouble, verdict-ending and verdict-now.
 */
import type { WorldEnded } from '../events.ts';
import { CRASH } from './fault-words.ts';
import { clause, MESSAGE_CHARS } from './failure-words.ts';
import { askedMs, judgedRuns } from './lives.ts';
import type { PlannedFault } from './planned-fault.ts';
import { leftWaiting, returnedNothing, type RunView, type WorldView } from './run-view.ts';
import { afterMs, brief, capital, marked, sentence, spansOf, type Piece, type Span } from './sentence.ts';
import { lastKnownMs } from './totals.ts';
import { agentAnswered, agentSentence } from './verdict-agent.ts';
import { crashSentence, isDown } from './verdict-crash.ts';
import {
  abandonedSentence,
  cancelled,
  escalated,
  failed,
  leftToPeople,
  nothingSentence,
  recovered,
  replyClause,
  stalled,
  wentWell,
} from './verdict-ending.ts';
import {
  faultsMet,
  faultsMetBy,
  nounOf,
  presentSentence,
  struckSentence,
  unmetSentence,
  type FaultMet,
} from './verdict-fault.ts';
import { noticeSentences } from './verdict-notice.ts';
import { goingOn } from './verdict-now.ts';
import { lettersOf, lettersSentences } from './verdict-people.ts';
import { troubles } from './verdict-trouble.ts';
import { undoneSentence } from './verdict-undo.ts';
import { countSentences } from './verdict-world.ts';

export type { Span } from './sentence.ts';

/** `text` is the spans joined. */
export interface Verdict {
  readonly spans: readonly Span[];
  readonly text: string;
}

type Sentences = readonly (readonly Piece[])[];

/**
 * The verdict on a world: on its one run, or on how its runs fared. `baseline` is the same world without its faults, named
 * at the end where it differs. A prefix gets what is going on at its end.
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
  const runs = judgedRuns(world);
  const [run] = runs;
  if (!run)
    return [world.ended ? sentence('the world ended before anything ran') : sentence('nothing has run yet')];
  const waited = new Set(runs.flatMap(({ leftTo }) => leftTo));
  const letters = lettersSentences(lettersOf(world, world.runs), waited);
  const extras = [undoneSentence(world.runs), ...letters, ...noticeSentences(world, world.runs)];
  const crash = crashSentence(world);
  if (runs.length > 1)
    return [struckSentence(faultsMetBy(runs), plan), crash, ...countSentences(runs), ...extras];
  if (!run.finished && !world.ended)
    return isDown(world) ? [crash] : [presentSentence(plan, world.endMs), crash, goingOn(run)];
  const met = faultsMet(run);
  const ending = endingOf(world, run, met, plan);
  const nothing = returnedNothing(run) && !(world.ended && wasCutShort(world.ended, run));
  const lead = nothing ? nothingSentence(lastKnownMs(run) - askedMs(world, run)) : [];
  const kinds = [
    ...met.map(({ kind }) => kind),
    ...world.crashes.flatMap(({ fault }) => (fault ? [CRASH] : [])),
  ];
  const tookMs = lastKnownMs(run) - askedMs(world, run);
  const ghost = ghostSentence(run, tookMs, kinds, baseline && judgedRuns(baseline)[0]);
  const agent = agentSentence(run, troubles(run).length === 0 && !nothing);
  return [
    ...[lead, struckSentence(met, plan), crash, agent, ...ending],
    ...[abandonedSentence(run), ...extras, ghost],
  ];
}

function endingOf(
  world: WorldView,
  run: RunView,
  met: readonly FaultMet[],
  plan: readonly PlannedFault[],
): Sentences {
  const endMs = lastKnownMs(run) - askedMs(world, run);
  const nothing = returnedNothing(run);
  const idle = met.length === 0 && world.crashes.length === 0 && plan.length > 0;
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
      return run.agent && !nothing ? [agentAnswered(run.agent, endMs)] : wentWell(run, endMs);
    case 'escalated':
      if (leftWaiting(run)) return [...leftToPeople(run, all), ...unnoticed];
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
function ghostSentence(
  run: RunView,
  tookMs: number,
  kinds: readonly string[],
  other: RunView | undefined,
): readonly Piece[] {
  if (!other?.finished || !run.finished || kinds.length === 0) return [];
  const time = brief(lastKnownMs(other) - other.startedMs);
  const same = other.finished.outcome === run.finished.outcome;
  if (same && time === brief(tookMs)) return [];
  const what = same ? time : `${OTHERWISE[other.finished.outcome]} after ${time}`;
  return sentence(marked('quiet', `Without ${nounOf(kinds)}: `), marked('ghost', what));
}

const OTHERWISE = {
  returned: 'a reply',
  escalated: 'handed to a person',
  failed: 'a failed run',
  cancelled: 'cancelled',
  stalled: 'a stalled run',
} as const;
