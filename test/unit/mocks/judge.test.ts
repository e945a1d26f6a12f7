import { describe, expect, test } from 'vitest';
import tickets from '../../../mocks/data/tickets.json' with { type: 'json' };
import { groundingOf } from '../../../mocks/skills/grounding.ts';
import {
  always,
  answerTo,
  ask,
  chat,
  drawsOf,
  judgement,
  objectSchema,
  scoreOf,
  search,
} from './requests.ts';

const TICKET = 'I was charged twice for the Team plan on 3 March. Can you refund one of the payments?';
const covered = tickets
  .map(({ body }) => ({ body, articles: search(body) }))
  .filter(({ articles }) => articles.length > 0);
const named = (answer: string, articles: ReturnType<typeof search>) =>
  articles.some(({ title }) => answer.includes(title));

describe('a judge', () => {
  test('scores every grounded answer 0.86 to 0.97', () => {
    for (const { body, articles } of covered) {
      const answer = answerTo(body, articles);
      if (!named(answer, articles)) continue;
      const score = scoreOf(answer, articles);
      expect(score >= 0.86 && score <= 0.97, `${score}: ${answer}`).toBe(true);
    }
  });

  test('scores every answer with an unsupported sentence 0.5 to 0.8, and quotes it', () => {
    for (const { body, articles } of covered) {
      const answer = answerTo(body, articles, 'gpt-4o', always(0.99));
      if (!named(answer, articles)) continue;
      const score = scoreOf(answer, articles);
      expect(score >= 0.5 && score <= 0.8, `${score}: ${answer}`).toBe(true);
    }
    const slipped = answerTo(TICKET, search(TICKET), 'gpt-4o', always(0.99));
    const request = chat('Judge.', { reply: slipped, against: search(TICKET) }, judgement);
    expect(ask('judge-v1', request).text).toMatch(/not in the articles: /);
  });

  test('minds a wrong number more than a changed word', () => {
    const against = [
      {
        title: 'Refunds',
        text: 'A refund reaches your card in 5 business days after the request was approved.',
      },
    ];
    const exact = 'A refund reaches your card in 5 business days.';
    expect(scoreOf(exact.replace('reaches', 'arrives on'), against)).toBeGreaterThan(0.85);
    expect(scoreOf(exact.replace('5', '9'), against)).toBeLessThan(0.7);
  });

  test('gives less to an answer without articles where they were due', () => {
    const answer = answerTo(TICKET);
    expect(scoreOf(answer, [])).toBeLessThan(0.5);
    expect(scoreOf(answer, null)).toBeLessThan(0.5);
    expect(scoreOf('Wait 90 days and pay 12 euros.', 'short or general question')).toBeLessThan(0.65);
  });

  test('is content with a greeting and with an honest short reply that needed no article', () => {
    expect(scoreOf(answerTo('Hello!', 'a greeting'), 'a greeting')).toBeGreaterThanOrEqual(0.86);
    expect(scoreOf(answerTo('page hangs', 'short question'), 'short question')).toBeGreaterThanOrEqual(0.86);
  });

  test('lets an answer that covers nothing fall below 0.85', () => {
    expect(scoreOf(answerTo('Which ferry goes to the island?', []), [])).toBeLessThan(0.85);
    expect(scoreOf('', search(TICKET))).toBeLessThan(0.1);
    expect(scoreOf('You can bake a cake with flour. It needs eggs and sugar.', search(TICKET))).toBeLessThan(
      0.3,
    );
  });

  test('wavers a little with the draw, in two digits, and slips as often as its profile says', () => {
    const answer = answerTo(TICKET);
    const scores = Array.from({ length: 400 }, (_, seed) => scoreOf(answer, search(TICKET), drawsOf(seed)));
    for (const score of scores) expect(Math.round(score * 100) / 100).toBe(score);
    expect(new Set(scores).size).toBeGreaterThan(2);
    const slips = scores.filter((score) => score < 0.86).length;
    expect(slips).toBeGreaterThan(0);
    expect(slips / scores.length).toBeLessThan(0.05);
  });

  test('fills the scale and the other fields of a schema', () => {
    const schema = objectSchema({
      rating: { type: 'integer', minimum: 0, maximum: 10 },
      verdict: { type: 'string', enum: ['pass', 'fail'] },
      grounded: { type: 'boolean' },
    });
    const of = (reply: string): unknown =>
      JSON.parse(ask('judge-v1', chat('Rate the reply.', { reply, against: search(TICKET) }, schema)).text!);
    expect(of(answerTo(TICKET))).toEqual({ rating: 9, verdict: 'pass', grounded: true });
    expect(of('It costs 9999 yen.')).toMatchObject({ verdict: 'fail', grounded: false });
  });
});

describe('grounding', () => {
  const passage = [{ title: 'Limits', text: 'You may import 1,500 rows in 2 hours.' }];

  test('reads a number in any notation', () => {
    expect(groundingOf('You may import 1500 rows in 2 hours.', passage).unsupported).toEqual([]);
    expect(groundingOf('You may import 1.500 rows in 2 hours.', passage).unsupported).toEqual([]);
    expect(groundingOf('You may import 1501 rows in 2 hours.', passage).unsupported).toHaveLength(1);
  });

  test('takes courtesy and titles for no claims', () => {
    expect(groundingOf('Hello, thank you for writing to us. See also “Limits of 99”.', passage).claims).toBe(
      0,
    );
  });
});
