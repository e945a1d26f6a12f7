import { describe, expect, test } from 'vitest';
import { simulatedCast } from '../../../mocks/cast.ts';
import dag from '../../../src/examples/dag/dag.ts';
import { examples } from '../../../src/examples/index.ts';
import broken from '../../../src/examples/mismatch-broken/mismatch-broken.ts';
import fixed from '../../../src/examples/mismatch-fixed/mismatch-fixed.ts';
import storedReply from '../../../src/examples/stored-reply/stored-reply.ts';
import type { Orchestration } from '../../../src/engine/definition.ts';
import { parseScenario, type Scenario } from '../../../src/scenario/document.ts';
import { rehearse, type SomeFault } from '../../support/rehearse-world.ts';

const scenario = (example: string, id: string): Scenario => {
  const found = examples.find((one) => one.id === example)!.scenarios.find((one) => one.id === id)!;
  const read = parseScenario(JSON.stringify(found.scenario));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.scenario;
};
const play = (orchestration: Orchestration<never>, example: string, id: string, faults?: SomeFault[]) => {
  const { input, seed, ...rest } = scenario(example, id);
  return rehearse(orchestration, {
    input,
    seed,
    cast: simulatedCast,
    faults: faults ?? (rest.faults.faults as unknown as SomeFault[]),
  });
};
const slow = (step: string, ms: number): SomeFault => ({
  id: 'slow',
  kind: 'latency',
  match: { step },
  ms,
  jitterRatio: 0,
});
const silent = (step: string): SomeFault => ({ id: 'silent', kind: 'blackhole', match: { step } });

describe('the DAG dictionary', () => {
  test('runs each node when what it depends on is there', async () => {
    const world = await play(dag, 'dag', 'question');
    const order = ['classify', 'retrieve_context', 'generate_response', 'check_hallucination'];
    expect(world.run.steps.map((step) => step.step)).toEqual(order);
    for (let i = 1; i < order.length; i++)
      expect(world.step(order[i]!).startedMs).toBe(world.step(order[i - 1]!).finishedMs);
    expect(world.run.finished).toMatchObject({ outcome: 'returned' });
  });

  test('skips retrieval for a greeting, and still answers', async () => {
    const world = await play(dag, 'dag', 'greeting');
    expect(world.step('retrieve_context').state).toBe('skipped');
    expect(world.step('generate_response').state).toBe('ok');
  });

  test.each([
    ['classify', 5_000],
    ['retrieve_context', 3_000],
    ['generate_response', 10_000],
  ])('%s gives up after %i ms', async (step, ms) => {
    const world = await play(dag, 'dag', 'question', [silent(step)]);
    const [attempt] = world.step(step).attempts;
    expect(attempt!.failure!.code).toBe('timeout.attempt');
    expect(attempt!.finishedMs! - attempt!.startedMs).toBe(ms);
    expect(world.run.finished).toMatchObject({ outcome: 'failed' });
    const inTime = await play(dag, 'dag', 'question', [slow(step, 2_000)]);
    expect(inTime.run.finished).toMatchObject({ outcome: 'returned' });
  });

  test('checks in three attempts, and not a fourth', async () => {
    const overloaded = (count: number): SomeFault => ({
      id: 'o',
      kind: 'overloaded',
      match: { model: 'gpt-4o' },
      count,
    });
    const two = await play(dag, 'dag', 'question', [overloaded(2)]);
    expect(two.step('check_hallucination')).toMatchObject({ state: 'recovered' });
    expect(two.step('check_hallucination').attempts).toHaveLength(3);
    const three = await play(dag, 'dag', 'question', [overloaded(3)]);
    expect(three.step('check_hallucination')).toMatchObject({ state: 'failed' });
    expect(three.step('check_hallucination').attempts).toHaveLength(3);
  });
});

describe('the stored reply', () => {
  test('classifies, looks up and formats, one after the other', async () => {
    const world = await play(storedReply, 'stored-reply', 'calm');
    expect(world.run.steps.map((step) => step.step)).toEqual(['classify', 'respond', 'format']);
    expect(world.run.finished!.value).toMatch(
      /^Hello,\n\nYou find every invoice[^]*\n\nLarkspur support \(billing\)$/,
    );
  });

  test('asks again when the label comes in prose', async () => {
    const world = await play(storedReply, 'stored-reply', 'prose');
    expect(world.step('classify').attempts.map((attempt) => attempt.failure?.code ?? 'ok')).toEqual([
      'bad_format',
      'ok',
    ]);
  });
});

describe('the 3 AM format mismatch', () => {
  test('broken: the one who waits takes the blame, after eight seconds', async () => {
    const world = await play(broken, 'mismatch-broken', 'night');
    expect(world.step('summary').state).toBe('ok');
    expect(world.step('reply')).toMatchObject({ state: 'failed', finishedMs: 8_000 });
    expect(world.run.finished).toMatchObject({
      outcome: 'failed',
      failure: { code: 'timeout.attempt', step: 'reply' },
    });
  });

  test('fixed: the edge that breaks says so by name, and the one who waits is told', async () => {
    const world = await play(fixed, 'mismatch-fixed', 'night');
    expect(world.step('summary').failure).toMatchObject({ code: 'contract', step: 'summary' });
    expect(world.step('summary').failure!.message).toContain('expected string, got an object');
    expect(world.step('summary').finishedMs).toBe(world.step('facts').finishedMs);
    expect(world.step('reply').state).toBe('ok');
    expect(world.run.finishedMs).toBeLessThan(1_000);
    expect(world.run.warnings[0]!.message).toContain('facts does not fit summary');
  });
});

test('every shipped scenario is a document that this version reads', () => {
  for (const { id, scenarios, program } of examples)
    for (const one of scenarios) {
      const read = parseScenario(JSON.stringify(one.scenario));
      expect(read.ok, `${id}/${one.id}`).toBe(true);
      expect(read.ok && read.scenario.orchestration).toEqual(
        program === undefined ? { example: id } : { program },
      );
    }
});
