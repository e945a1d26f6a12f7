/** How the sentence is set: which pieces stay together, and what each leads to. Pure. */
import type { Span } from '../../history/projections/verdict.ts';

export interface SentencePart {
  /** What comes after the main clause, in a lighter ink, kept in one piece where it fits. */
  readonly aside: boolean;
  readonly pieces: readonly SentencePiece[];
}

export interface SentencePiece {
  readonly span: Span;
  /** Punctuation that never parts from it: no line begins with a full stop. */
  readonly tail: string;
}

/**
 * Splits off the aside at the end: 'Without the outage: 4.1 s.' begins with a quiet span and ends the sentence. The
 * blank between them stands at the end of the first part, where a line can break.
 */
export function sentenceParts(spans: readonly Span[]): SentencePart[] {
  const from = spans.findIndex(
    ({ mark }, index) => mark === 'quiet' && spans.slice(index).every((span) => isAside(span)),
  );
  if (from < 0) return [{ aside: false, pieces: pieces(spans) }];
  const [first, ...rest] = spans.slice(from);
  const aside: SentencePart = {
    aside: true,
    pieces: pieces([{ ...first!, text: first!.text.trimStart() }, ...rest]),
  };
  if (from === 0) return [aside];
  const before = spans.slice(0, from);
  const blank = /\s$/.test(before.at(-1)!.text) ? [] : [{ text: ' ' }];
  return [{ aside: false, pieces: pieces([...before, ...blank]) }, aside];
}

/** Hands the punctuation at the head of each plain span to the marked one before it. */
function pieces(spans: readonly Span[]): SentencePiece[] {
  const out: { span: Span; tail: string }[] = [];
  for (const span of spans) {
    const before = out.at(-1);
    const tail = span.mark === undefined && before?.span.mark ? (/^[.,;:]+/.exec(span.text)?.[0] ?? '') : '';
    if (before && tail !== '') before.tail = tail;
    if (span.text.length > tail.length)
      out.push({ span: { ...span, text: span.text.slice(tail.length) }, tail: '' });
  }
  return out;
}

/** Quiet words, the alternative run, and the punctuation between them. */
const isAside = ({ mark, text }: Span): boolean =>
  mark === 'quiet' || mark === 'ghost' || (mark === undefined && /^[\s.,;:]*$/.test(text));
