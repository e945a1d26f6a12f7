import { describe, expect, test } from 'vitest';
import { triageFaq } from '../../../src/examples/triage-faq/example.ts';
import triage from '../../../src/examples/triage-faq/triage-faq.ts';
import type { Request } from '../../../src/model/request.ts';
import type { Rehearsed } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';
import { shipped } from '../../support/shipped-example.ts';

const { play } = shipped(triage, triageFaq);
const LABELS = ['sentiment', 'intent', 'language'] as const;
const WRITERS = ['calming', 'european', 'plain'] as const;

interface Said {
  readonly label: string;
  readonly confidence?: number;
}
const kindOf = (request: Request) => {
  const text = JSON.stringify(request);
  return text.includes('angry') ? 'sentiment' : text.includes('billing') ? 'intent' : 'language';
};
/** Labels as a test wants them; what it leaves out is neutral, billing, en, and sure. */
const labelled = (given: Partial<Record<(typeof LABELS)[number], Said>>) => {
  const labels: Record<string, Said> = {
    sentiment: { label: 'neutral' },
    intent: { label: 'billing' },
    language: { label: 'en' },
    ...given,
  };
  return scriptedCast({
    'gpt-4o-mini': { says: (request) => JSON.stringify({ confidence: 0.99, ...labels[kindOf(request)] }) },
  });
};
const writer = ({ step }: Rehearsed) => WRITERS.filter((one) => step(one).state === 'ok');

describe('the triage by confidence', () => {
  test.each([
    ['angry', 'en', 'calming'],
    ['angry', 'de', 'calming'],
    ['neutral', 'de', 'european'],
    ['satisfied', 'es', 'european'],
    ['satisfied', 'fr', 'european'],
    ['neutral', 'en', 'plain'],
    ['satisfied', 'ja', 'plain'],
  ])('sends a ticket that is %s and in %s to %s', async (sentiment, language, expected) => {
    const cast = labelled({ sentiment: { label: sentiment }, language: { label: language } });
    expect(writer(await play('plain', { cast }))).toEqual([expected]);
  });

  test.each([
    ['general', 'skipped'],
    ['technical', 'ok'],
  ])('with the intent %s its search is %s', async (intent, state) => {
    const { step } = await play('plain', { cast: labelled({ intent: { label: intent } }) });
    expect(step('knowledge').state).toBe(state);
  });

  test.each(
    LABELS.flatMap((label) => [
      [label, 0.6, 'goes on'] as const,
      [label, 0.599, 'is handed to a person'] as const,
    ]),
  )('with %s sure to %s it %s', async (label, confidence, what) => {
    const given = { sentiment: 'neutral', intent: 'billing', language: 'en' }[label];
    const world = await play('plain', { cast: labelled({ [label]: { label: given, confidence } }) });
    if (what === 'goes on') expect(writer(world)).toEqual(['plain']);
    else {
      expect(writer(world)).toEqual([]);
      expect(world.run.finished).toMatchObject({ outcome: 'escalated', reason: `unsure of ${label}` });
    }
  });

  test.each([
    [0.85, 'returned'],
    [0.849, 'escalated'],
  ])('a reply whose accuracy is %s is %s', async (score, outcome) => {
    const cast = scriptedCast({ 'gpt-4o': { says: JSON.stringify({ score, reason: 'as scripted' }) } });
    expect((await play('plain', { cast })).run.finished).toMatchObject({ outcome });
  });

  test('escalates only then: a critical ticket that all are sure of is answered', async () => {
    const body = 'The invoice is wrong and our whole company cannot pay until it is corrected today.';
    const world = await play('plain', { input: { id: 'T', body }, cast: labelled({}) });
    expect(writer(world)).toEqual(['plain']);
  });

  test.each([
    ['unsure', 'escalated', []],
    ['angry', 'returned', ['calming']],
    ['german', 'returned', ['european']],
    ['plain', 'returned', ['plain']],
    ['unfounded', 'escalated', ['plain']],
  ])('the scenario %s is %s', async (id, outcome, by) => {
    const world = await play(id);
    expect(world.run.finished).toMatchObject({ outcome });
    expect(writer(world)).toEqual(by);
  });
});
