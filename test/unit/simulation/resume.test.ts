import { describe, expect, test } from 'vitest';
import { generate, orchestration, step, tool, z } from '../../../src/authoring/index.ts';
import type { Orchestration } from '../../../src/engine/definition.ts';
import { planSchema } from '../../../src/faults/plan-schema.ts';
import type { EventOf, EventType, History } from '../../../src/history/events.ts';
import { firstDivergence } from '../../../src/history/projections/divergence.ts';
import { firstRun, projectWorld } from '../../../src/history/projections/run-view.ts';
import type { Cast } from '../../../src/model/endpoint.ts';
import { simulate, type SimulateOptions, type Simulated } from '../../../src/simulation/simulate.ts';
import { nodeFence } from '../../support/fence.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- orchestrations of any input
type Any = Orchestration<any, any>;

const compute = (authored: Any, more: Partial<SimulateOptions> = {}): Promise<Simulated> =>
  simulate({
    scenario: 'test',
    input: 'hello',
    faults: { faults: [] },
    seed: 4,
    code: 'test',
    engine: 'source',
    evaluate: () => authored,
    cast: scriptedCast({ payments: { says: '{"paid":true}', takesMs: 300, kind: 'tool' } }),
    fence: nodeFence,
    ...more,
  });

/** The whole history computed again, every call answered from it. */
const again = (authored: Any, { history, hash }: Simulated, more: Partial<SimulateOptions> = {}) =>
  compute(authored, {
    resume: history,
    replay: { history, hash, mode: 'recorded' },
    cast: scriptedCast({}),
    ...more,
  });
const of = <T extends EventType>(history: History, type: T) =>
  history.filter((event): event is EventOf<T> => event.type === type);
const valueOf = (history: History) => firstRun(projectWorld(history))?.finished?.value;

describe('a whole history computed again', () => {
  const pays = orchestration({
    name: 'Pays',
    steps: {
      refund: tool({
        description: 'Pays back.',
        endpoint: 'payments',
        input: z.object({ order: z.string(), amount: z.number() }),
        retry: 1,
        timeout: '9s',
      }),
    },
    run: async (_: string, { refund }, { sleep }) => {
      await sleep('1s');
      return await refund({ order: 'A-1001', amount: 20 });
    },
  });

  test('takes what a tool did outside from the record', async () => {
    const first = await compute(pays);
    expect(of(first.history, 'effect.executed')).toHaveLength(1);
    const { hash, divergence } = await again(pays, first);
    expect([hash, divergence]).toEqual([first.hash, undefined]);
  });

  test('takes crashes, what they met and the resuming from the record', async () => {
    const faults = planSchema.parse({
      faults: [{ id: 'crash', kind: 'orchestrator_crash', window: [1_050, 1_051], downMs: 500 }],
    });
    const first = await compute(pays, { faults });
    expect(of(first.history, 'orchestrator.resumed')).toHaveLength(1);
    const { hash, divergence } = await again(pays, first, { faults });
    expect([hash, divergence]).toEqual([first.hash, undefined]);
  });

  test('names the first event that code of another mind computes otherwise', async () => {
    const first = await compute(pays);
    const other = orchestration({
      name: 'Pays',
      steps: pays.steps as never,
      run: () => 'nothing to pay',
    });
    const { divergence, history } = await again(other, first);
    expect(history).toEqual(first.history);
    expect(divergence).toMatchObject({
      seq: 2,
      recorded: { type: 'step.started' },
      computed: { type: 'run.finished' },
    });
  });
});

