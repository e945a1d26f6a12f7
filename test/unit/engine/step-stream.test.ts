import { describe, expect, test } from 'vitest';
import { generate, judge, orchestration, step, type GenerateOptions } from '../../../src/authoring/index.ts';
import type { StepError } from '../../../src/engine/step-error.ts';
import { playWorld } from '../../support/policy-world.ts';
import { refuses, says, stalls, streams, timedCast, type TimedScript } from '../../support/timed-cast.ts';

const streamed = (options: Partial<GenerateOptions<string>> = {}) =>
  generate<string>({ model: 'main', system: 's', stream: true, ...options });
const cast = (main: TimedScript, spare: TimedScript = {}) => timedCast({ main, spare });
const words: TimedScript = {
  replies: [
    streams(
      [
        [100, 'one '],
        [200, 'two '],
        [300, 'three'],
      ],
      400,
    ),
  ],
};

describe('a step that streams', () => {
  test('tells its parts as they come, each at its time, and then its whole output', async () => {
    const world = await playWorld(
      orchestration({
        name: 'Reads',
        steps: { answer: streamed() },
        async run(input: string, { answer }, { now }) {
          const handle = answer(input);
          const read: [number, string][] = [];
          for await (const text of handle.parts()) read.push([now(), text]);
          return { read, ended: now(), whole: await handle };
        },
      }),
      { cast: cast(words) },
    );
    const read = [
      [100, 'one '],
      [200, 'two '],
      [300, 'three'],
    ];
    expect(world.ends).toEqual([['run-1', { read, ended: 400, whole: 'one two three' }, 400]]);
    expect(world.events('part.received').map(({ t, attempt, text }) => [t, attempt, text])).toEqual(
      read.map(([t, text]) => [t, 1, text]),
    );
    expect(world.events('attempt.started')[0]!.request).toMatchObject({ stream: true });
  });

  test('gives every reader all of it from the first part on, however late he comes', async () => {
    const world = await playWorld(
      orchestration({
        name: 'Two readers',
        steps: { answer: streamed() },
        async run(input: string, { answer }, { sleep }) {
          const handle = answer(input);
          const readAll = async (): Promise<string[]> => {
            const read: string[] = [];
            for await (const text of handle.parts()) read.push(text);
            return read;
          };
          const first = readAll();
          await sleep('250ms');
          const second = await readAll();
          await handle;
          return [await first, second, await readAll()];
        },
      }),
      { cast: cast(words) },
    );
    const all = ['one ', 'two ', 'three'];
    expect(world.ends[0]![1]).toEqual([all, all, all]);
  });

  test('stops a reader who breaks off, and goes on for the others', async () => {
    const world = await playWorld(
      orchestration({
        name: 'Breaks off',
        steps: { answer: streamed() },
        async run(input: string, { answer }) {
          const handle = answer(input);
          for await (const text of handle.parts()) if (text === 'two ') break;
          return handle;
        },
      }),
      { cast: cast(words) },
    );
    expect(world.ends).toEqual([['run-1', 'one two three', 400]]);
  });

  test('throws into its reader what it failed with, once, and then it is done', async () => {
    const world = await playWorld(
      orchestration({
        name: 'Fails',
        steps: { answer: streamed({ timeout: '250ms' }) },
        async run(input: string, { answer }) {
          const parts = answer(input).parts()[Symbol.asyncIterator]();
          const seen: unknown[] = [];
          for (let i = 0; i < 4; i++)
            seen.push(await parts.next().catch((error: unknown) => (error as StepError).code));
          return seen;
        },
      }),
      { cast: cast(words) },
    );
    expect(world.ends[0]![1]).toEqual([
      { done: false, value: 'one ' },
      { done: false, value: 'two ' },
      'timeout.attempt',
      { done: true },
    ]);
  });

  test('is cancelled with its scope, and so is who reads along', async () => {
    const read: string[] = [];
    const world = await playWorld(
      orchestration({
        name: 'Cancelled',
        steps: {
          answer: streamed(),
          bad: step((_: string, { sleep }) => sleep('150ms').then(() => Promise.reject(new Error('bad')))),
        },
        run: (input: string, { bad }, { all }) =>
          all({
            reader: async ({ answer }) => {
              for await (const text of answer(input).parts()) read.push(text);
            },
            bad: bad(input),
          }),
      }),
      { cast: cast(words) },
    );
    expect(world.ends).toEqual([['run-1', 'thrown', 150]]);
    expect(world.events('step.finished').map(({ step: id, outcome }) => [id, outcome])).toEqual([
      ['bad', 'failed'],
      ['reader/answer', 'cancelled'],
    ]);
    expect(read).toEqual(['one ']);
    expect(world.endedMs).toBe(150);
  });

  test('is not tried again after a part was told, whatever went wrong: a stall, a cut, a gate', async () => {
    const options: Partial<GenerateOptions<string>> = {
      retry: 2,
      fallback: ['spare', { value: 'none' }],
    };
    const play = async (more: Partial<GenerateOptions<string>>, main: TimedScript) => {
      const world = await playWorld(
        orchestration({
          name: 'Told',
          steps: { answer: streamed({ ...options, ...more }) },
          run: (input: string, { answer }) => answer(input),
        }),
        { cast: cast(main) },
      );
      expect(world.events('attempt.started')).toHaveLength(1);
      return world.ends[0]![1];
    };
    expect(await play({ idle: '100ms' }, { replies: [stalls([[10, 'so']])] })).toBe('timeout.idle');
    expect(await play({ gate: { score: () => 0, threshold: 1 } }, words)).toBe('low_quality');
    expect(await play({ totalTimeout: '150ms' }, words)).toBe('timeout.total');
  });

  test('is tried again before the first part', async () => {
    const world = await playWorld(
      orchestration({
        name: 'Untold',
        steps: { answer: streamed({ retry: 1, fallback: 'spare' }) },
        run: (input: string, { answer }) => answer(input),
      }),
      { cast: cast({ replies: [refuses(503, 'busy')] }, { replies: [says('spare')] }) },
    );
    expect(world.events('attempt.started').map(({ target }) => target)).toEqual(['main', 'main', 'spare']);
    expect(world.ends[0]![1]).toBe('spare');
  });

  test('gives the same history twice, whoever reads it', async () => {
    const readers = (count: number) =>
      playWorld(
        orchestration({
          name: 'Readers',
          steps: { answer: streamed() },
          async run(input: string, { answer }, { all }) {
            const handle = answer(input);
            const read = async (): Promise<string> => {
              let whole = '';
              for await (const text of handle.parts()) whole += text;
              return whole;
            };
            await all(Array.from({ length: count }, () => read));
            return handle;
          },
        }),
        { cast: cast(words) },
      );
    expect((await readers(3)).hash).toBe((await readers(3)).hash);
    expect((await readers(1)).hash).toBe((await readers(0)).hash);
  });

  test('that was not told to stream has no parts, by name', async () => {
    const world = await playWorld(
      orchestration({
        name: 'Whole',
        steps: { answer: generate<string>({ model: 'main', system: 's' }) },
        async run(input: string, { answer }) {
          for await (const text of answer(input).parts()) return text;
          return 'nothing';
        },
      }),
      { cast: cast(words) },
    );
    const [ended] = world.events('run.finished');
    expect(ended!.failure).toMatchObject({ code: 'misuse' });
    expect(ended!.failure!.message).toContain('define the step with stream: true');
  });
});

test('a judge may stream as well as anyone: it is a chat', () => {
  expect(judge({ model: 'm', rubric: 'r', stream: true }).stream).toBe(true);
});
