/** A search in a small web of a few written pages. */
import pages from '../data/pages.json' with { type: 'json' };
import { lazy } from './memo.ts';
import { indexOf } from './search.ts';
import { textsIn, told } from './service.ts';
import type { Work } from './service.ts';

const TOP = 3;
/** The web always has something, however little it has to do with the question. */
const SCORE_LEAST = 0.12;
const index = lazy(() => indexOf(pages));

/** `{ query }` → `{ results: [{ title, url, text, score }] }`, best first, possibly none. */
export const searchWeb: Work = (input) => {
  const texts = textsIn(input);
  const query = (texts.find(([name]) => /^(?:q|query|search|question)$/i.test(name)) ?? texts[0])?.[1] ?? '';
  return told({
    results: index()(query, TOP, SCORE_LEAST).map(({ document: { id, title, text }, score }) => ({
      title,
      url: `https://web.example/${id}`,
      text,
      score,
    })),
  });
};
