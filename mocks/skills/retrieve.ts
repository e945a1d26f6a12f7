/**
 * The vector store of the help centre: its articles in the language of the query. Where that finds nothing, the English
 * texts are searched, since tickets mix languages; what they find is still given in the language of the query.
 */
import type { Content, SimulatedEndpoint } from '../../src/model/endpoint.ts';
import type { Profile } from '../../src/model/endpoint.ts';
import type { Document } from '../../src/model/request.ts';
import { estimateTokens } from '../../src/model/tokens.ts';
import articles from '../data/articles.json' with { type: 'json' };
import { LANGUAGES, languageOf } from './language.ts';
import type { Language } from './language.ts';
import { memo, remember } from './memo.ts';
import { indexOf } from './search.ts';

/** Articles that score below this are left out: the help centre does not cover the question. */
const SCORE_LEAST = 0.38;
/** A question of more terms than SHORT_TERMS must share this many with an article: one word in a long letter is chance. */
const SHARED_LEAST = 3;
const SHORT_TERMS = 5;
const TOP_MOST = 20;

/** Articles of the help centre in one language, as documents to search. */
const articlesIn = (language: Language) =>
  articles.map(({ id, intent, text }) => ({
    id,
    intent,
    title: text[language].title,
    text: text[language].body,
  }));

/** The index over the articles of one language. */
export const indexIn = memo(LANGUAGES.length, (language: Language) => indexOf(articlesIn(language)));

/** The articles that answer a query, best first, at most `top`. */
export function findArticles(query: string, top: number): Document[] {
  const language = languageOf(query);
  const asked = Math.min(Math.max(1, Math.floor(top)), TOP_MOST);
  const found = related(language, query, asked);
  const hits = found.length > 0 || language === 'en' ? found : related('en', query, asked);
  return hits.map(({ document: { id }, score }) => {
    const { title, body } = articles.find((article) => article.id === id)!.text[language];
    return { id, title, text: body, score };
  });
}

const related = (language: Language, query: string, top: number) =>
  indexIn(language)(query, top, SCORE_LEAST).filter(
    ({ held, asked }) => asked <= SHORT_TERMS || held >= SHARED_LEAST,
  );

/** A store that answers retrieval requests: with the help centre's articles, unless `find` knows others. */
export function retriever(profile: Profile, find = findArticles): SimulatedEndpoint {
  const recall = remember<Content>(1000);
  return {
    profile,
    answer: (request) => {
      if (request.kind !== 'retrieve')
        return { text: '', usage: { inputTokens: 0, outputTokens: 0 }, reason: 'refusal' };
      return recall(`${request.top} ${request.query}`, () => ({
        documents: find(request.query, request.top),
        usage: { inputTokens: estimateTokens(request.query), outputTokens: 0 },
        reason: 'stop',
      }));
    },
  };
}
