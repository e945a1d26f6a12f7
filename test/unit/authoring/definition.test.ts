import { describe, expect, test } from 'vitest';
import { classify, dag, generate, orchestration, sequence, step, z } from '../../../src/authoring/index.ts';
import { rehearse } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

const fast = { model: 'm' } as const;

describe('a definition', () => {
  test('that contradicts itself is refused by name and value', () => {
    expect(() => classify([], fast)).toThrow('at least one label');
    expect(() => classify(['a', 'a'], fast)).toThrow('a label twice');
    expect(() => generate({ model: 'm', system: 's', timeout: '5s', totalTimeout: '2s' })).toThrow(
      'longer than totalTimeout',
    );
    expect(() => generate({ model: 'm', system: 's', retry: -1 })).toThrow('retry is -1');
    expect(() => generate({ model: 'm', system: 's', retry: { times: 1, base: '9s', cap: '1s' } })).toThrow(
      'shorter than retry.base',
    );
    expect(() => generate({ model: 'm', system: 's', timeout: '2 sec' as '2s' })).toThrow(
      "timeout is '2 sec'",
    );
    expect(() => generate({ model: 'm', system: 's', fallback: [{ value: 'x' }, 'other'] })).toThrow(
      'could never be reached',
    );
    expect(() => orchestration({ name: 'x', steps: { 'a/b': step(() => 1) }, run: () => 1 })).toThrow(
      "named 'a/b'",
    );
    expect(() => sequence([step(() => 1).as('a'), step(() => 1).as('a')])).toThrow('a name twice');
  });

  test('of a graph with a cycle or a missing dependency names it before anything runs', () => {
    const node = (after: string[]) => ({ step: step(() => 1), after });
    const build = dag<string>() as unknown as (nodes: object) => unknown;
    expect(() => build({ a: node(['c']), b: node(['a']), c: node(['b']) })).toThrow('a → c → b → a');
    expect(() => build({ a: node(['b']) })).toThrow("'a' comes after 'b', which is no node");
  });
});

describe('a graph', () => {
  const cast = scriptedCast({ quick: { takesMs: 100 }, slow: { takesMs: 1_000 } });
  const quick = generate({ model: 'quick', system: 's' });
  const slow = generate({ model: 'slow', system: 's' });

  test('overlaps independent branches, and a slow sibling blocks nobody who does not depend on it', async () => {
    const world = await rehearse(
      dag<string>()({
        slow: { step: slow },
        quick: { step: quick },
        after_quick: { step: quick, after: ['quick'] },
        both: { step: quick, after: ['slow', 'after_quick'] },
      }),
      { cast },
    );
    expect(world.step('after_quick')).toMatchObject({ startedMs: 100, finishedMs: 200 });
    expect(world.step('both')).toMatchObject({ startedMs: 1_000, finishedMs: 1_100 });
    expect(world.run.finishedMs).toBe(1_100);
  });

  test('skips a node whose condition is not met, with the reason, and still runs what depends on it', async () => {
    const world = await rehearse(
      dag<string>()({
        first: { step: quick },
        maybe: { step: quick, after: ['first'], when: () => false },
        last: { step: quick, after: ['maybe'], input: ({ maybe }) => ({ maybe }) },
      }),
      { cast },
    );
    expect(world.step('maybe')).toMatchObject({ state: 'skipped', skipReason: 'its condition was not met' });
    expect(world.step('last').input).toEqual({
      maybe: { skipped: true, reason: 'its condition was not met' },
    });
    expect(world.run.finished).toMatchObject({ outcome: 'returned' });
  });

  test('fails with its first failure and abandons the rest', async () => {
    const world = await rehearse(
      dag<string>()({
        bad: {
          step: step(() => {
            throw new Error('no');
          }),
        },
        slow: { step: slow },
      }),
      { cast },
    );
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { message: 'no', step: 'bad' } });
    expect(world.step('slow').state).toBe('abandoned');
  });
});

describe('a sequence', () => {
  test('hands each output on, in fixed order', async () => {
    const world = await rehearse(
      sequence([step((text: string) => text.length).as('length'), step((n: number) => n * 2).as('double')]),
      { input: 'four' },
    );
    expect(world.run.finished!.value).toBe(8);
    expect(world.events('run.started')[0]!.steps.map((s) => s.after)).toEqual([[], ['length']]);
  });
});

describe('a contract', () => {
  const edge = (value: unknown) =>
    orchestration({
      name: 'Edge',
      steps: { a: step(() => value), b: step((x: unknown) => x, { input: z.object({ text: z.string() }) }) },
      run: async (_: string, { a, b }) => b(await a(undefined)),
    });

  test('lets through what satisfies it', async () => {
    expect((await rehearse(edge({ text: 'x' }))).run.finished).toMatchObject({
      outcome: 'returned',
      value: { text: 'x' },
    });
  });

  test('breaks at its own edge, before any attempt, naming step and path', async () => {
    const world = await rehearse(edge({ text: 7 }));
    expect(world.step('b')).toMatchObject({ state: 'failed', attempts: [] });
    expect(world.step('b').failure).toMatchObject({ code: 'contract', retryable: false });
    expect(world.step('b').failure!.message).toContain('text: expected string, got a number');
  });

  test('on the output names the producer', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Output',
        steps: { a: step((): unknown => ({ n: 1 }), { output: z.string() }) },
        run: (_: string, { a }) => a(undefined),
      }),
    );
    expect(world.run.finished!.failure!.message).toContain(
      'a answered with a value that breaks its contract: expected string, got an object',
    );
  });
});
