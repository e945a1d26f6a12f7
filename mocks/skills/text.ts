/** How the simulated models read: what they fold away, and what counts as a word or a sentence. */

/** No skill reads further than this, so a pasted log costs no more than a long letter. */
export const READ_LIMIT_CHARS = 4000;

const NOT_ASCII = /[^ -~\s]/;
const MARKS = /[\u0300-\u036f]/g;
const CJK_CHAR = /[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]/;
/**
 * A run of kana and Han, or a run of other letters and digits, by ranges: what \p{L} holds depends on the Unicode
 * version that an engine ships.
 */
const RUN = /[\u3040-\u30ff\u3400-\u9fff]+|[0-9a-z\u00df-\u00f6\u00f8-\u024f\u0370-\u1fff\uac00-\ud7af]+/g;

const RUN_ONCE = new RegExp(RUN.source);

/** Lower case without accents, full-width forms made plain, at most READ_LIMIT_CHARS long: 'Être' → 'etre'. */
export function fold(text: string): string {
  const read = text.slice(0, READ_LIMIT_CHARS);
  if (!NOT_ASCII.test(read)) return read.toLowerCase();
  return read
    .normalize('NFKD')
    .replace(MARKS, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('’', "'");
}

/** Whether a string starts with a kana or a Han character. */
export const isCjk = (text: string): boolean => CJK_CHAR.test(text.charAt(0));

/** Whether any character is kana or Han. */
export const hasCjk = (text: string): boolean => CJK_CHAR.test(text);

/** Runs of letters and digits in a folded text; a Japanese run stays whole. */
export const runsOf = (folded: string): string[] => folded.match(RUN) ?? [];

/** How many words a reader would count: two Japanese characters are about one. */
export function wordCount(text: string): number {
  let count = 0;
  for (const run of runsOf(fold(text))) count += isCjk(run) ? Math.ceil(run.length / 2) : 1;
  return count;
}

/** A mark that ends a sentence and the space after it; a full stop inside '3.5' or 'z. B.' does not. */
const SENTENCE_END =
  /(?<=[.!?…]["'”’»)]*)(?<![\s(][A-Za-z]\.)\s+(?=[^\sa-zß-ÿ])|(?<=[。！？])(?![」』）])|\s*[\r\n]+\s*/;

/** Sentences in their order, trimmed, none empty; reads READ_LIMIT_CHARS at most. */
export function sentencesOf(text: string): string[] {
  return text
    .slice(0, READ_LIMIT_CHARS)
    .split(SENTENCE_END)
    .map((sentence) => sentence.trim())
    .filter((sentence) => RUN_ONCE.test(fold(sentence)));
}

/** Sentences as one text: a blank between two, unless the first ends as Japanese does. */
export const joinSentences = (sentences: readonly string[]): string =>
  sentences.reduce(
    (text, sentence) =>
      text === '' ? sentence : `${text}${/[。！？」：]$/.test(text) ? '' : ' '}${sentence}`,
    '',
  );

/** Compares by UTF-16 code units, the same in every engine and locale. */
export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
