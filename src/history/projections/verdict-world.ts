/** The verdict on a world of several runs: how many came to a good end, and what most of the others met. */
import type { Failure } from '../../model/failure.ts';
import { causeOf } from './failure-words.ts';
import { numberWord, thousands } from './format.ts';
import type { RunView } from './run-view.ts';
import { brief, capital, marked, sentence, stepName, type Piece } from './sentence.ts';
import { lastKnownMs, wordOf, type RunWord } from './totals.ts';

type Sentences = readonly (readonly Piece[])[];

/** 'All 50 runs returned, the slowest after 9.2 s.', '47 of 50 runs returned; three failed: answer, since its budget was spent.' */
export function countSentences(runs: readonly RunView[]): Sentences {
  const words = new Map<RunWord, RunView[]>();
  for (const run of runs) {
    const word = wordOf(run);
    words.set(word, [...(words.get(word) ?? []), run]);
  }
  const good = [...(words.get('succeeded') ?? []), ...(words.get('recovered') ?? [])];
  const recovered = words.get('recovered')?.length ?? 0;
  const others = ORDER.flatMap((word): readonly Piece[][] => {
    const all = words.get(word);
    return all
      ? [
          [
            marked(
              MARK[word] ?? 'name',
              `${numberWord(all.length)} ${SAID[word]?.[all.length === 1 ? 0 : 1] ?? word}`,
            ),
          ],
        ]
      : [];
  });
  const total = thousands(runs.length);
  const head: readonly Piece[] =
    good.length === runs.length
      ? [
          runs.length === 2 ? 'both runs returned' : `all ${numberWord(runs.length)} runs returned`,
          ...slowest(good),
        ]
      : [marked('name', `${thousands(good.length)} of ${total} runs`), ' returned'];
  const rest = others.flatMap((said, i) => [
    i === 0 ? '; ' : i === others.length - 1 ? ' and ' : ', ',
    ...said,
  ]);
  return [sentence(...head, ...rest), ...causeSentence(runs), ...recoveredSentence(recovered)];
}

const ORDER: readonly RunWord[] = ['failed', 'stalled', 'cancelled', 'escalated', 'waiting', 'running'];
const SAID: Readonly<Partial<Record<RunWord, readonly [one: string, more: string]>>> = {
  failed: ['failed', 'failed'],
  stalled: ['stalled', 'stalled'],
  cancelled: ['was cancelled', 'were cancelled'],
  escalated: ['went to a person', 'went to a person'],
  waiting: ['waits for a person', 'wait for a person'],
  running: ['goes on', 'go on'],
};
const MARK: Readonly<Partial<Record<RunWord, 'failure'>>> = { failed: 'failure', stalled: 'failure' };

function slowest(runs: readonly RunView[]): readonly Piece[] {
  const ms = Math.max(...runs.map((run) => lastKnownMs(run) - run.startedMs));
  return [', the slowest ', marked('name', `after ${brief(ms)}`)];
}

const recoveredSentence = (count: number): Sentences =>
  count === 0
    ? []
    : [
        sentence(
          marked('recovered', capital(`${numberWord(count)}${count === 1 ? ' run' : ' runs'}`)),
          ' recovered on the way',
        ),
      ];

/** What most of those that failed met: 'answer failed in three: gpt-4o was unavailable.' */
function causeSentence(runs: readonly RunView[]): Sentences {
  const causes = new Map<string, { step: string; cause: string; count: number }>();
  for (const run of runs) {
    const why = run.finished?.outcome === 'failed' ? run.finished.failure : undefined;
    if (!why) continue;
    const step = why.step ?? '';
    const cause = causeOf(why, targetOf(run, why));
    const key = `${step} ${cause}`;
    const known = causes.get(key);
    if (known) known.count++;
    else causes.set(key, { step, cause, count: 1 });
  }
  const [most] = [...causes.values()].sort((a, b) => b.count - a.count);
  if (!most) return [];
  if (most.step === '') return [sentence(causes.size === 1 ? most.cause : `most often ${most.cause}`)];
  const often = most.count === 1 ? ' failed in one' : ` failed in ${numberWord(most.count)}`;
  return [sentence(stepName(most.step), often, `: ${most.cause}`)];
}

function targetOf(run: RunView, { step }: Failure): string | null {
  const last = run.steps.find((s) => s.step === step)?.attempts.at(-1);
  return last?.request ? last.target : null;
}
