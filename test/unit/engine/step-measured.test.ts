/** Routing in plain code by what a step took: a story with a boundary on each number. */
import { describe, expect, test } from 'vitest';
import { generate, orchestration, step } from '../../../src/authoring/index.ts';
import { playWorld } from '../../support/policy-world.ts';
import { refuses, says, timedCast, type TimedScript } from '../../support/timed-cast.ts';

const ask = (model: string) => generate<string>({ model, system: 's' });

const routing = orchestration({
  name: 'Constraint routing',
  steps: { a: ask('a'), b: ask('b'), b2: ask('b2'), c: ask('c') },
  async run(text: string, { a, b, b2, c }) {
    const first = await a(text).measured();
    if (first.latencyMs >= 2_000) return `late: ${first.value}`;
    const second = await (first.costUsd > 0.01 ? b2 : b)(first.value);
    const { answer, confidence } = JSON.parse(second) as { answer: string; confidence: number };
    return confidence >= 0.95 ? `${answer}, ${c.skip('sure enough').reason}` : c(answer);
  },
});

const sure = (confidence: number): TimedScript => ({
  replies: [says(JSON.stringify({ answer: 'yes', confidence }), 10)],
});
const play = (a: TimedScript, confidence = 0.5) =>
  playWorld(routing, {
    cast: timedCast({ a, b: sure(confidence), b2: sure(confidence), c: { replies: [says('asked c', 10)] } }),
  });
/** A call of 'a' that costs so many nano-dollars. */
const costs = (nanoUsd: number): TimedScript => ({
  usage: { inputTokens: nanoUsd, outputTokens: 0 },
  profile: { price: { inputNanoUsd: 1, outputNanoUsd: 0 } },
});

describe('plain code that routes by what a step took', () => {
  test('goes on when A answers under 2 s, and not at 2 s', async () => {
    expect((await play({ replies: [says('a', 1_999)] })).ends[0]![1]).toBe('asked c');
    expect((await play({ replies: [says('a', 2_000)] })).ends[0]![1]).toBe('late: a');
  });

  test('skips C at a confidence of 95 %, and not below', async () => {
    const at = await play({}, 0.95);
    expect(at.ends[0]![1]).toBe('yes, sure enough');
    expect(at.events('step.skipped')).toMatchObject([{ step: 'c', reason: 'sure enough' }]);
    expect((await play({}, 0.949)).ends[0]![1]).toBe('asked c');
  });

  test('takes B2 when A cost over a cent, and B at exactly a cent', async () => {
    const targets = async (nanoUsd: number): Promise<string[]> =>
      (await play(costs(nanoUsd))).events('attempt.started').map(({ target }) => target);
    expect(await targets(10_000_000)).toEqual(['a', 'b', 'c']);
    expect(await targets(10_000_001)).toEqual(['a', 'b2', 'c']);
  });
});

describe('measured()', () => {
  test('counts every attempt of the step: time, money, tokens, and who answered at last', async () => {
    const world = await playWorld(
      orchestration({
        name: 'Measures',
        steps: {
          answer: generate<string>({
            model: 'a',
            system: 's',
            retry: { times: 1, base: '1ms' },
            fallback: 'b',
          }),
        },
        run: (text: string, { answer }) => answer(text).measured(),
      }),
      {
        cast: timedCast({
          a: { replies: [says(' ', 100), refuses(500, 'x', { atMs: 50 })] },
          b: { replies: [[[0, { type: 'head', version: '7' }], ...says('yes', 200).slice(1)]] },
        }),
      },
    );
    expect(world.ends[0]![1]).toEqual({
      value: 'yes',
      latencyMs: 350,
      costNanoUsd: 600,
      costUsd: 0.0000006,
      inputTokens: 20,
      outputTokens: 4,
      attempts: 3,
      target: 'b',
      version: '7',
    });
  });

  test('of a function has no version and no price, and of a fallback value no target', async () => {
    const world = await playWorld(
      orchestration({
        name: 'Free',
        steps: {
          count: step((text: string) => text.length),
          never: step(
            (): number => {
              throw new Error('no');
            },
            { fallback: { value: 7 } },
          ),
        },
        async run(text: string, { count, never }) {
          const [counted, fallen] = [await count(text).measured(), await never(undefined).measured()];
          return [counted.target, counted.version, counted.costUsd, fallen.value, fallen.target];
        },
      }),
      { cast: timedCast({}) },
    );
    expect(world.ends[0]![1]).toEqual(['function', null, 0, 7, null]);
  });

  test('rejects as its step does, and counts as awaiting it', async () => {
    const world = await playWorld(
      orchestration({
        name: 'Rejects',
        steps: { answer: ask('a') },
        run: (text: string, { answer }) =>
          answer(text)
            .measured()
            .catch((error: unknown) => (error as { code: string }).code),
      }),
      { cast: timedCast({ a: { replies: [refuses(401, 'invalid_api_key')] } }) },
    );
    expect(world.ends[0]![1]).toBe('unauthorised');
  });
});
