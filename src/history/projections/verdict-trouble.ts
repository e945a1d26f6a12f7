/** The verdict's clause on steps that failed, and on what the run did about it. */
import { causeOf, clause, MESSAGE_CHARS } from './failure-words.ts';
import { listed, numberWord, ordinal, times } from './format.ts';
import { isFailed, isTooLow, isTrouble, type Refusal, type RunView, type StepView } from './run-view.ts';
import { listOf, marked, modelName, sentence, stepName, type Piece } from './sentence.ts';
import { isValue } from './target.ts';

/** A step in which something failed. */
export interface Trouble {
  readonly step: StepView;
  /** Failed attempts. */
  readonly failures: number;
  /** Virtual ms in them and in the backoffs after them. */
  readonly lostMs: number;
}

/** Steps in which something failed, the one that lost most time first. */
export function troubles(run: RunView): readonly Trouble[] {
  const found: Trouble[] = [];
  // What ran under a step and failed tells the same, closer to where it began.
  const told = new Set(
    run.steps.flatMap((s) => (s.state === 'failed' && s.parent !== null ? [s.parent] : [])),
  );
  for (const step of run.steps) {
    // what undoes a step is told apart
    if (step.compensates !== null) continue;
    const failed = step.attempts.filter(isFailed);
    if (failed.length === 0 && !step.refusals.some(isTrouble) && step.state !== 'failed') continue;
    if (told.has(step.step)) continue;
    const inAttempts = failed.reduce((sum, a) => sum + (a.finishedMs ?? a.startedMs) - a.startedMs, 0);
    const lostMs = inAttempts + step.backoffs.reduce((sum, b) => sum + b.delayMs, 0);
    found.push({ step, failures: failed.length, lostMs });
  }
  return found.sort((a, b) => b.lostMs - a.lostMs);
}

/**
 * One clause for all: 'answer failed three times; gpt-4o answered', 'intent and language failed once each; both
 * recovered', 'answer failed three times, and two more steps failed; the run went on'.
 */
export function troubleClause(all: readonly Trouble[], run: RunView): readonly Piece[] {
  return [...failedClause(all, run), '; ', ...whatFollowed(all, run)];
}

/** Names are listed up to here. */
const LISTED = 4;

/** What failed, without what followed: 'answer failed three times'. */
export function failedClause(all: readonly Trouble[], run: RunView): readonly Piece[] {
  const [main, ...others] = all;
  if (!main) return [];
  const uncast = uncastModel(all);
  if (uncast !== null)
    return ['no endpoint is cast for ', marked('failure', uncast, { step: main.step.step, model: uncast })];
  const about = { step: main.step.step };
  const [other] = others;
  if (!other) return [stepName(main.step.step), ' ', marked('failure', often(main), about)];
  if (all.length <= LISTED && others.every((o) => often(o) === often(main))) {
    const inOrder = run.steps.filter((s) => all.some((t) => t.step === s));
    return [...listOf(inOrder.map((s) => stepName(s.step))), ' ', marked('failure', oftenEach(main), about)];
  }
  const first = [stepName(main.step.step), ' ', marked('failure', often(main), about)];
  if (others.length > 1) return [...first, `, and ${numberWord(others.length)} more steps failed`];
  const plain = refusedBy(other.step) === null && refusedBy(main.step) === null;
  const too = !plain ? often(other) : other.failures === 0 ? 'failed too' : times(other.failures);
  return [
    ...first,
    ' and ',
    stepName(other.step.step),
    ' ',
    marked('failure', too, { step: other.step.step }),
  ];
}

/** The one model without an endpoint that all failures come from; null where there are others. */
function uncastModel(all: readonly Trouble[]): string | null {
  const failed = all.flatMap(({ step }) => step.attempts.filter(isFailed));
  const [first] = failed;
  if (!first || all.some((t) => t.failures === 0)) return null;
  return failed.every((a) => a.failure?.code === 'unknown_model' && a.target === first.target)
    ? first.target
    : null;
}

/**
 * 'summary was handed a value that it does not accept: …', where all that failed is one step by a contract at its
 * edge; null otherwise.
 */
export function brokenEdge(all: readonly Trouble[]): readonly Piece[] | null {
  const [only, ...others] = all;
  const { step, failure, state } = only?.step ?? {};
  if (step === undefined || others.length > 0 || only?.failures !== 0) return null;
  if (state !== 'failed' || failure?.code !== 'contract') return null;
  const text = clause(failure.message, MESSAGE_CHARS);
  if (!text.startsWith(`${step} `)) return sentence(stepName(step), ': ', marked('failure', text, { step }));
  const [did = '', ...why] = text.slice(step.length + 1).split(': ');
  return sentence(stepName(step), ' ', marked('failure', did, { step }), ...why.map((part) => `: ${part}`));
}

/** 'failed three times', 'scored 0.82, below 0.85', 'was refused by the budget', 'failed once and was refused by the breaker'. */
function often({ step, failures }: Trouble): string {
  const refused = refusedBy(step);
  if (failures === 0) return refused ?? 'failed';
  if (step.waits.some(({ endedMs, answeredMs }) => endedMs !== null && answeredMs === null))
    return 'was not answered in time';
  const low = step.attempts.filter(isTooLow);
  const tried = low.length === failures ? tooLow(low) : `failed ${times(failures)}`;
  return refused === null ? tried : `${tried} and ${refused}`;
}

