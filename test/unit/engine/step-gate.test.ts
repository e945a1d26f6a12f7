/** Quality gates and drift monitors around a step. */
import { describe, expect, test } from 'vitest';
import { generate, judge, orchestration, step, type GenerateOptions } from '../../../src/authoring/index.ts';
import { playWorld } from '../../support/policy-world.ts';
import { refuses, says, stalls, timedCast, type TimedScript } from '../../support/timed-cast.ts';

type Gate = NonNullable<GenerateOptions<string>['gate']>;

const ask = (options: Partial<GenerateOptions<string>>) =>
  orchestration({
    name: 'Ask',
    steps: { answer: generate<string>({ model: 'main', system: 's', ...options }) },
    run: (input: string, { answer }) => answer(input),
  });
/** Scores a text by the number it begins with. */
const byNumber: Gate = { score: (text) => Number.parseFloat(text), threshold: 0.85 };
const replies = (...texts: string[]): TimedScript => ({ replies: texts.map((text) => says(text)) });
const cast = (main: TimedScript, more: Readonly<Record<string, TimedScript>> = {}) =>
  timedCast({ main, spare: replies('0.9 spare'), ...more });
const scored = (score: number): TimedScript => replies(JSON.stringify({ score, reason: 'so' }));

describe('a quality gate', () => {
  test('lets exactly the threshold pass, and less fall back', async () => {
    const play = (text: string) =>
      playWorld(ask({ gate: byNumber, fallback: 'spare' }), { cast: cast(replies(text)) });
    const at = await play('0.85');
    expect(at.ends[0]![1]).toBe('0.85');
    expect(at.events('gate.scored')).toMatchObject([
      { step: 'answer', attempt: 1, target: 'main', score: 0.85, threshold: 0.85, passed: true },
    ]);
    const below = await play('0.849');
    expect(below.ends[0]![1]).toBe('0.9 spare');
    expect(below.events('gate.scored').map(({ target, passed }) => [target, passed])).toEqual([
      ['main', false],
      ['spare', true],
    ]);
  });

  test('fails the step as low quality where there is nothing behind it', async () => {
    const world = await playWorld(ask({ gate: byNumber }), { cast: cast(replies('0.2')) });
    expect(world.events('step.finished')[0]!.failure).toMatchObject({
      code: 'low_quality',
      message: 'main answered with a quality of 0.2, below the 0.85 of the gate of answer',
    });
  });

  test('is tried again only where the retry names it', async () => {
    const play = (on?: readonly ['low_quality']) =>
      playWorld(ask({ gate: byNumber, retry: { times: 2, ...(on ? { on } : {}) } }), {
        cast: cast(replies('0.1', '0.2', '0.95')),
      });
    expect((await play()).events('attempt.started')).toHaveLength(1);
    expect((await play(['low_quality'])).ends[0]![1]).toBe('0.95');
  });

  test('does not count against a breaker: the endpoint is well, its answer is not', async () => {
    const options = { gate: byNumber, breaker: { failures: 1, within: '1m' } } as const;
    const world = await playWorld(ask(options), { cast: cast(replies('0.1')) });
    expect(world.events('policy.changed')).toEqual([]);
  });

  test('lets a fallback value pass: somebody chose it', async () => {
    const world = await playWorld(ask({ gate: byNumber, fallback: { value: '0.1' } }), {
      cast: cast(replies('0.2')),
    });
    expect(world.ends[0]![1]).toBe('0.1');
  });

  test('takes what is no number for a failure, or lets it pass with a warning, as it is told', async () => {
    const play = (gate: Gate) => playWorld(ask({ gate }), { cast: cast(replies('good')) });
    const nothing = { score: () => Number.NaN, threshold: 0.5 };
    expect((await play(nothing)).ends[0]![1]).toBe('low_quality');
    const passed = await play({ ...nothing, unscored: 'pass' });
    expect(passed.ends[0]![1]).toBe('good');
    expect(passed.events('warning.raised')[0]!.message).toContain('it passes unscored');
    const throws: Gate = {
      score: () => {
        throw new Error('no idea');
      },
      threshold: 0.5,
    };
    expect((await play(throws)).events('step.finished')[0]!.failure!.message).toContain('no idea');
  });
});

