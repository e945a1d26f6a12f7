import { describe, expect, test } from 'vitest';
import { generate, orchestration, step } from '../../../src/authoring/index.ts';
import type { Orchestration } from '../../../src/engine/definition.ts';
import type { FaultPlan } from '../../../src/faults/plan.ts';
import type { Event } from '../../../src/history/events.ts';
import type { CallIdentity } from '../../../src/model/call.ts';
import type { ReplyPart, TimedPart } from '../../../src/model/reply.ts';
import type { Request } from '../../../src/model/request.ts';
import { WallCalls } from '../../../src/sandbox/wall-calls.ts';
import { simulate, type SimulateOptions } from '../../../src/simulation/simulate.ts';
import { nodeFence } from '../../support/fence.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

interface Asked {
  readonly call: number;
  readonly identity: CallIdentity;
  readonly request: Request;
}

/** A world in the test's own hands: its clock stands still, and its calls wait for an answer. */
function world(
  authored: Orchestration<never>,
  faults: FaultPlan = { faults: [] },
  more: Partial<SimulateOptions> = {},
) {
  const asked: Asked[] = [];
  const dropped: number[] = [];
  const timers = new Map<() => void, number>();
  const waiting: [() => boolean, () => void][] = [];
  const seen: Event[] = [];
  let nowMs = 1_000.4;
  const changed = () => {
    for (const pair of [...waiting]) if (pair[0]()) pair[1]();
  };
  let calls!: WallCalls;
  const ended = simulate({
    seed: 1,
    scenario: 's',
    code: 'c',
    engine: 'e',
    input: 'hello',
    faults,
    cast: scriptedCast({ known: {} }),
    evaluate: () => authored,
    fence: nodeFence,
    onEvents: (events) => {
      seen.push(...events);
      changed();
    },
    live: {
      nondeterministic: ['real time'],
      pace: {
        nowMs: () => nowMs,
        after: (delayMs, act) => {
          timers.set(act, nowMs + delayMs);
          changed();
          return () => timers.delete(act);
        },
      },
      calls: (of) =>
        (calls = new WallCalls(of, {
          cast: scriptedCast({ known: {} }),
          ask: (call, identity, request) => {
            asked.push({ call, identity, request });
            changed();
          },
          drop: (call) => dropped.push(call),
        })),
    },
    ...more,
  });
  const history = ended.then((simulated) => simulated.history);
  const until = (holds: () => boolean) =>
    holds() ? Promise.resolve() : new Promise<void>((resolve) => waiting.push([holds, resolve]));
  const pass = (ms: number) => {
    nowMs += ms;
    for (const [act, dueMs] of [...timers]) {
      if (dueMs > nowMs) continue;
      timers.delete(act);
      act();
    }
  };
  const parts: WallCalls['parts'] = (...given) => calls.parts(...given);
  return { parts, asked, dropped, seen, until, pass, timers, ended: history };
}

const parts = (...list: ReplyPart[]): TimedPart[] => list.map((part, i) => ({ atMs: 10 * (i + 1), part }));
const whole = (text: string): TimedPart[] =>
  parts(
    { type: 'head', version: 'v1' },
    { type: 'text', text },
    { type: 'usage', usage: { inputTokens: 5, outputTokens: 7 } },
    { type: 'end', reason: 'stop' },
  );
const asks = (timeout: '1s' | '10s' = '10s') =>
  orchestration({
    name: 'asks',
    steps: { answer: generate({ model: 'known', system: 's', timeout }) },
    run: (input: string, { answer }) => answer(input),
  });
const types = (events: readonly Event[]) => events.map(({ type }) => type);

