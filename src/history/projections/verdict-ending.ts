/** The verdict's clause on how a run ended. */
import type { Failure } from '../../model/failure.ts';
import { clause, MESSAGE_CHARS, placeOf, threwWhat } from './failure-words.ts';
import { numberWord } from './format.ts';
import { openAtEnd } from './reason.ts';
import { lastKnownMs } from './totals.ts';
import { effortOf, STOPS } from './verdict-agent.ts';
import { returnedNothing, type RunView, type StepView } from './run-view.ts';
import { afterMs, brief, marked, sentence, stepName, type Piece } from './sentence.ts';
import {
  allRecovered,
  brokenEdge,
  failedClause,
  fatalClause,
  stepsNamed,
  troubleClause,
  type Trouble,
} from './verdict-trouble.ts';
import { waitedSentence, waitingSentence } from './verdict-people.ts';

type Sentences = readonly (readonly Piece[])[];

/** Of a run, after a step's recovery, up to which the run's end counts as the recovery's own. */
const TAIL_SHARE = 0.15;

/** 'the reply came after 4.1 s' */
export const replyClause = (endMs: number, word: 'name' | 'recovered'): readonly Piece[] => [
  'the reply came ',
  marked(word, afterMs(endMs)),
];

/** A run that returned nothing says so first; how its steps fared follows. */
export const nothingSentence = (endMs: number): readonly Piece[] =>
  sentence('the run ', marked('name', 'returned nothing'), ', ', marked('name', afterMs(endMs)));

/** Nothing failed and no fault struck: how many steps went well, what was skipped, and which took longest. */
export function wentWell(run: RunView, endMs: number): Sentences {
  const own = run.steps.filter((s) => s.parent === null && s.compensates === null);
  const ran = own.filter((s) => s.state === 'ok');
  const skipped = own.filter((s) => s.state === 'skipped');
  const reply = returnedNothing(run) ? [] : [': ', ...replyClause(endMs, 'name')];
  const [only] = ran;
  const begun = own.some((s) => s.startedMs !== null);
  if (!only)
    return [
      sentence(begun ? 'no step ran to its end' : 'no step ran', ...reply),
      ...skippedSentence(skipped),
    ];
  const all = own.length === ran.length ? '' : ' that ran';
  const subject: readonly Piece[] =
    ran.length === 1
      ? [stepName(only.step)]
      : ran.length === 2
        ? [`both steps${all}`]
        : [`all ${numberWord(ran.length)} steps${all}`];
  const agent = ran.length === 1 ? only.agent : null;
  const well = agent ? [' answered after ', marked('name', effortOf(agent))] : [' went well'];
  const first = sentence(...subject, ...well, ...reply);
  const waited = waitedSentence(run);
  if (skipped.length > 0) return [first, ...skippedSentence(skipped), waited];
  if (waited.length > 0) return [first, waited];
  return ran.length === 1 ? [first] : [first, ...longestSentence(ran, endMs)];
}

function skippedSentence(skipped: readonly StepView[]): Sentences {
  const [only, ...others] = skipped;
  if (!only) return [];
  if (others.length === 0)
    return [sentence(stepName(only.step), ` was skipped: ${clause(only.skipReason ?? 'no reason given')}`)];
  return [sentence(...stepsNamed(skipped.map((s) => s.step)), ' were skipped')];
}

/** 'audit was abandoned unfinished', of a run that returned: nobody awaited it. */
export function abandonedSentence(run: RunView): readonly Piece[] {
  const left = run.steps.filter((s) => s.parent === null && s.state === 'abandoned');
  if (run.finished?.outcome !== 'returned' || left.length === 0) return [];
  const was = left.length === 1 ? 'was' : 'were';
  return sentence(
    ...stepsNamed(left.map((s) => s.step)),
    ` ${was} `,
    marked('failure', 'abandoned unfinished'),
  );
}

/** The bottleneck. */
function longestSentence(ran: readonly StepView[], endMs: number): Sentences {
  const lasted = (s: StepView): number => (s.finishedMs ?? 0) - (s.startedMs ?? 0);
  const longest = ran.reduce((a, b) => (lasted(b) > lasted(a) ? b : a));
  const ms = lasted(longest);
  if (ms === 0) return [];
  const most = ms * 2 > endMs ? 'took most of it' : 'took longest';
  return [sentence(stepName(longest.step), ` ${most}, `, marked('quiet', brief(ms)))];
}

