import { describe, expect, test } from 'vitest';
import { simulatedCast } from '../../../mocks/cast.ts';
import { wordCount } from '../../../src/base/word-count.ts';
import { examples } from '../../../src/examples/index.ts';
import triage from '../../../src/examples/triage/triage.ts';
import type { Cast } from '../../../src/model/endpoint.ts';
import type { Request } from '../../../src/model/request.ts';
import { parseScenario, type Scenario } from '../../../src/scenario/document.ts';
import { rehearse, type SomeFault } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

const scenario = (id: string): Scenario => {
  const found = examples[0].scenarios.find((one) => one.id === id)!;
  const read = parseScenario(JSON.stringify(found.scenario));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.scenario;
};
const play = (id: string) => {
  const { input, faults, seed } = scenario(id);
  return rehearse(triage, {
    input,
    faults: faults.faults as unknown as SomeFault[],
    seed,
    cast: simulatedCast,
  });
};
const ticket = (body: string, options: { cast?: Cast; seed?: number; faults?: SomeFault[] } = {}) =>
  rehearse(triage, { input: { id: 'T', body }, cast: simulatedCast, seed: 10, ...options });
const words = (n: number) =>
  [
    'My',
    'invoice',
    'shows',
    'a',
    'charge',
    'that',
    'I',
    'do',
    'not',
    'know',
    'and',
    'want',
    'refunded',
    'to',
    'me',
    'now',
    'please',
  ]
    .slice(0, n)
    .join(' ');