describe('a history that is gone on with', () => {
  const says = 'one two three four five six seven';
  const streams = (told: string[] = []): Any =>
    orchestration({
      name: 'Streams',
      steps: { answer: generate({ model: 'm', system: 's', stream: true }) },
      run: async (question: string, { answer }) => {
        const handle = answer(question);
        for await (const text of handle.parts()) told.push(text);
        return handle;
      },
    });
  /** A text that comes word by word, 100 ms each. */
  const slowly = (text: string): Cast => {
    const cast = scriptedCast({ m: { says: text } });
    const { profile, ...endpoint } = cast.get('m')!;
    const words = text.split(' ');
    return new Map([
      [
        'm',
        {
          profile,
          answer: (...asked: Parameters<typeof endpoint.answer>) => ({
            ...endpoint.answer(...asked),
            parts: [
              { atMs: 50, part: { type: 'head', version: '1' } },
              ...words.map((word, i) => ({
                atMs: 100 * (i + 1),
                part: { type: 'text', text: i === 0 ? word : ` ${word}` } as const,
              })),
              { atMs: 800, part: { type: 'usage', usage: { inputTokens: 5, outputTokens: 7 } } },
              { atMs: 800, part: { type: 'end', reason: 'stop' } },
            ],
          }),
        },
      ],
    ]);
  };

  test('tells the rest of a streamed reply, and nothing twice', async () => {
    const whole = await compute(streams(), { cast: slowly(says) });
    const parts = of(whole.history, 'part.received');
    expect(parts.length).toBeGreaterThan(4);
    const cut = whole.history.slice(0, parts[2]!.seq + 1);
    const told: string[] = [];
    const { history, divergence } = await compute(streams(told), { cast: slowly(says), resume: cut });
    expect(divergence).toBeUndefined();
    expect(told.join('')).toBe(says);
    expect(valueOf(history)).toBe(says);
    expect(
      of(history, 'part.received')
        .map(({ text }) => text)
        .join(''),
    ).toBe(says);
  });

  test('breaks a streamed reply off that is another one now', async () => {
    const whole = await compute(streams(), { cast: slowly(says) });
    const cut = whole.history.slice(0, of(whole.history, 'part.received')[2]!.seq + 1);
    const told: string[] = [];
    const { history } = await compute(streams(told), { cast: slowly('one two other words'), resume: cut });
    expect(says.startsWith(told.join(''))).toBe(true);
    expect(of(history, 'attempt.finished')[0]).toMatchObject({
      outcome: 'failed',
      failure: { code: 'cut' },
    });
  });

  test('keeps the code that it began with, and says where another took over', async () => {
    const plain = orchestration({
      name: 'Plain',
      steps: { first: step(() => 1), second: step(() => 2) },
      run: async (_: string, { first, second }) => (await first(null)) + (await second(null)),
    });
    const whole = await compute(plain);
    const cut = whole.history.slice(0, 5);
    const same = await compute(plain, { resume: cut });
    expect(of(same.history, 'orchestrator.resumed')[0]).not.toHaveProperty('code');
    const edited = await compute(plain, { resume: cut, code: 'edited' });
    expect(edited.divergence).toBeUndefined();
    expect(of(edited.history, 'world.started')[0]).toMatchObject({ code: 'test' });
    expect(of(edited.history, 'orchestrator.resumed')[0]).toMatchObject({ code: 'edited' });
    const twice = await compute(plain, { resume: edited.history.slice(0, 7), code: 'edited' });
    expect(of(twice.history, 'orchestrator.resumed').map(({ code }) => code)).toEqual(['edited', undefined]);
    const { hash, divergence } = await again(plain, edited, { code: 'edited' });
    expect([hash, divergence]).toEqual([edited.hash, undefined]);
  });

  test('meets no crash again that it has behind it', async () => {
    const faults = planSchema.parse({
      faults: [{ id: 'crash', kind: 'orchestrator_crash', window: [150, 151], downMs: 100 }],
    });
    const cast = slowly(says);
    const whole = await compute(streams(), { cast, faults });
    const resumed = of(whole.history, 'orchestrator.resumed')[0]!.seq;
    for (const length of [resumed, resumed + 1, resumed + 2]) {
      const { history } = await compute(streams(), { cast, faults, resume: whole.history.slice(0, length) });
      expect(of(history, 'orchestrator.crashed'), `from event ${length}`).toHaveLength(1);
      expect(valueOf(history)).toBe(says);
      expect(of(history, 'fault.unmet')).toEqual([]);
    }
  });

  test('goes on in a world of its own: the history that it was given stays as it is', async () => {
    const whole = await compute(streams(), { cast: slowly(says) });
    const cut = whole.history.slice(0, 6);
    const before = JSON.stringify(cut);
    const { history } = await compute(streams(), { cast: slowly(says), resume: cut });
    expect(JSON.stringify(cut)).toBe(before);
    expect(firstDivergence(cut, history.slice(0, 6))).toBeNull();
  });
});