describe('a world on the wall clock', () => {
  test('asks the page, is answered in parts, and says why it is not deterministic', async () => {
    const { parts: answers, asked, ended, until, pass, dropped } = world(asks());
    await until(() => asked.length === 1);
    expect(asked[0]).toMatchObject({
      call: 1,
      identity: { run: 'run-1', step: 'answer', model: 'known', attempt: 1 },
    });
    const reply = whole('hi');
    pass(40.3);
    answers(1, reply.slice(0, 2), []);
    answers(1, reply.slice(2), []);
    const history = await ended;
    expect(types(history)).toEqual([
      'world.started',
      'run.started',
      'step.started',
      'attempt.started',
      'attempt.finished',
      'step.finished',
      'run.finished',
      'world.ended',
    ]);
    expect(history[0]).toMatchObject({
      host: 'wall',
      nondeterministic: ['real time'],
    });
    expect(history[4]).toMatchObject({ t: 40, outcome: 'ok', usage: { inputTokens: 5, outputTokens: 7 } });
    expect(history.map(({ seq }) => seq)).toEqual(history.map((_, i) => i));
    expect(history.at(-1)).toMatchObject({ reason: 'quiet' });
    expect(dropped).toEqual([]);
  });

  test('times out, gives the call up, and charges what had been said', async () => {
    const { parts: answers, asked, ended, until, pass, dropped, timers } = world(asks('1s'));
    await until(() => asked.length === 1 && timers.size > 0);
    answers(1, whole('one two three').slice(0, 2), []);
    await until(() => true);
    pass(1_000);
    const history = await ended;
    expect(dropped).toEqual([1]);
    const finished = history.find(({ type }) => type === 'attempt.finished')!;
    expect(finished).toMatchObject({ t: 1_000, outcome: 'failed', failure: { code: 'timeout.attempt' } });
    expect((finished as { usage: { outputTokens: number } }).usage.outputTokens).toBeGreaterThan(0);
    answers(1, whole('too late'), []);
    expect(types(history).at(-1)).toBe('world.ended');
  });

  test('a wake is never stamped before it was due', async () => {
    const slept = orchestration({
      name: 'sleeps',
      steps: {},
      run: async (_: string, __, context) => (await context.sleep('2s'), context.now()),
    });
    const { ended, until, pass, timers } = world(slept);
    await until(() => timers.size === 1);
    pass(1_999.7);
    expect(timers.size).toBe(1);
    pass(0.3);
    expect((await ended).at(-2)).toMatchObject({ type: 'run.finished', value: 2_000 });
  });

  test('faults that struck are in the history, and those that met nothing are told', async () => {
    const faults: FaultPlan = {
      faults: [
        { id: 'hit', kind: 'blackhole' },
        { id: 'missed', kind: 'blackhole' },
      ],
    };
    const { parts: answers, asked, ended, until } = world(asks(), faults);
    await until(() => asked.length === 1);
    answers(1, whole('hi'), [{ fault: 'hit', kind: 'blackhole', firing: 'f' }]);
    const history = await ended;
    expect(history.find(({ type }) => type === 'fault.struck')).toMatchObject({
      fault: 'hit',
      step: 'answer',
      attempt: 1,
    });
    expect(history.filter(({ type }) => type === 'fault.unmet')).toMatchObject([{ fault: 'missed' }]);
  });

  test('stalls by name when nothing is pending', async () => {
    const stuck = orchestration({
      name: 'stuck',
      steps: { wait: step((_: string) => new Promise<string>(() => undefined)) },
      run: (input: string, { wait }) => wait(input),
    });
    const history = await world(stuck).ended;
    expect(history.find(({ type }) => type === 'run.finished')).toMatchObject({
      outcome: 'stalled',
      failure: { code: 'stalled', message: expect.stringContaining('wait') },
    });
  });

  test('refuses an operation of code that awaited something else', async () => {
    const { ended } = world(
      orchestration({
        name: 'late',
        steps: { keep: step(async (_: string, context) => context.sleep('5s')) },
        run: async (input: string, { keep }, context) => {
          const kept = keep(input);
          await new Promise((resolve) => setTimeout(resolve, 1));
          await context.sleep('1s');
          return kept;
        },
      }),
    );
    const history = await ended;
    expect(history.find(({ type }) => type === 'run.finished')).toMatchObject({
      outcome: 'failed',
      failure: { code: 'misuse' },
    });
  });
});