describe('a gate that asks a judge', () => {
  const gate: Gate = { score: judge({ model: 'judge', rubric: 'grounded' }), threshold: 0.8 };

  test('runs it as a step under the step, with reply and input, before the output counts', async () => {
    const world = await playWorld(ask({ gate }), { cast: cast(replies('yes'), { judge: scored(0.8) }) });
    expect(world.ends).toEqual([['run-1', 'yes', 200]]);
    expect(world.events('step.started')[1]).toMatchObject({
      step: 'answer/gate[1]',
      name: 'gate',
      input: { reply: 'yes', against: 'hello' },
    });
    expect(world.events('run.started')[0]!.steps[0]!.steps).toMatchObject([
      { name: 'gate', kind: 'judge', targets: ['judge'] },
    ]);
  });

  test('is asked anew about each try', async () => {
    const world = await playWorld(ask({ gate, retry: { times: 2, on: ['low_quality'] } }), {
      cast: cast(replies('a', 'b', 'c'), {
        judge: { replies: [0.1, 0.2, 0.9].map((score) => says(JSON.stringify({ score }))) },
      }),
    });
    expect(world.ends[0]![1]).toBe('c');
    expect(world.events('step.started').map(({ step: id }) => id)).toEqual([
      'answer',
      'answer/gate[1]',
      'answer/gate[2]',
      'answer/gate[3]',
    ]);
  });

  test('that fails leaves the output unscored', async () => {
    const world = await playWorld(ask({ gate, fallback: { value: 'none' } }), {
      cast: cast(replies('yes'), { judge: { replies: [refuses(500, 'x')] } }),
    });
    expect(world.ends[0]![1]).toBe('none');
  });

  test('is under the deadline of the step, and cancelled with it', async () => {
    const world = await playWorld(ask({ gate, totalTimeout: '150ms' }), {
      cast: cast(replies('yes'), { judge: { replies: [stalls([])] } }),
    });
    expect(world.ends).toEqual([['run-1', 'timeout.total', 150]]);
    expect(world.events('step.finished').map(({ step: id, outcome }) => [id, outcome])).toEqual([
      ['answer/gate[1]', 'cancelled'],
      ['answer', 'failed'],
    ]);
    expect(world.endedMs).toBe(150);
  });
});

describe('a drift monitor', () => {
  const watched = (of: (text: string) => number | boolean | null) =>
    ask({ monitor: { metric: 'refusals', of, window: 2, baseline: 0, tolerance: 0.5 } });
  const five = [0, 1, 2, 3, 4].map((i) => ({ atMs: i * 1_000 }));

  test('alarms over the runs of a world, once, by the name of the declared step', async () => {
    const world = await playWorld(
      watched((text) => text === 'no'),
      {
        cast: cast(replies('yes', 'no', 'no', 'no', 'yes')),
        runs: five,
      },
    );
    expect(
      world.events('drift.alarmed').map(({ run, step: name, ...alarm }) => [run, name, alarm]),
    ).toMatchObject([['run-3', 'answer', { metric: 'refusals', baseline: 0, observed: 1, tolerance: 0.5 }]]);
  });

  test('leaves out what it cannot measure, and warns of what throws, without breaking the step', async () => {
    const world = await playWorld(
      watched((text) => {
        if (text === 'throws') throw new Error('not today');
        return text === 'skip' ? null : Number.NaN;
      }),
      { cast: cast(replies('skip', 'throws', 'nothing')), runs: five.slice(0, 3) },
    );
    expect(world.ends.map(([, how]) => how)).toEqual(['skip', 'throws', 'nothing']);
    expect(world.events('warning.raised').map(({ message }) => message)).toEqual([
      'the monitor of refusals could not measure answer: not today',
      'the monitor of refusals could not measure answer: it gave no number',
    ]);
  });
});

test('a function is gated and watched like a model', async () => {
  const world = await playWorld(
    orchestration({
      name: 'Function',
      steps: {
        half: step((n: number) => n / 2, {
          gate: { score: (out, input) => out / input, threshold: 0.6 },
          fallback: { run: (n) => n },
        }),
      },
      run: (input: number, { half }) => half(input),
    }),
    { cast: timedCast({}), runs: [{ input: 8 }] },
  );
  expect(world.ends[0]![1]).toBe(8);
});
