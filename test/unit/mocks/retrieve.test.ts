import { describe, expect, test } from 'vitest';
import tickets from '../../../mocks/data/tickets.json' with { type: 'json' };
import { findArticles } from '../../../mocks/skills/retrieve.ts';
import { indexOf } from '../../../mocks/skills/search.ts';
import { search } from './requests.ts';

describe('retrieval', () => {
  test('finds the article of most labelled tickets, in their own language', () => {
    const answerable = tickets.filter(({ article }) => article !== null);
    const places = answerable.map(({ body, article }) =>
      findArticles(body, 3).findIndex(({ id }) => id === article),
    );
    expect(places.filter((place) => place === 0).length / answerable.length).toBeGreaterThanOrEqual(0.78);
    expect(places.filter((place) => place >= 0).length / answerable.length).toBeGreaterThanOrEqual(0.83);
  });

  test.each([
    ['Two payments of the same amount appear on my card', 'duplicate-charge', /charged twice/],
    ['La aplicación del móvil se cierra nada más abrirla', 'mobile-crash', /móvil/],
    ["J'ai perdu mon téléphone et je n'ai plus les codes", 'two-factor-lost', /téléphone/i],
    ['Beim Import der CSV sind die Umlaute kaputt', 'import-csv', /CSV/],
    ['パスワードを忘れてログインできません', 'reset-password', /パスワード/],
  ])('finds for "%s" the article %s, in the language of the question', (query, id, title) => {
    const [first] = search(query);
    expect(first?.id).toBe(id);
    expect(first?.title).toMatch(title);
  });

  test('finds nothing for what the help centre does not cover', () => {
    for (const query of [
      'What is the weather like tomorrow in Madrid?',
      'My washing machine is leaking water',
      'Can your drivers deliver the printed wall calendars to our office in Lisbon before Friday, and carry them upstairs?',
      'Mi lavadora pierde agua por debajo',
      '明日の天気はどうですか',
      'hello',
      '',
    ])
      expect(search(query), query).toEqual([]);
  });

  test('gives at most as many as were asked for, best first, with scores in 0–1', () => {
    const found = search('charged twice, refund to the card', 5);
    expect(search('charged twice, refund to the card', 1)).toEqual(found.slice(0, 1));
    expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).sort((a, b) => b - a));
    for (const { score } of found) expect(score > 0 && score < 1).toBe(true);
  });

  test('breaks ties by id, whatever the order of the documents', () => {
    const documents = ['b', 'a', 'c'].map((id) => ({
      id,
      title: 'Refunds',
      text: 'Money back on the card.',
    }));
    const ids = (from: typeof documents) => indexOf(from)('refunds', 3, 0).map(({ document }) => document.id);
    expect(ids(documents)).toEqual(['a', 'b', 'c']);
    expect(ids([...documents].reverse())).toEqual(['a', 'b', 'c']);
  });
});
