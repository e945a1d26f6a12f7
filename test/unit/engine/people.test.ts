import { describe, expect, test } from 'vitest';
import { approval, generate, orchestration, z } from '../../../src/authoring/index.ts';
import type { Bound, Context } from '../../../src/engine/context.ts';
import { rehearse } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

const cast = scriptedCast({ model: { takesMs: 100 } });
const steps = {
  ask: generate<string>({ model: 'model', system: 's' }),
  approve: approval({ who: 'a supervisor' }),
  hurried: approval({ who: 'a supervisor', timeout: '1h', otherwise: false }),
  strict: approval({ who: 'a supervisor', timeout: '1h' }),
  priced: approval({ who: 'the till', answer: z.object({ amount: z.number() }) }),
};
type Own = Bound<typeof steps>;
type Given = Context<typeof steps>;
type People = NonNullable<Parameters<typeof rehearse>[1]>['people'];

const run = (body: (own: Own, context: Given) => unknown, people: People = []) =>
  rehearse(
    orchestration({ name: 'People', steps, run: (_: string, bound, context) => body(bound, context) }),
    { cast, people: people },
  );
const answers = (atMs: number, step: string, value: string | boolean | { amount: unknown }) => ({
  atMs,
  value: { signal: `run-1/${step}`, value: value as never },
});

