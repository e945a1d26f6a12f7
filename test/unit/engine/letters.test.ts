import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/base/json.ts';
import { generate, orchestration, step, z } from '../../../src/authoring/index.ts';
import type { Bound, Context } from '../../../src/engine/context.ts';
import { rehearse, type SomeFault } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

const cast = scriptedCast({
  model: { takesMs: 100, says: (request) => (JSON.stringify(request).includes('please') ? 'gladly' : 'ok') },
});
const steps = {
  ask: generate<string>({ model: 'model', system: 's', retry: { times: 1, base: '0ms', cap: '0ms' }, deadLetter: 'support' }), // prettier-ignore
  brief: generate<string>({ model: 'model', system: 's', deadLetter: { queue: 'support', who: 'the night shift', timeout: '1h' } }), // prettier-ignore
  polite: step(
    (text: string) => {
      if (!text.includes('please')) throw new Error('rude');
      return text.length;
    },
    { deadLetter: 'support', output: z.number() },
  ),
};
type Own = Bound<typeof steps>;
type Given = Context<typeof steps>;

const OUTAGE: SomeFault = {
  id: 'o',
  kind: 'outage',
  match: { model: 'model' },
  window: [0, 4_000],
  refuseMs: 10,
};

const run = (
  body: (own: Own, context: Given) => unknown,
  said: readonly (readonly [atMs: number, letter: string, settlement: Json])[] = [],
) =>
  rehearse(
    orchestration({ name: 'Letters', steps, run: (_: string, bound, context) => body(bound, context) }),
    {
      cast,
      faults: [OUTAGE],
      people: said.map(([atMs, letter, value]) => ({ atMs, value: { signal: `run-1/${letter}`, value } })),
    },
  );

describe('a step whose every target has failed', () => {
  test('becomes a letter with its input, its attempts and its failure', async () => {
    const world = await run(
      ({ ask }) => ask('hello'),
      [[5_000, 'ask', { how: 'answered', value: 'by hand' }]],
    );
    expect(world.step('ask')).toMatchObject({ state: 'failed', finishedMs: 20 });
    expect(world.events('letter.added')).toMatchObject([
      {
        letter: 'run-1/ask',
        step: 'ask',
        queue: 'support',
        input: 'hello',
        attempts: 2,
        failure: { code: 'unavailable', injected: true },
      },
    ]);
  });

  test('gives what a person answers in its place', async () => {
    const world = await run(
      ({ ask }) => ask('hello'),
      [[5_000, 'ask', { how: 'answered', value: 'by hand' }]],
    );
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: 'by hand' });
    expect(world.run.finishedMs).toBe(5_000);
    expect(world.events('letter.settled')).toMatchObject([
      { letter: 'run-1/ask', how: 'answered', value: 'by hand' },
    ]);
  });

  test('is driven again as a step of its own, with the input as it was or as it was edited', async () => {
    const asItWas = await run(({ ask }) => ask('hello'), [[5_000, 'ask', { how: 'redriven' }]]);
    expect(asItWas.run.finished!.value).toBe('ok');
    expect(asItWas.step('ask[again-1]')).toMatchObject({ input: 'hello', state: 'ok', startedMs: 5_000 });
    const edited = await run(
      ({ ask }) => ask('hello'),
      [[5_000, 'ask', { how: 'redriven', input: 'hello, please' }]],
    );
    expect(edited.run.finished!.value).toBe('gladly');
    expect(edited.events('letter.settled')).toMatchObject([{ how: 'redriven', value: 'hello, please' }]);
  });

  test('that fails again is a letter again', async () => {
    const world = await run(
      ({ polite }) => polite('hello', { key: 'a' }),
      [
        [5_000, 'polite[a]', { how: 'redriven', input: 'hello!' }],
        [6_000, 'polite[a-again-1]', { how: 'redriven', input: 'hello, please' }],
      ],
    );
    expect(world.run.finished!.value).toBe(13);
    expect(world.events('letter.added').map((event) => event.letter)).toEqual([
      'run-1/polite[a]',
      'run-1/polite[a-again-1]',
    ]);
  });

  test('fails as it did when a person discards it', async () => {
    const world = await run(({ ask }) => ask('hello'), [[5_000, 'ask', { how: 'discarded' }]]);
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { code: 'unavailable' } });
    expect(world.events('letter.settled')).toMatchObject([{ how: 'discarded', value: null }]);
  });

  test('waits on for what can be read and fits the step, and says what was wrong', async () => {
    const world = await run(
      ({ polite }) => polite('hello'),
      [
        [5_000, 'polite', 'forget it'],
        [6_000, 'polite', { how: 'answered', value: 'four' }],
        [7_000, 'polite', { how: 'answered', value: 4 }],
      ],
    );
    expect(world.run.finished!.value).toBe(4);
    expect(world.run.warnings.map(({ message }) => message)).toEqual([
      'what support did with the letter of polite is not taken: it is none of answered, redriven and discarded',
      'what support did with the letter of polite is not taken: expected number, got a string',
    ]);
  });

  test.each([
    [3_600_010, 'returned'],
    [3_600_011, 'failed'],
  ])('that a person may answer for an hour takes an answer at %d ms: %s', async (atMs, outcome) => {
    const world = await run(({ brief }) => brief('x'), [[atMs, 'brief', { how: 'answered', value: 'late' }]]);
    expect(world.run.finished!.outcome).toBe(outcome);
    expect(world.events('letter.settled')).toHaveLength(outcome === 'returned' ? 1 : 0);
  });

  test('that nobody touches hands the run to the people of its queue', async () => {
    const world = await run(({ ask }) => ask('hello'));
    expect(world.run.finished).toMatchObject({ outcome: 'escalated', reason: 'waits for support (ask)' });
  });

  test('can be given up while it lies in the queue', async () => {
    const world = await run(({ ask }, { race, sleep }) => race({ ask: ask('x'), late: sleep('2s') }));
    expect(world.run.finished!.outcome).toBe('returned');
    expect(world.history.at(-1)!.t).toBe(2_000);
  });

  test('and that nobody awaits fails the run when the letter is discarded', async () => {
    const world = await run(
      async ({ ask }, { sleep }) => {
        void ask('x');
        await sleep('10s');
        return 'done';
      },
      [[5_000, 'ask', { how: 'discarded' }]],
    );
    expect(world.run.finished!.failure!.message).toContain('ask failed and nobody awaited it');
  });
});

describe('a letter by hand', () => {
  test('waits for what a person does with it, and says what', async () => {
    const world = await run(
      (_, { deadLetter }) => deadLetter('returns', { input: { order: 7 }, attempts: 3 }),
      [[100, 'returns', { how: 'redriven', input: { order: 8 } }]],
    );
    expect(world.events('letter.added')).toMatchObject([
      { letter: 'run-1/returns', queue: 'returns', input: { order: 7 }, attempts: 3 },
    ]);
    expect(world.run.finished!.value).toEqual({ how: 'redriven', input: { order: 8 } });
  });

  test('that nobody touches in time says so and stays in its queue', async () => {
    const world = await run((_, { deadLetter }) => deadLetter('returns', { input: 1, timeout: '1m' }));
    expect(world.run.finished!.value).toEqual({ how: 'unanswered' });
    expect(world.events('letter.settled')).toEqual([]);
  });
});