/** The run returned although steps failed. */
export function recovered(run: RunView, endMs: number, all: readonly Trouble[]): Sentences {
  const broken = brokenEdge(all);
  const clauses = broken ? ['the run went on without it'] : troubleClause(all, run);
  const first = broken ? [broken] : [];
  if (returnedNothing(run)) return [...first, sentence(...clauses)];
  const tailMs = lastKnownMs(run) - Math.max(0, ...all.map(({ step }) => step.finishedMs ?? 0));
  const step = all[0]?.step.step;
  if (allRecovered(all) && tailMs <= endMs * TAIL_SHARE)
    return [
      sentence(
        ...clauses,
        ' ',
        marked('recovered', afterMs(endMs), step === undefined ? undefined : { step }),
      ),
    ];
  return [...first, sentence(...clauses, ', and ', ...replyClause(endMs, 'recovered'))];
}

/** Nothing is left to do but to wait for people, with what had failed before. */
export function leftToPeople(run: RunView, all: readonly Trouble[]): Sentences {
  const waiting = waitingSentence(run);
  return all.length === 0 ? [waiting] : [sentence(...failedClause(all, run)), waiting];
}

/** Handed to a person, with what had failed before. */
export function escalated(run: RunView, endMs: number, all: readonly Trouble[]): Sentences {
  // Why an agent was stopped has been said.
  const said = run.agent !== null && STOPS.has(run.agent.reason);
  const reason = run.finished?.reason && !said ? `: ${clause(run.finished.reason)}, ` : ' ';
  const handed = sentence('handed to a person', reason, marked('name', afterMs(endMs)));
  return all.length === 0 ? [handed] : [sentence(...troubleClause(all, run)), handed];
}

/** Failed: the step that did it, the authored code that threw, or the rule or limit that was met. */
export function failed(run: RunView, endMs: number): Sentences {
  const why = run.finished?.failure;
  const ending =
    endMs === 0
      ? ['the run ended ', marked('name', afterMs(0)), ', without a reply']
      : ['the run ended without a reply ', marked('name', afterMs(endMs))];
  if (why?.code === 'misuse') return [misuseSentence(why), sentence(...ending)];
  if (why?.code === 'limit') {
    // why an agent was stopped has been said
    const said = run.agent !== null && STOPS.has(run.agent.reason);
    return [said ? sentence(...ending) : messageSentence('A limit was met', why)];
  }
  const step = culprit(run);
  if (why?.code === 'thrown' || step?.failure?.code === 'thrown') {
    const thrown = step?.failure ?? why;
    const place = thrown ? placeOf(thrown) : null;
    const who = place === null ? (step ? 'its code' : 'the authored code') : marked('failure', place);
    const threw = [who, thrown ? threwWhat(thrown) : ' threw'];
    const first = step
      ? [stepName(step.step), ' ', marked('failure', 'failed', { step: step.step }), ': ', ...threw]
      : threw;
    return [sentence(...first), sentence(...ending)];
  }
  if (step) return [sentence(...fatalClause(step), '; ', ...ending)];
  return why ? [messageSentence('The run failed', why), sentence(...ending)] : [sentence(...ending)];
}

const messageSentence = (what: string, { message }: Failure): readonly Piece[] =>
  sentence(marked('failure', what), `: ${clause(message, MESSAGE_CHARS)}`);

/** 'triage.ts line 48: fetch is not part of a world yet: …' */
const misuseSentence = (why: Failure): readonly Piece[] =>
  messageSentence(placeOf(why) ?? why.step ?? 'A rule of the engine was broken', why);

/** The step that the run's failure names, else the last that failed. */
function culprit(run: RunView): StepView | null {
  const named = run.finished?.failure?.step;
  const own = run.steps.find((s) => s.step === named);
  return (
    own ??
    (run.finished?.failure?.code === 'thrown'
      ? null
      : (run.steps.findLast((s) => s.state === 'failed' && s.compensates === null) ?? null))
  );
}

/** No wake was left and steps were pending. */
export function stalled(run: RunView, endMs: number): Sentences {
  const pending = openAtEnd(run);
  const why =
    pending.length === 0 ? ['it awaited what never comes'] : [...stepsNamed(pending), ' never finished'];
  return [sentence(marked('failure', 'The run stalled'), ' ', marked('name', afterMs(endMs)), ': ', ...why)];
}

/** Ended from outside. */
export function cancelled(run: RunView, endMs: number, how: string): Sentences {
  const open = openAtEnd(run);
  const during =
    open.length === 0
      ? []
      : [', while ', ...stepsNamed(open), open.length === 1 ? ' was running' : ' were running'];
  return [sentence(`${how} `, marked('name', afterMs(endMs)), ...during)];
}