describe('an approval', () => {
  test('is a declared step of its own kind, which names whom it waits for', async () => {
    const world = await run(() => 'done');
    expect(world.run.started.steps.find(({ name }) => name === 'hurried')).toMatchObject({
      kind: 'approval',
      targets: ['a supervisor', 'value false'],
      policy: { timeoutMs: 3_600_000 },
    });
  });

  test('waits for a person and gives what they say', async () => {
    const world = await run(({ approve }) => approve({ refund: 20 }), [answers(5_000, 'approve', true)]);
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: true });
    expect(world.step('approve')).toMatchObject({ startedMs: 0, finishedMs: 5_000 });
    expect(world.events('signal.awaited')).toMatchObject([
      { step: 'approve', signal: 'run-1/approve', who: 'a supervisor', question: { refund: 20 } },
    ]);
    expect(world.events('signal.received')).toMatchObject([
      { signal: 'run-1/approve', value: true, t: 5_000 },
    ]);
  });

  test('takes an answer that was there before the question', async () => {
    const world = await run(
      async ({ ask, approve }) => {
        await ask('x');
        return approve('may I?');
      },
      [answers(50, 'approve', true)],
    );
    expect(world.run.finished!.value).toBe(true);
    expect(world.step('approve')).toMatchObject({ startedMs: 100, finishedMs: 100 });
  });

  test.each([
    [3_599_999, true, 'ok'],
    [3_600_000, true, 'ok'],
    [3_600_001, false, 'recovered'],
  ])('with a time-out of an hour takes an answer at %d ms: %s', async (atMs, value, state) => {
    const world = await run(({ hurried }) => hurried('may I?'), [answers(atMs, 'hurried', true)]);
    expect(world.run.finished!.value).toBe(value);
    expect(world.step('hurried').state).toBe(state);
  });

  test('tells of an answer that comes when the question is settled, and changes nothing for it', async () => {
    const world = await run(
      async ({ hurried, approve }) => [await hurried('may I?'), await approve('and now?')],
      [
        answers(5_000, 'hurried', true),
        answers(5_000, 'hurried', false),
        answers(9_000, 'hurried', false),
        answers(10_000, 'approve', true),
        answers(11_000, 'approve', false),
      ],
    );
    expect(world.run.finished!.value).toEqual([true, true]);
    const late =
      'a supervisor answered hurried when it was no longer waited for: that answer changes nothing';
    expect(world.events('warning.raised').map(({ t, run, message }) => [t, run, message])).toEqual([
      [5_000, 'run-1', late],
      [9_000, 'run-1', late],
      [11_000, '', 'run-1/approve was answered when its run had ended: that answer changes nothing'],
    ]);
    expect(world.events('signal.received').map(({ t }) => t)).toEqual([5_000, 10_000]);
  });

  test('without anything to stand in fails when its time is over, by name', async () => {
    const world = await run(({ strict }) => strict('may I?'));
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { code: 'timeout.attempt' } });
    expect(world.run.finished!.failure!.message).toContain('a supervisor took longer than');
  });

  test('that nobody ever answers hands the run to whoever it waits for', async () => {
    const world = await run(({ approve }) => approve('may I?'));
    expect(world.run.finished).toMatchObject({
      outcome: 'escalated',
      reason: 'waits for a supervisor (approve)',
      value: [{ signal: 'run-1/approve', step: 'approve', who: 'a supervisor' }],
    });
    expect(world.history.at(-1)).toMatchObject({ type: 'world.ended', reason: 'quiet' });
  });

  test('refuses an answer of the wrong shape with a warning, and waits on', async () => {
    const world = await run(
      ({ priced }) => priced('how much?'),
      [answers(1_000, 'priced', { amount: 'a lot' }), answers(2_000, 'priced', { amount: 20 })],
    );
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: { amount: 20 } });
    expect(world.run.warnings).toMatchObject([
      {
        atMs: 1_000,
        step: 'priced',
        message: 'the answer of the till to priced is not taken: amount: expected number, got a string',
      },
    ]);
    const yesOrNo = await run(({ approve }) => approve('?'), [answers(1, 'approve', 'yes'), answers(2, 'approve', true)]); // prettier-ignore
    expect(yesOrNo.run.warnings[0]!.message).toContain('expected true or false');
    expect(yesOrNo.run.finished!.value).toBe(true);
  });

  test('is given up with its scope, and an answer that comes later is nobody’s', async () => {
    const world = await run(
      ({ approve, ask }, { race }) => race({ approve: approve('?'), ask: ask('x') }),
      [answers(5_000, 'approve', true)],
    );
    expect(world.step('approve')).toMatchObject({ state: 'cancelled', finishedMs: 100 });
    expect(world.events('signal.received')).toEqual([]);
    expect(world.run.finished!.value).toBe('ok');
  });

  test('that waits while the run is cancelled ends with it', async () => {
    const world = await run(
      ({ approve }) => approve('?'),
      [{ atMs: 700, kind: 'cancel', value: { run: 'run-1' } }],
    );
    expect(world.step('approve')).toMatchObject({ state: 'cancelled', finishedMs: 700 });
    expect(world.run.finished!.outcome).toBe('cancelled');
  });

  test('is refused where it is defined when it waits for nobody, or for no time', () => {
    expect(() => approval({ who: ' ' })).toThrow('who is empty');
    expect(() => approval({ who: 'me', timeout: '0s' })).toThrow('zero');
    expect(() => approval({ who: 'me', otherwise: true })).toThrow('give a timeout');
  });
});

describe('a signal', () => {
  test('is an approval that was not declared', async () => {
    const world = await run(
      (_, { signal }) => signal<string>('colour', { who: 'the painter', question: 'which one?' }),
      [answers(10, 'colour', 'blue')],
    );
    expect(world.run.finished!.value).toBe('blue');
    expect(world.events('signal.awaited')).toMatchObject([{ who: 'the painter', question: 'which one?' }]);
  });

  test('of one name in one scope needs a key the second time', async () => {
    const ask = (keys: readonly (string | undefined)[]) =>
      run(async (_, { signal }) => {
        for (const key of keys)
          await signal('colour', { who: 'p', timeout: '1s', otherwise: 'red', ...(key ? { key } : {}) });
        return 'asked';
      });
    expect((await ask(['a', 'b'])).run.finished!.value).toBe('asked');
    expect((await ask([undefined, undefined])).run.finished!.failure!.code).toBe('misuse');
  });
});
