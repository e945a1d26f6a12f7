/** The verdict's clause on steps that failed, and on what the run did about it. */
import { causeOf, clause, MESSAGE_CHARS } from './failure-words.ts';
import { numberWord, ordinal, times } from './format.ts';
import type { RunView, StepView } from './run-view.ts';
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
  for (const step of run.steps) {
    const failed = step.attempts.filter((a) => a.outcome === 'failed');
    if (failed.length === 0 && step.state !== 'failed') continue;
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
  return [...failedClause(all, run), '; ', ...whatFollowed(all)];
}

/** Names are listed up to here. */
const LISTED = 4;

function failedClause(all: readonly Trouble[], run: RunView): readonly Piece[] {
  const [main, ...others] = all;
  if (!main) return [];
  const uncast = uncastModel(all);
  if (uncast !== null)
    return ['no endpoint is cast for ', marked('failure', uncast, { step: main.step.step, model: uncast })];
  const about = { step: main.step.step };
  const [other] = others;
  if (!other) return [stepName(main.step.step), ' ', marked('failure', often(main), about)];
  if (all.length <= LISTED && others.every((o) => o.failures === main.failures)) {
    const inOrder = run.steps.filter((s) => all.some((t) => t.step === s));
    return [
      ...listOf(inOrder.map((s) => stepName(s.step))),
      ' ',
      marked('failure', `${often(main)} each`, about),
    ];
  }
  const first = [stepName(main.step.step), ' ', marked('failure', often(main), about)];
  if (others.length > 1) return [...first, `, and ${numberWord(others.length)} more steps failed`];
  const too = other.failures === 0 ? 'failed too' : times(other.failures);
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
  const failed = all.flatMap(({ step }) => step.attempts.filter((a) => a.outcome === 'failed'));
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

const often = ({ failures }: Trouble): string => (failures === 0 ? 'failed' : `failed ${times(failures)}`);

/** How it ended well: for all in the same way, each in its own, or without them. */
function whatFollowed(all: readonly Trouble[]): readonly Piece[] {
  const [main] = all;
  if (!main || !allRecovered(all))
    return [all.length === 1 ? 'the run went on without it' : 'the run went on'];
  const ways = new Set(all.map((trouble) => JSON.stringify(recoveredHow(trouble))));
  if (ways.size === 1 && (all.length === 1 || stoodIn(main) !== null)) return recoveredHow(main);
  return [all.length === 2 ? 'both recovered' : 'all recovered'];
}

export const allRecovered = (all: readonly Trouble[]): boolean =>
  all.every(({ step }) => step.state === 'recovered');

/** The target that answered in place of the first; null where the first did at last. */
function stoodIn({ step }: Trouble): string | null {
  const last = step.attempts[step.attempts.length - 1];
  return last && last.target !== step.attempts[0]?.target ? last.target : null;
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
  const failures = step.attempts.filter((a) => a.outcome === 'failed').length;
  const last = step.attempts[step.attempts.length - 1];
  const why = step.failure ?? last?.failure;
  const cause = why ? `: ${causeOf(why, last?.request ? last.target : null)}` : '';
  const failed = failures < 2 ? 'failed' : `failed ${times(failures)}`;
  return [stepName(step.step), ' ', marked('failure', failed, { step: step.step }), cause];
}

/** Steps by name: 'answer', 'answer and quality', 'four steps'. */
export const stepsNamed = (steps: readonly string[]): readonly Piece[] =>
  steps.length > 4 ? [`${numberWord(steps.length)} steps`] : listOf(steps.map(stepName));