/** The same of several: 'failed', 'failed twice each', 'were each refused by their breaker'. */
function oftenEach(trouble: Trouble): string {
  const said = often(trouble).replaceAll(/\bits /g, 'their ');
  if (said === 'failed') return said;
  if (said.startsWith('was ')) return `were each ${said.slice(4)}`;
  return said.includes(' and was ') ? `each ${said.replace(' and was ', ' and were ')}` : `${said} each`;
}

function tooLow(low: StepView['attempts']): string {
  const scores = low.flatMap(({ score }) => (score ? [score] : []));
  const [first] = scores;
  if (!first) return `failed its quality gate ${times(low.length)}`;
  return low.length === 1
    ? `scored ${first.score}, below ${first.threshold}`
    : `scored below ${first.threshold} ${times(low.length)}`;
}

const REFUSED: Readonly<Record<Refusal['policy'], string>> = {
  breaker: 'its breaker',
  bulkhead: 'its bulkhead',
  rate: 'its rate limit',
  budget: 'the budget',
  region: 'the rule of its region',
};

/** 'was refused by the budget'; null where no policy refused an attempt. */
function refusedBy({ refusals }: StepView): string | null {
  const by = [...new Set(refusals.map(({ policy }) => REFUSED[policy]))];
  return by.length === 0 ? null : `was refused by ${listed(by)}`;
}

/** How it ended well: for all in the same way, each in its own, or without them. */
function whatFollowed(all: readonly Trouble[], run: RunView): readonly Piece[] {
  const [main] = all;
  if (!main || !allRecovered(all))
    return all.length === 1 && main ? doneAnew(main.step, run) : ['the run went on'];
  const ways = new Set(all.map((trouble) => JSON.stringify(recoveredHow(trouble))));
  if (ways.size === 1 && (all.length === 1 || stoodIn(main) !== null)) return recoveredHow(main);
  return [all.length === 2 ? 'both recovered' : 'all recovered'];
}

/** What the run had in place of a step that failed: the same work anew, under a name of its own, or nothing. */
function doneAnew(failed: StepView, { steps }: RunView): readonly Piece[] {
  const later = steps.filter(
    ({ state, startedMs }) =>
      (state === 'ok' || state === 'recovered') &&
      startedMs !== null &&
      startedMs >= (failed.finishedMs ?? 0),
  );
  if (later.some(({ step }) => step.startsWith(`${failed.step}[again-`)))
    return ['driven again it went well'];
  // steps that nobody declared are the calls of a program
  const asked = failed.declared ? undefined : later.find(({ declared }) => !declared);
  if (!asked) return ['the run went on without it'];
  const whom: readonly Piece[] = asked.name === failed.name ? ['again'] : [modelName(asked.name)];
  return ['the program asked ', ...whom, ' and was answered'];
}

export const allRecovered = (all: readonly Trouble[]): boolean =>
  all.every(({ step }) => step.state === 'recovered');

/** The target that answered in place of the first; null where the first did at last. */
function stoodIn({ step }: Trouble): string | null {
  const last = step.attempts[step.attempts.length - 1];
  const moved = step.fallbacks.length > 0 || last?.target !== step.attempts[0]?.target;
  return last && moved ? last.target : null;
}

/** 'gpt-4o answered', 'its second try answered', 'its default stood in'. */
function recoveredHow(trouble: Trouble): readonly Piece[] {
  const { step } = trouble;
  const fallback = step.fallbacks[step.fallbacks.length - 1];
  if (fallback && isValue(fallback.to)) return ['its default stood in'];
  const last = step.attempts[step.attempts.length - 1];
  if (!last) return ['it recovered'];
  const verb = last.request ? 'answered' : 'worked';
  const other = stoodIn(trouble);
  return other === null ? [`its ${ordinal(last.tryOnTarget)} try ${verb}`] : [modelName(other), ` ${verb}`];
}

/** Why a run failed with a step: 'answer failed four times: gpt-4o was unavailable'. */
export function fatalClause(step: StepView): readonly Piece[] {
  const failures = step.attempts.filter(isFailed).length;
  const last = step.attempts[step.attempts.length - 1];
  const why = step.failure ?? last?.failure;
  const cause = why ? `: ${causeOf(why, last?.request ? last.target : null)}` : '';
  const failed = failures < 2 ? 'failed' : `failed ${times(failures)}`;
  return [
    stepName(step.step),
    ' ',
    marked('failure', failed, { step: step.step }),
    cause,
    deniedClause(step),
  ];
}

const DENIED: Readonly<Record<StepView['denials'][number]['reason'], string>> = {
  budget: 'its retry budget was used up',
  deadline: 'no time was left',
  'retry-after': 'the endpoint asked for a longer wait than is allowed',
};

/** ', and was not tried again, since no time was left' */
function deniedClause({ denials }: StepView): string {
  const last = denials.at(-1);
  return last ? `, and was not tried again, since ${DENIED[last.reason]}` : '';
}

/** Steps by name: 'answer', 'answer and quality', 'four steps'. */
export const stepsNamed = (steps: readonly string[]): readonly Piece[] =>
  steps.length > 4 ? [`${numberWord(steps.length)} steps`] : listOf(steps.map(stepName));
