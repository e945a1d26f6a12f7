import { describe, expect, test } from 'vitest';
import tickets from '../../../mocks/data/tickets.json' with { type: 'json' };
import { languageOf } from '../../../mocks/skills/language.ts';
import unseen from '../../fixtures/unseen-tickets.json' with { type: 'json' };
import { ask, chat, classification, labelOf, objectSchema } from './requests.ts';

const LANGUAGES = ['en', 'es', 'fr', 'de', 'ja'];

describe('classification', () => {
  test('answers with JSON that holds the label alone', () => {
    expect(
      ask('gpt-4o-mini', classification(['billing', 'technical'], 'Please refund my invoice')).text,
    ).toBe('{"label":"billing"}');
  });

  test.each([
    ['Please refund my last invoice', 'billing'],
    ['La aplicación se cierra al abrirla', 'technical'],
    ["J'ai oublié mon mot de passe", 'account'],
    ['Guten Tag', 'general'],
    ['アプリがすぐ落ちます', 'technical'],
  ])('tells the intent of "%s": %s', (text, intent) => {
    expect(labelOf(['billing', 'technical', 'account', 'general'], text)).toBe(intent);
  });

  test('names the language of every labelled ticket, and of those nobody had seen', () => {
    for (const { body, language } of [...tickets, ...unseen]) expect(languageOf(body), body).toBe(language);
  });

  test.each([
    ['help', 'en'],
    ['ayuda', 'es'],
    ['merci', 'fr'],
    ['geht nicht', 'de'],
    ['解約', 'ja'],
    ['APIトークンが無効です (error 401)', 'ja'],
    ['Rechnung fehlt', 'de'],
    ['¡Hola!', 'es'],
  ])('names the language of a text as short as "%s"', (text, language) => {
    expect(labelOf(LANGUAGES, text)).toBe(language);
  });

  test('understands a set by its own words for the same classes', () => {
    expect(labelOf(['billing', 'tech support', 'sales'], 'the app crashes on start')).toBe('tech support');
    expect(
      labelOf(['billing', 'tech support', 'sales'], 'Could we get a demo and a quote for 20 people?'),
    ).toBe('sales');
    expect(labelOf(['greeting', 'billing', 'technical', 'account'], 'Hello there, good morning!')).toBe(
      'greeting',
    );
    expect(labelOf(['greeting', 'question'], 'How do I export my hours?')).toBe('question');
    expect(labelOf(['positive', 'negative', 'neutral'], 'I love the new planner, thank you')).toBe(
      'positive',
    );
    expect(
      labelOf(['P1', 'P2', 'P3', 'P4'], 'Nobody in the whole company can log in, everything is down'),
    ).toBe('P1');
    expect(labelOf(['English', 'German', 'other'], 'Wie ändere ich mein Passwort?')).toBe('German');
  });

  test('answers any other set by comparing the text with the words of the labels', () => {
    const labels = ['refund', 'shipping', 'complaint', 'other'];
    expect(labelOf(labels, 'Where is my parcel? You shipped it a week ago')).toBe('shipping');
    expect(labelOf(labels, 'give me my money back')).toBe('refund');
    expect(labelOf(labels, 'the sky is green above the hills')).toBe('other');
    expect(labelOf(['cardiac', 'respiratory'], 'a cardiac history, palpitations')).toBe('cardiac');
    expect(labelOf(['safe', 'unsafe'], 'I will kill you')).toBe('unsafe');
    expect(labelOf(['spam', 'ok'], 'Nice photo of the harbour')).toBe('ok');
  });

  test('reads what the instructions say of a label', () => {
    const schema = objectSchema({ label: { type: 'string', enum: ['alpha', 'beta'] } });
    const system = 'Sort the message.\n- alpha: about dogs and cats\n- beta: about trains and buses';
    expect(JSON.parse(ask('gpt-4o', chat(system, 'The trains were late', schema)).text!)).toEqual({
      label: 'beta',
    });
  });

  test('says how sure it is where the schema has a place for it', () => {
    const schema = objectSchema(
      { label: { type: 'string', enum: ['billing', 'technical'] }, confidence: { type: 'number' } },
      ['label'],
    );
    const sure = JSON.parse(ask('gpt-4o', chat('', 'refund my invoice', schema)).text!) as {
      confidence: number;
    };
    const unsure = JSON.parse(ask('gpt-4o', chat('', 'qwx', schema)).text!) as { confidence: number };
    expect(sure.confidence).toBeGreaterThan(0.8);
    expect(sure.confidence).toBeLessThanOrEqual(0.99);
    expect(unsure.confidence).toBeLessThan(sure.confidence);
  });

  test('reads the ticket out of a rendered object', () => {
    const labels = { type: 'string', enum: ['billing', 'technical', 'account', 'general'] };
    const request = chat(
      'Classify.',
      { id: 't-1', ticket: { subject: 'Help', body: 'I forgot my password' } },
      objectSchema({ label: labels }),
    );
    expect(ask('gpt-4o', request).text).toBe('{"label":"account"}');
  });

  test('takes the labels from the instructions where there is no schema', () => {
    const request = chat(
      'Classify the ticket as one of: billing, technical, account or general. Answer with the label.',
      'the board does not load',
    );
    expect(ask('gpt-4o', request).text).toBe('technical');
  });
});
