/** How the sentence is set: which pieces stay together, and what each leads to. Pure. */
import type { Span } from '../../history/projections/verdict.ts';

export interface SentencePart {
  /** What comes after the main clause, in a lighter ink, kept in one piece where it fits. */
  readonly aside: boolean;
  readonly spans: readonly Span[];
}

/**
 * Splits off the aside at the end: 'Without the outage: 4.1 s.' begins with a quiet span and ends the sentence. The
 * blank between them stands at the end of the first part, where a line can break.
 */
export function sentenceParts(spans: readonly Span[]): SentencePart[] {
  const from = spans.findIndex(
    ({ mark }, index) => mark === 'quiet' && spans.slice(index).every((span) => isAside(span)),
  );
  if (from < 0) return [{ aside: false, spans }];
  const [first, ...rest] = spans.slice(from);
  const aside: SentencePart = { aside: true, spans: [{ ...first!, text: first!.text.trimStart() }, ...rest] };
  if (from === 0) return [aside];
  const before = spans.slice(0, from);
  const blank = /\s$/.test(before.at(-1)!.text) ? [] : [{ text: ' ' }];
  return [{ aside: false, spans: [...before, ...blank] }, aside];
}

/** Quiet words, the alternative run, and the punctuation between them. */
const isAside = ({ mark, text }: Span): boolean =>
  mark === 'quiet' || mark === 'ghost' || (mark === undefined && /^[\s.,;:]*$/.test(text));
