import { describe, expect, test } from 'vitest';
import type { StepError } from '../../../src/authoring/index.ts';
import { generate, orchestration, step } from '../../../src/authoring/index.ts';
import { rehearse, type SomeFault } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

const ask = (options: Partial<Parameters<typeof generate>[0]> = {}) =>
  orchestration({
    name: 'Ask',
    steps: { answer: generate({ model: 'main', system: 'Answer.', ...options }) },
    run: (input: string, { answer }) => answer(input),
  });
const cast = scriptedCast({
  main: { takesMs: 100 },
  spare: { takesMs: 50, says: 'spare' },
  slow: { takesMs: 5_000 },
});
const down = (window: [number, number]): SomeFault => ({
  id: 'down',
  kind: 'outage',
  match: { model: 'main' },
  window,
});
const refusal: SomeFault = { id: 'e', kind: 'server_error', match: { model: 'main' } };

describe('a step', () => {
  test('that is answered finishes with the reply, its cost and its version', async () => {
    const world = await rehearse(ask(), { cast });
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: 'ok' });
    expect(world.run.finishedMs).toBe(100);
    const [attempt] = world.step('answer').attempts;
    expect(attempt).toMatchObject({
      outcome: 'ok',
      costNanoUsd: 300,
      usage: { inputTokens: 10, outputTokens: 2 },
    });
    expect(attempt!.reply!.version).toBe('1');
  });

  test('is tried again after a retryable failure, with a wait below the ceiling of full jitter', async () => {
    const world = await rehearse(ask({ retry: { times: 2, base: '1s', cap: '4s' } }), {
      cast,
      faults: [{ ...refusal, count: 2 }],
    });
    const answer = world.step('answer');
    expect(answer.state).toBe('recovered');
    expect(answer.attempts.map((attempt) => attempt.outcome)).toEqual(['failed', 'failed', 'ok']);
    expect(answer.backoffs).toHaveLength(2);
    expect(answer.backoffs[0]!.delayMs).toBeLessThan(1_000);
    expect(answer.backoffs[1]!.delayMs).toBeLessThan(2_000);
    const [first, second] = answer.attempts;
    expect(second!.startedMs).toBe(first!.finishedMs! + answer.backoffs[0]!.delayMs);
  });

  test('gives up when its retries are spent, and the run fails by name', async () => {
    const world = await rehearse(ask({ retry: 1 }), { cast, faults: [refusal] });
    expect(world.step('answer').attempts).toHaveLength(2);
    expect(world.run.finished).toMatchObject({
      outcome: 'failed',
      failure: { code: 'server_error', injected: true },
    });
  });

  test('retries only what its filter names', async () => {
    const world = await rehearse(ask({ retry: { times: 3, on: ['rate_limited'] } }), {
      cast,
      faults: [refusal],
    });
    expect(world.step('answer').attempts).toHaveLength(1);
  });

  test('falls back to the next model when the first has failed for good, and warns', async () => {
    const world = await rehearse(ask({ retry: 1, fallback: 'spare' }), { cast, faults: [refusal] });
    const answer = world.step('answer');
    expect(answer.attempts.map((attempt) => attempt.target)).toEqual(['main', 'main', 'spare']);
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: 'spare' });
    expect(answer.fallbacks).toMatchObject([{ from: 'main', to: 'spare' }]);
    expect(world.run.warnings).toHaveLength(1);
  });

  test('falls back along the chain by error filter, ending in a value', async () => {
    const chain = [{ model: 'spare', on: ['timeout'] }, { value: 'none' }] as const;
    const refused = await rehearse(ask({ fallback: chain }), { cast, faults: [refusal] });
    expect(refused.step('answer').attempts.map((attempt) => attempt.target)).toEqual(['main']);
    expect(refused.run.finished).toMatchObject({ value: 'none' });
    const silent = await rehearse(ask({ fallback: chain, timeout: '1s' }), {
      cast,
      faults: [{ id: 'b', kind: 'blackhole', match: { model: 'main' } }],
    });
    expect(silent.run.finished).toMatchObject({ value: 'spare' });
    expect(silent.run.finishedMs).toBe(1_050);
  });

  test('stops an attempt at its timeout; total time is attempts plus waits', async () => {
    const world = await rehearse(ask({ model: 'slow', timeout: '1s', retry: { times: 1, base: '1s' } }), {
      cast,
    });
    const answer = world.step('answer');
    expect(answer.attempts.map((attempt) => attempt.failure!.code)).toEqual([
      'timeout.attempt',
      'timeout.attempt',
    ]);
    expect(answer.finishedMs).toBe(2_000 + answer.backoffs[0]!.delayMs);
  });

  test('lets a reply win that comes in the same millisecond as the timeout', async () => {
    const world = await rehearse(ask({ timeout: '100ms' }), { cast });
    expect(world.run.finished).toMatchObject({ outcome: 'returned' });
  });

  test('begins no further attempt when the total timeout fires in a wait', async () => {
    const world = await rehearse(ask({ totalTimeout: '150ms', retry: { times: 5, base: '8s' } }), {
      cast,
      faults: [refusal],
      seed: 3,
    });
    const answer = world.step('answer');
    expect(answer.failure!.code).toBe('timeout.total');
    expect(answer.finishedMs).toBe(150);
    expect(answer.attempts).toHaveLength(1);
  });

  test('does not fall back after the total timeout', async () => {
    const world = await rehearse(ask({ model: 'slow', totalTimeout: '1s', fallback: 'spare' }), { cast });
    expect(world.run.finished).toMatchObject({ failure: { code: 'timeout.total' } });
    expect(world.step('answer').attempts).toMatchObject([{ target: 'slow', outcome: 'failed' }]);
  });

  test('honours Retry-After, and fails now when it lies beyond the total deadline', async () => {
    const limited: SomeFault = {
      id: 'r',
      kind: 'rate_limit',
      match: { model: 'main' },
      retryAfterMs: 2_000,
      count: 1,
    };
    const waits = await rehearse(ask({ retry: 1 }), { cast, faults: [limited] });
    expect(waits.step('answer').backoffs[0]!.delayMs).toBeGreaterThanOrEqual(2_000);
    const fails = await rehearse(ask({ retry: 1, totalTimeout: '1s' }), { cast, faults: [limited] });
    expect(fails.run.finished).toMatchObject({ failure: { code: 'rate_limited' } });
    expect(fails.run.finishedMs).toBeLessThan(1_000);
  });

  test('charges a reply that an outage cut for what had been said', async () => {
    const long = scriptedCast({ main: { takesMs: 100 } });
    const world = await rehearse(ask(), { cast: long, faults: [down([90, 200])] });
    const [attempt] = world.step('answer').attempts;
    expect(attempt).toMatchObject({ outcome: 'failed', finishedMs: 90 });
    expect(attempt!.usage!.inputTokens).toBe(10);
    expect(attempt!.strikes).toMatchObject([{ fault: 'down', kind: 'outage' }]);
  });

  test('made of a function gets its input, sleeps on virtual time, and its throw is kept', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Function',
        steps: {
          wait: step(async (n: number, { sleep }) => {
            await sleep('2s');
            return n + 1;
          }),
          throws: step(() => {
            throw new Error('no such order');
          }),
        },
        async run(_: string, { wait, throws }) {
          const n = await wait(1);
          return throws(undefined).catch((error: unknown) => ({ n, code: (error as StepError).code }));
        },
      }),
    );
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: { n: 2, code: 'thrown' } });
    expect(world.run.finishedMs).toBe(2_000);
    expect(world.step('throws').failure!.message).toBe('no such order');
  });

  test('made of a function is stopped by its timeout wherever it waits', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Slow function',
        steps: { slow: step((_: string, { sleep }) => sleep('10s'), { timeout: '1s' }) },
        run: (input: string, { slow }) => slow(input),
      }),
    );
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { code: 'timeout.attempt' } });
    expect(world.history.at(-1)).toMatchObject({ type: 'world.ended', t: 1_000 });
  });

  test('keeps a thrown value that is no Error', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Throws',
        steps: {},
        run() {
          throw 'a word'; // eslint-disable-line @typescript-eslint/only-throw-error -- the case under test
        },
      }),
    );
    expect(world.run.finished!.failure!.message).toContain("'a word'");
  });

  test('fails with the reason when its result cannot be stored', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Function result',
        steps: { made: step(() => ({ items: [{ run: () => 1 }] })) },
        run: (_: string, { made }) => made(undefined),
      }),
    );
    expect(world.step('made').failure).toMatchObject({ code: 'not_storable' });
    expect(world.step('made').failure!.message).toContain('items[0].run');
  });

  test('stalls by name when its endpoint is silent for ever and nothing limits it', async () => {
    const world = await rehearse(ask(), { cast, faults: [{ id: 'b', kind: 'blackhole' }] });
    expect(world.run.finished).toMatchObject({ outcome: 'stalled', failure: { code: 'stalled' } });
    expect(world.run.finished!.failure!.message).toContain('answer');
    expect(world.step('answer').state).toBe('abandoned');
  });

  test('names a model that the cast lacks', async () => {
    const world = await rehearse(ask({ model: 'gpt-9' }), { cast });
    expect(world.run.finished!.failure).toMatchObject({ code: 'unknown_model' });
    expect(world.run.finished!.failure!.message).toContain('main, slow, spare');
  });
});
