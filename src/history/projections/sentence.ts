/** The pieces that a verdict is made of: text with a mark and what it points at. */
import { seconds, span as duration } from './format.ts';

/**
 * How a span is set. 'name': a step, endpoint or figure that the sentence is about; 'fault', 'failure', 'recovered':
 * underlined in that colour; 'ghost': the alternative run; 'quiet': secondary.
 */
export type SpanMark = 'name' | 'fault' | 'failure' | 'recovered' | 'ghost' | 'quiet';

/** What a span points at in the pictures. */
export interface About {
  readonly step?: string;
  readonly fault?: string;
  readonly model?: string;
}

/** A piece of the sentence. */
export interface Span {
  readonly text: string;
  readonly mark?: SpanMark;
  readonly about?: About;
}

/** A plain text, or a marked one. */
export type Piece = string | Span;

export const marked = (mark: SpanMark, text: string, about?: About): Span => ({
  text,
  mark,
  ...(about && { about }),
});
export const stepName = (step: string): Span => marked('name', step, { step });
export const modelName = (model: string): Span => marked('name', model, { model });

/** Names in a list: 'a', 'a and b', 'a, b and c'. */
export const listOf = (items: readonly Span[]): readonly Piece[] =>
  items.flatMap((item, i) => (i === 0 ? [item] : [i === items.length - 1 ? ' and ' : ', ', item]));

/** A sentence: begins with a capital unless with a name, ends with a full stop unless with another mark. */
export function sentence(...pieces: readonly Piece[]): readonly Piece[] {
  const [first, ...rest] = pieces;
  const opened = typeof first === 'string' ? [capital(first), ...rest] : pieces;
  const last = pieces.findLast((piece) => textOf(piece) !== '');
  return last !== undefined && /[.?!…]$/.test(textOf(last)) ? opened : [...opened, '.'];
}

/** With a capital, for words that begin a sentence and are no name. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const textOf = (piece: Piece): string => (typeof piece === 'string' ? piece : piece.text);

/** Sentences one after another as spans, plain neighbours joined. */
export function spansOf(sentences: readonly (readonly Piece[])[]): readonly Span[] {
  const spans: Span[] = [];
  const said = sentences.filter((s) => s.length > 0);
  for (const piece of said.flatMap((pieces, i) => (i === 0 ? pieces : [' ', ...pieces]))) {
    const next = typeof piece === 'string' ? { text: piece } : piece;
    const last = spans[spans.length - 1];
    if (last && !last.mark && !next.mark && !last.about && !next.about)
      spans[spans.length - 1] = { text: last.text + next.text };
    else spans.push(next);
  }
  return spans;
}

/** A time in a verdict: tenths of a second; under a tenth, milliseconds. */
export const brief = (ms: number): string => (ms < 100 ? duration(ms) : seconds(ms, 1));

/** 'after 4.1 s', or 'at once'. */
export const afterMs = (ms: number): string => (ms === 0 ? 'at once' : `after ${brief(ms)}`);
