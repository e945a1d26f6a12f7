import { describe, expect, test } from 'vitest';
import tickets from '../../../mocks/data/tickets.json' with { type: 'json' };
import { numbersOf } from '../../../mocks/skills/grounding.ts';
import { languageOf } from '../../../mocks/skills/language.ts';
import { sentencesOf } from '../../../mocks/skills/text.ts';
import { estimateTokens } from '../../../src/model/tokens.ts';
import { ANSWERING, always, answerTo, ask, chat, objectSchema, search } from './requests.ts';

const TICKET = 'I was charged twice for the Team plan on 3 March. Can you refund one of the payments?';
const written = (system: string, user: string | Readonly<Record<string, unknown>>) =>
  ask('claude-3-sonnet', chat(system, user)).text ?? '';

describe('an answer', () => {
  test('names an article and is made of its sentences', () => {
    const [article] = search(TICKET);
    const answer = answerTo(TICKET);
    expect(answer).toContain(article!.title);
    expect(
      sentencesOf(article!.text).filter((sentence) => answer.includes(sentence)).length,
    ).toBeGreaterThanOrEqual(2);
  });

  test('has 90 to 210 tokens and the language of the ticket, for every ticket that an article covers', () => {
    for (const { body, language } of tickets) {
      const articles = search(body);
      const answer = answerTo(body, articles);
      if (articles.length === 0 || !articles.some(({ title }) => answer.includes(title))) continue;
      expect(languageOf(answer), answer).toBe(language);
      expect(estimateTokens(answer), answer).toBeGreaterThanOrEqual(90);
      expect(estimateTokens(answer), answer).toBeLessThanOrEqual(210);
    }
  });

  test('keeps to the language that the labels name', () => {
    const answer = written(ANSWERING, {
      ticket: 'Team, VAT, 3 March',
      labels: { language: 'de', intent: 'billing' },
      articles: [],
    });
    expect(languageOf(answer)).toBe('de');
  });

  test('says that nothing covers the question, and promises a person, instead of guessing', () => {
    const none = answerTo('Which ferry goes to the island on Sunday?', []);
    expect(none).toMatch(/none of its articles covers your question/);
    expect(none).toMatch(/colleague/);
    expect(numbersOf(none)).toEqual([]);
    const unrelated = answerTo('Which ferry goes to the island on Sunday?', search('CSV import fails'));
    expect(unrelated).toBe(none);
  });

  test('greets back, thanks back, and leaves it at that', () => {
    expect(estimateTokens(answerTo('Hello there!', 'a greeting'))).toBeLessThan(20);
    expect(answerTo('Muchas gracias', 'nada')).toMatch(/De nada/);
  });

  test('asks for what is missing where no articles were looked for', () => {
    const answer = written(ANSWERING, {
      ticket: 'the page hangs',
      labels: { intent: 'technical', language: 'en' },
      articles: 'short question',
    });
    expect(answer).toMatch(/exact error message/);
    expect(numbersOf(answer)).toEqual([]);
  });

  test('is sorry to an angry writer', () => {
    expect(answerTo('CHARGED TWICE AGAIN!!! This is theft, give me my money back!!!')).toMatch(/sorry/);
  });

  test('differs in manner between vendors, and not between calls', () => {
    expect(answerTo(TICKET, undefined, 'gpt-4o')).not.toBe(answerTo(TICKET));
    expect(answerTo(TICKET)).toBe(answerTo(TICKET));
  });

  test('holds one unsupported sentence, with a number of its own, as often as the model errs', () => {
    const articles = search(TICKET);
    const honest = answerTo(TICKET, articles);
    const slipped = answerTo(TICKET, articles, 'claude-3-sonnet', always(0.99));
    const added = sentencesOf(slipped).filter((sentence) => !honest.includes(sentence));
    expect(added).toHaveLength(1);
    const held = new Set(articles.flatMap(({ text }) => numbersOf(text)));
    expect(numbersOf(added[0]!).some((number) => held.has(number))).toBe(false);
  });

  test('is wrapped where the schema has one string', () => {
    const schema = objectSchema({ reply: { type: 'string' } });
    const text = ask('gpt-4o', chat(ANSWERING, { ticket: TICKET, articles: search(TICKET) }, schema)).text!;
    expect(JSON.parse(text)).toEqual({ reply: answerTo(TICKET, undefined, 'gpt-4o') });
  });
});

describe('a conversation', () => {
  const turn = (...said: string[]) =>
    ask('gpt-4o', {
      kind: 'chat',
      model: 'gpt-4o',
      messages: said.map((content, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content })),
    }).text;

  test('is remembered: the third question knows the first two', () => {
    const third = turn('How do I export my data?', '…', 'And who may do it?', '…', 'What did I ask first?');
    expect(third).toContain('How do I export my data?');
    expect(third).toContain('And who may do it?');
  });

  test('holds nothing of another one', () => {
    expect(turn('What did I ask first?')).toMatch(/first message of our conversation/);
  });
});

describe('other instructions', () => {
  test('shorten, format, reword and apologise', () => {
    const text = 'The board is slow. The board takes a minute to open. I also had soup.';
    expect(sentencesOf(written('Summarise the text in two sentences.', text))).toHaveLength(2);
    expect(written('Format the text as a bullet list.', text)).toBe(
      '- The board is slow.\n- The board takes a minute to open.\n- I also had soup.',
    );
    expect(written('Rewrite the reply politely.', "You can't do that!")).toMatch(/cannot do that\./);
    expect(written('Write an apology.', text)).toMatch(/sorry/);
  });

  test('translate what the model knows, and own up to what it does not', () => {
    const spanish = written('Translate the reply into Spanish.', answerTo(TICKET));
    expect(languageOf(spanish)).toBe('es');
    expect(spanish).toContain('dos cargos iguales');
    expect(written('Translate into German.', 'The zebra dances.')).toMatch(
      /konnte ich nicht übersetzen.*The zebra dances\./,
    );
  });

  test('that answer a customer stay an answer, whatever else they ask for', () => {
    expect(
      written('Answer the customer. Apologise if they are angry, and format nothing.', {
        ticket: TICKET,
        articles: search(TICKET),
      }),
    ).toContain('charged twice');
  });
});
