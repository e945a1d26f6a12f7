/** How the sentence is set: which pieces stay together, and what each leads to. Pure. */
import type { Span } from '../../history/projections/verdict.ts';

export interface SentencePart {
  /** What comes after the main clause, in a lighter ink, kept in one piece where it fits. */
  readonly aside: boolean;
  readonly spans: readonly Span[];
}

/** Splits off the aside at the end: 'Without the outage: 4.1 s.' begins with a quiet span and ends the sentence. */
export function sentenceParts(spans: readonly Span[]): SentencePart[] {
  const from = spans.findIndex(
    ({ mark }, index) => mark === 'quiet' && spans.slice(index).every((span) => isAside(span)),
  );
  const parts: SentencePart[] =
    from < 0
      ? [{ aside: false, spans }]
      : [
          { aside: false, spans: spans.slice(0, from) },
          { aside: true, spans: spans.slice(from) },
        ];
  return parts
    .filter((part) => part.spans.length > 0)
    .map((part) => ({ ...part, spans: trimmed(part.spans) }));
}

/** Without blanks at either end: what stands between the parts is the page's business. */
const trimmed = (spans: readonly Span[]): Span[] =>
  spans.map((span, index) => {
    const start = index === 0 ? span.text.trimStart() : span.text;
    return { ...span, text: index === spans.length - 1 ? start.trimEnd() : start };
  });

/** Quiet words, the alternative run, and the punctuation between them. */
const isAside = ({ mark, text }: Span): boolean =>
  mark === 'quiet' || mark === 'ghost' || (mark === undefined && /^[\s.,;:]*$/.test(text));
