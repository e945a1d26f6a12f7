import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/base/json.ts';
import { always, ask } from './requests.ts';

const call = (model: string, input: Json, idempotencyKey = '') => {
  const { text, effect } = ask(model, { kind: 'tool', model, input, idempotencyKey }, always(0.5));
  return { answer: JSON.parse(text!) as Record<string, unknown>, effect };
};

describe('the audit log', () => {
  test('numbers an entry by its key, and without one by what it says', () => {
    const entry = (input: Json, key?: string) => call('audit-log', input, key).answer['entry'];
    expect(entry({ said: 1 }, 'k')).toBe(entry({ said: 2 }, 'k'));
    expect(entry({ said: 1 })).not.toBe(entry({ said: 2 }));
    expect(call('audit-log', {}).effect).toBe(true);
  });
});

describe('the access control', () => {
  test.each([
    ['dr-okafor', 'P-118', 'medication', true],
    ['dr-okafor', 'P-204', 'symptoms', false],
    ['dr-lindqvist', 'P-204', 'symptoms', true],
    ['dr-lindqvist', 'P-204', 'medication', false],
    ['dr-okafor', 'P-999', 'symptoms', false],
  ])('%s, %s, %s: %s', (who, patient, scope, granted) => {
    const { answer, effect } = call('access-control', { who, patient, scope });
    expect(answer).toMatchObject({ granted });
    expect(effect).toBe(false);
  });

  test('grants nothing to a question that it cannot read', () => {
    expect(call('access-control', null).answer).toMatchObject({ granted: false });
  });
});

describe('the contraindications', () => {
  test('name the pairs that a medicine is in, however it is written', () => {
    const found = (...medicines: string[]) =>
      (call('contraindications', { medicines }).answer['warnings'] as { pair: string[] }[]).map(
        ({ pair }) => pair[0],
      );
    expect(found('Warfarin')).toEqual(['warfarin']);
    expect(found('paracetamol')).toEqual([]);
    expect(call('contraindications', { medicines: 'warfarin' }).answer).toHaveProperty('error');
  });
});

test('the literature finds what a symptom is about, and nothing for what it does not know', () => {
  const found = (query: string) =>
    ask(
      'medical-literature',
      { kind: 'retrieve', model: 'medical-literature', query, top: 1 },
      always(0.5),
    ).documents!.map(({ id }) => id);
  expect(found('an itching rash since the new medicine')).toEqual(['rash']);
  expect(found('zzz')).toEqual([]);
});

describe('what is known of images and links', () => {
  test.each([
    ['harbour-at-dusk.jpg', true],
    ['street-fight.jpg', false],
  ])('%s is safe: %s', (image, safe) => {
    expect(call('image-safety', { image }).answer).toMatchObject({ safe });
  });

  test('an image that nobody knows is neither', () => {
    expect(call('image-safety', { image: 'x.jpg' }).answer).not.toHaveProperty('safe');
  });

  test.each([
    ['https://win.free-prizes.example/now', false],
    ['https://FREE-PRIZES.example', false],
    ['https://notfree-prizes.example', true],
    ['https://www.sailing-club.example/a?b', true],
  ])('%s is safe: %s', (url, safe) => {
    expect(call('url-reputation', { url }).answer).toMatchObject({ safe });
  });

  test('what is no address has no reputation', () => {
    expect(call('url-reputation', { url: 'javascript:x' }).answer).not.toHaveProperty('safe');
  });
});

describe('the recommenders', () => {
  const items = (model: string, input: Json) => call(model, input).answer['items'];

  test('recommend what goes together, what is alike, what the visit is about, what was searched', () => {
    expect(items('recs-together', { bought: ['boots'] })).toEqual(['poles', 'socks']);
    expect(items('recs-similar', { viewed: ['tent-2'] })).toContain('mat');
    expect(items('recs-session', { viewed: ['boots', 'trail'] })).toEqual(['socks']);
    expect(items('recs-search', { search: 'gas stove' })).toEqual(expect.arrayContaining(['stove']));
  });

  test.each(['recs-together', 'recs-similar', 'recs-session', 'recs-search'])(
    '%s is not sure of anything when it knows nothing',
    (model) => {
      expect(call(model, { bought: [], viewed: [], search: '' }).answer).toEqual({
        items: [],
        confidence: 0,
      });
    },
  );

  test('are the surer the more points the same way', () => {
    const sure = (bought: string[]) => call('recs-together', { bought }).answer['confidence'] as number;
    expect(sure(['tent-2', 'bag'])).toBeGreaterThan(sure(['tent-2']));
  });

  test('always know what sells best', () => {
    expect(items('bestsellers', null)).toEqual(['socks', 'lamp', 'trail']);
  });
});