describe('the support triage', () => {
  test('labels all four at once, so that they take as long as the slowest', async () => {
    const world = await play('calm');
    const labels = ['intent', 'language', 'priority', 'sentiment'].map(world.step);
    expect(labels.map((step) => step.startedMs)).toEqual([0, 0, 0, 0]);
    expect(world.step('knowledge').startedMs).toBe(Math.max(...labels.map((step) => step.finishedMs!)));
    expect(world.run.finished).toMatchObject({ outcome: 'returned' });
  });

  test('survives an outage of its model by the fallback, later and dearer than without', async () => {
    const [down, calm] = [await play('outage'), await play('calm')];
    const answer = down.step('answer');
    expect(answer.attempts.map((attempt) => attempt.target)).toEqual([
      'claude-3-sonnet',
      'claude-3-sonnet',
      'claude-3-sonnet',
      'gpt-4o',
    ]);
    expect(answer.attempts.map((attempt) => attempt.failure?.code ?? 'ok')).toEqual([
      'cut',
      'unavailable',
      'unavailable',
      'ok',
    ]);
    expect(answer.attempts.slice(0, 3).every((attempt) => attempt.strikes.length === 1)).toBe(true);
    expect(down.run.finishedMs! - calm.run.finishedMs!).toBeGreaterThan(5_000);
    // what comes before the outage is untouched by it: draws are keyed, not sequential
    expect(down.step('knowledge')).toEqual({ ...calm.step('knowledge') });
  });

  test('hands a critical ticket to a person, with no retrieval and no generation', async () => {
    const world = await play('critical');
    expect(world.run.finished).toMatchObject({ outcome: 'escalated', reason: 'critical ticket' });
    for (const step of ['knowledge', 'answer', 'quality']) expect(world.step(step).state).toBe('not reached');
  });

  test('retrieves from sixteen words on, not for fifteen', async () => {
    const few = await ticket(words(15));
    const enough = await ticket(words(16));
    expect([wordCount(words(15)), wordCount(words(16))]).toEqual([15, 16]);
    expect(few.step('knowledge')).toMatchObject({
      state: 'skipped',
      skipReason: 'short or general question',
    });
    expect(enough.step('knowledge').state).toBe('ok');
    expect((await play('fifteen')).step('knowledge').state).toBe('skipped');
    expect((await play('sixteen')).step('knowledge').state).toBe('ok');
    expect((await play('japanese')).step('knowledge').state).toBe('ok');
  });

  test('does not retrieve for a general question, however long', async () => {
    const says = (request: Request) =>
      JSON.stringify({
        label:
          request.kind === 'chat' && JSON.stringify(request.format).includes('billing') ? 'general' : 'low',
      });
    const cast: Cast = new Map([...simulatedCast, ...scriptedCast({ 'gpt-4o-mini': { says } })]);
    const world = await ticket(words(17), { cast });
    expect(world.step('intent').value).toBe('general');
    expect(world.step('knowledge').state).toBe('skipped');
  });

  test('answers with labels and articles, in the language of the ticket', async () => {
    const world = await play('japanese');
    const input = world.step('answer').input as { labels: { language: string }; articles: { id: string }[] };
    expect(input.labels.language).toBe('ja');
    expect(input.articles.map((article) => article.id)).toContain('duplicate-charge');
    expect(world.step('answer').value).toMatch(/[\u3040-\u30ff]/);
  });

  test.each([
    [0.85, 'returned'],
    [0.849, 'escalated'],
  ])('a quality of %s is %s', async (score, outcome) => {
    const cast: Cast = new Map([
      ...simulatedCast,
      ...scriptedCast({ 'gpt-4o': { says: JSON.stringify({ score, reason: 'as scripted' }) } }),
    ]);
    const world = await ticket(words(16), { cast });
    expect(world.run.finished).toMatchObject({ outcome });
    if (outcome === 'escalated') expect(world.run.finished).toMatchObject({ reason: 'low quality' });
  });

  test('sends a classifier that times out to the backup model, with a warning', async () => {
    const world = await play('classifier');
    expect(world.step('sentiment').attempts.map((attempt) => attempt.target)).toEqual([
      'gpt-4o-mini',
      'claude-3-haiku',
    ]);
    expect(world.step('sentiment').attempts[0]!.failure!.code).toBe('timeout.attempt');
    expect(world.step('sentiment').attempts[0]!.finishedMs).toBe(2_000);
    expect(world.run.warnings).toMatchObject([
      { step: 'sentiment', message: expect.stringContaining('claude-3-haiku takes over') as string },
    ]);
    expect(world.run.finished).toMatchObject({ outcome: 'returned' });
  });

  test('gives a label its declared default when the classifier fails in any other way', async () => {
    const world = await ticket(words(16), {
      faults: [{ id: 'e', kind: 'server_error', match: { step: 'sentiment' } }],
    });
    expect(world.step('sentiment')).toMatchObject({ state: 'recovered', value: 'neutral' });
    expect(world.step('sentiment').attempts.map((attempt) => attempt.target)).toEqual(['gpt-4o-mini']);
    expect(world.run.finished).toMatchObject({ outcome: 'returned' });
  });

  test.each(['intent', 'language', 'priority', 'sentiment'])(
    'asks the backup of %s with the same labels as the model that timed out',
    async (step) => {
      const slow: SomeFault = { id: 's', kind: 'blackhole', match: { step, model: 'gpt-4o-mini' } };
      const world = await ticket(words(16), { faults: [slow] });
      const [first, second] = world.step(step).attempts.map(({ request }) => request as { format?: unknown });
      expect(second!.format).toEqual(first!.format);
      expect(world.run.warnings).toMatchObject([{ step }]);
    },
  );

  test('knows two tickets apart that are under way at once', async () => {
    const { input, seed } = scenario('calm');
    const other = scenario('critical').input;
    const runs = [{ input }, { input: other }];
    const { runs: both } = await rehearse(triage, { runs, seed, cast: simulatedCast });
    expect(both.map(({ finished }) => finished!.outcome)).toEqual(['returned', 'escalated']);
    for (const [i, run] of both.entries())
      for (const { name, input: asked } of run.steps.filter(({ startedMs }) => startedMs !== null))
        if (name === 'intent') expect(asked).toBe((runs[i]!.input as { body: string }).body);
  });

  test('keeps its state by run: the same ticket in another world knows nothing of the first', async () => {
    const [one, two] = [await ticket(words(16), { seed: 3 }), await ticket(words(16), { seed: 3 })];
    expect(one.hash).toBe(two.hash);
  });

  test('says that the help centre lacks an answer, and hands the ticket to a person', async () => {
    const world = await play('unknown');
    expect(world.step('knowledge').value).toEqual([]);
    expect(world.step('answer').value).toContain('none of its articles covers');
    expect(world.run.finished).toMatchObject({ outcome: 'escalated', reason: 'low quality' });
  });
});
