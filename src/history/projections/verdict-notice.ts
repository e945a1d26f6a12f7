/** What else is worth a sentence: work done twice, state that was fought over, drift, policies that changed for all runs. */
import { clause } from './failure-words.ts';
import { numberWord, times } from './format.ts';
import { lifeless } from './lives.ts';
import type { PolicyTrack, RunView, WorldView } from './run-view.ts';
import { brief, capital, listOf, marked, modelName, sentence, stepName, type Piece } from './sentence.ts';

type Sentence = readonly Piece[];

/** The most serious first, at most two: the rest is in the tables. */
const NOTICES_MOST = 2;

export function noticeSentences(world: WorldView, runs: readonly RunView[]): readonly Sentence[] {
  return [
    twice(world),
    refusedState(runs),
    conflicted(runs),
    drifted(runs),
    warned(runs),
    ...world.policies
      .filter(({ policy }) => policy === 'breaker')
      .slice(0, 1)
      .map(breakerSentence),
    ...world.policies
      .filter(({ policy }) => policy.endsWith('budget'))
      .slice(0, 1)
      .map(budgetSentence),
  ]
    .filter((said) => said.length > 0)
    .slice(0, NOTICES_MOST);
}

/** 'payments did the same work twice.' */
function twice({ effects }: WorldView): Sentence {
  // The same work under another key: of a run that began again after a crash.
  const lives = new Map<string, number>();
  const again = effects.flatMap((effect) => {
    const work = `${effect.target} ${lifeless(effect.caller)}`;
    const own = effect.caller === lifeless(effect.caller);
    const earlier = lives.get(work) ?? 0;
    if (own) lives.set(work, Math.max(earlier, effect.times));
    const times = own ? effect.times : earlier + effect.times;
    return times > 1 ? [{ ...effect, times }] : [];
  });
  const worst = again.reduce<(typeof again)[number] | null>(
    (a, b) => (a && a.times >= b.times ? a : b),
    null,
  );
  if (!worst) return [];
  return sentence(modelName(worst.target), ' did ', marked('failure', `the same work ${times(worst.times)}`));
}

function refusedState(runs: readonly RunView[]): Sentence {
  const all = runs.flatMap(({ stateRefusals }) => stateRefusals);
  const [first] = all;
  if (!first) return [];
  const others = all.length - 1;
  const more =
    others === 0
      ? ''
      : `, and ${numberWord(others)} more ${others === 1 ? 'such request was' : 'such requests were'}`;
  return sentence(
    marked('name', first.by),
    ` asked for ${first.key} of ${first.owner} and `,
    marked('failure', 'was refused'),
    more,
  );
}

function conflicted(runs: readonly RunView[]): Sentence {
  const all = runs.flatMap(({ conflicts }) => conflicts);
  const [first] = all;
  if (!first) return [];
  const fields = [...new Set(all.map(({ key }) => key))];
  if (fields.length > 1)
    return sentence(
      capital(`${numberWord(fields.length)} fields were `),
      marked('failure', 'written by several at once'),
    );
  return sentence(
    ...listOf(first.by.map((by) => marked('name', by))),
    ` wrote ${first.key} `,
    marked('failure', 'at the same time'),
    `; what ${first.kept} wrote was kept`,
  );
}

function drifted(runs: readonly RunView[]): Sentence {
  const [first] = runs.flatMap(({ drifts }) => drifts).sort((a, b) => a.atMs - b.atMs);
  if (!first) return [];
  const { step, metric, baseline, observed, atMs } = first;
  return sentence(
    stepName(step),
    ' ',
    marked('failure', 'drifted', { step }),
    `: ${metric} ${figure(observed)} instead of ${figure(baseline)}, at ${brief(atMs)}`,
  );
}

const figure = (value: number): string => String(Math.round(value * 1000) / 1000);

/** 'The breaker of gpt-4o opened at 3.1 s: 5 failures within 1 min. It closed again at 33.2 s.' */
function breakerSentence({ key, changes }: PolicyTrack): Sentence {
  const opened = changes.find(({ to }) => to === 'open');
  if (!opened) return [];
  const often = changes.filter(({ to }) => to === 'open').length;
  const last = changes.at(-1);
  const end =
    last?.to === 'closed'
      ? `, and closed again at ${brief(last.atMs)}`
      : often > 1
        ? `, ${times(often)} in all`
        : '';
  return sentence(
    'the breaker of ',
    marked('name', key),
    ' ',
    marked('name', `opened at ${brief(opened.atMs)}`),
    `: ${clause(opened.because)}`,
    end,
  );
}

/** 'The budget of run-1 refused a call at 1.0 s: the budget of 2 calls of the run is used up.' */
function budgetSentence({ policy, key, changes }: PolicyTrack): Sentence {
  const refused = changes.find(({ to }) => to === 'refuses' || to === 'denies');
  if (!refused) return [];
  const last = changes.at(-1);
  return sentence(
    `the ${policy === 'budget' ? 'budget' : 'retry budget'} of `,
    marked('name', key),
    ` refused a ${policy === 'budget' ? 'call' : 'retry'} `,
    marked('name', `at ${brief(refused.atMs)}`),
    `: ${clause(refused.because)}`,
    last && last !== refused && last.to !== refused.to ? `, and had room again at ${brief(last.atMs)}` : '',
  );
}

/** What the authored code said by `warn`; what a step's policy says of itself is told with the step. */
function warned(runs: readonly RunView[]): Sentence {
  const all = runs.flatMap(({ warnings }) => warnings.filter(({ step }) => step === null));
  const [first] = [...all].sort((a, b) => a.atMs - b.atMs);
  if (!first) return [];
  const text = clause(first.message);
  return all.length === 1
    ? sentence('a warning was raised: ', marked('name', text))
    : sentence(`${numberWord(all.length)} warnings were raised, the first: `, marked('name', text));
}
