/** The verdict's clauses on people: whom a run waits for or waited for, and what was left to them. */
import type { Json } from '../../base/json.ts';
import { clause } from './failure-words.ts';
import { numberWord } from './format.ts';
import type { Letter, PersonWait, RunView, WorldView } from './run-view.ts';
import { afterMs, brief, capital, marked, sentence, stepName, type Piece } from './sentence.ts';

type Sentences = readonly (readonly Piece[])[];

/** Of a question in a sentence, shown at most. */
const QUESTION_CHARS = 80;

/** The people that a run waits for at its end. */
export const openWaits = ({ waits }: RunView): readonly PersonWait[] =>
  waits.filter(({ endedMs }) => endedMs === null);

/** 'The run has been waiting for a supervisor since 2.6 s: Refund $420?' Empty where it waits for nobody. */
export function waitingSentence(run: RunView): readonly Piece[] {
  const waits = openWaits(run);
  const [first] = waits;
  if (!first) return [];
  const about = { step: first.step };
  if (waits.length > 1)
    return sentence(
      'the run has been waiting for ',
      marked('name', `${numberWord(waits.length)} people`, about),
      ` since ${brief(first.sinceMs)}`,
    );
  return sentence(
    'the run has been waiting for ',
    marked('name', first.who, about),
    ` since ${brief(first.sinceMs)}`,
    ...asked(first.question),
  );
}

/** ': Refund $420?', where the question is a short text. */
function asked(question: Json): readonly string[] {
  if (typeof question !== 'string' || question.trim() === '') return [];
  return [`: ${clause(question, QUESTION_CHARS)}`];
}

/** 'a supervisor answered after 6.4 s', 'a supervisor did not answer within 1 min': the longest wait that is over. */
export function waitedSentence(run: RunView): readonly Piece[] {
  const over = run.waits.filter(({ endedMs }) => endedMs !== null);
  const lasted = (wait: PersonWait): number => (wait.endedMs ?? 0) - wait.sinceMs;
  const [longest] = [...over].sort((a, b) => lasted(b) - lasted(a));
  if (!longest) return [];
  const after = afterMs(lasted(longest));
  const did = longest.answeredMs === null ? `did not answer and was given up ${after}` : `answered ${after}`;
  return sentence(marked('name', capital(longest.who), { step: longest.step }), ` ${did}`);
}

/** What lies in the human queue, and what a person made of it. `waited`: the letters that a run waits for at its end. */
export function lettersSentences(letters: readonly Letter[], waited: ReadonlySet<string>): Sentences {
  const open = letters.filter(({ settled }) => settled === null);
  const settled = letters.filter((letter) => letter.settled !== null);
  return [
    ...leftSentence(
      open,
      open.some(({ letter }) => waited.has(letter)),
    ),
    ...(settled.length === 0 ? [] : [settledSentence(settled)]),
  ];
}

function settledSentence(settled: readonly Letter[]): readonly Piece[] {
  if (settled.length > 1) return sentence('people saw to ', ...casesOf(settled));
  const how = settled[0]?.settled?.how ?? 'answered';
  return how === 'redriven'
    ? sentence(...casesOf(settled), ' was driven again by a person')
    : sentence(`a person ${how} `, ...casesOf(settled));
}

function leftSentence(open: readonly Letter[], waited: boolean): Sentences {
  if (open.length === 0) return [];
  const queues = [...new Set(open.map(({ queue }) => queue))];
  const where =
    queues.length === 1 ? `the human queue ${queues[0]}` : `${numberWord(queues.length)} human queues`;
  const was = open.length === 1 ? ' was left to ' : ' were left to ';
  const waits = !waited ? '' : `, and the run waits for ${open.length === 1 ? 'it' : 'them'}`;
  return [sentence(...casesOf(open), was, marked('failure', where, { step: open[0]?.step ?? '' }), waits)];
}

const casesOf = (letters: readonly Letter[]): readonly Piece[] =>
  letters.length === 1 && letters[0]
    ? ['the case of ', stepName(letters[0].step)]
    : [`${numberWord(letters.length)} cases`];

/** The letters of some runs. */
export const lettersOf = (world: WorldView, runs: readonly RunView[]): readonly Letter[] => {
  const ids = new Set<string>(runs.map(({ run }) => run));
  return world.letters.filter(({ run }) => ids.has(run));
};
