/** What was live once is computed again to the byte, whatever came when: from its history, and from any event of it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generate, orchestration } from '../../src/authoring/index.ts';
import type { Event } from '../../src/history/events.ts';
import { fromRecording } from '../../src/history/execute-again.ts';
import { whatDiffers } from '../../src/history/projections/divergence.ts';
import type { TimedPart } from '../../src/model/reply.ts';
import { WallCalls } from '../../src/sandbox/wall-calls.ts';
import { simulate, type Live, type SimulateOptions } from '../../src/simulation/simulate.ts';
import { nodeFence } from '../support/fence.ts';
import { scriptedCast } from '../support/scripted-cast.ts';

const NAMES = ['a', 'b', 'c', 'd'] as const;
const cast = scriptedCast({ m: {} });
const plain = generate({ model: 'm', system: 's', timeout: '1s', retry: 1, fallback: 'm' });
const streamed = generate({ model: 'm', system: 's', stream: true, timeout: '1s' });
const authored = orchestration({
  name: 'Four at once',
  steps: { a: plain, b: plain, c: streamed, d: streamed, last: plain },
  run: async (input: string, { a, b, c, d, last }, { all, sleep }) => {
    const told: string[] = [];
    const stream = d(input);
    const reading = (async () => {
      for await (const text of stream.parts()) told.push(text);
    })().catch(() => undefined);
    const labels = await all({ a: a(input), b: b(input), c: c(input) }).catch(() => 'failed');
    await sleep('2ms');
    await reading;
    return last(`${JSON.stringify(labels)} ${told.join('')}`);
  },
});

const simulated = (more: Partial<SimulateOptions>) =>
  simulate({
    scenario: 's',
    input: 'hello',
    faults: { faults: [] },
    seed: 1,
    code: 'c',
    engine: 'e',
    evaluate: () => authored,
    cast,
    fence: nodeFence,
    ...more,
  });

/** What comes from outside: how long after what came before, and for which of the calls under way. */
interface Arrival {
  readonly afterMs: number;
  readonly call: number;
  readonly what: 'text' | 'end' | 'reset';
}
const PARTS: Record<Arrival['what'], TimedPart['part'][]> = {
  text: [{ type: 'text', text: 'word ' }],
  end: [
    { type: 'text', text: 'done' },
    { type: 'end', reason: 'stop' },
  ],
  reset: [{ type: 'broken', how: 'reset' }],
};

/** Real time as the arrivals say; whatever is still under way when they are spent is answered. */
function outside(arrivals: readonly Arrival[]) {
  let nowMs = 1_000.5;
  let calls!: WallCalls;
  const open: number[] = [];
  const timers = new Map<() => void, number>();
  const pass = (ms: number): void => {
    nowMs += ms;
    for (const [act, dueMs] of [...timers]) {
      if (dueMs > nowMs) continue;
      timers.delete(act);
      act();
    }
  };
  const arrive = ({ afterMs, call, what }: Arrival): void => {
    pass(afterMs);
    const number = open[call % Math.max(1, open.length)];
    if (number === undefined) return;
    if (what !== 'text') open.splice(open.indexOf(number), 1);
    calls.parts(
      number,
      PARTS[what].map((part) => ({ atMs: 1, part })),
      [],
    );
  };
  const deliver = (): void => {
    if (over) return;
    // what comes at once comes before the world has taken a turn
    do arrive(arrivals[at++] ?? { afterMs: 1, call: 0, what: 'end' });
    while (arrivals[at]?.afterMs === 0);
    setImmediate(deliver);
  };
  let at = 0;
  let over = false;
  const live: Live = {
    nondeterministic: ['real time'],
    pace: {
      nowMs: () => nowMs,
      after: (delayMs, act) => {
        timers.set(act, nowMs + delayMs);
        return () => timers.delete(act);
      },
    },
    calls: (of) =>
      (calls = new WallCalls(of, {
        cast,
        ask: (call) => open.push(call),
        drop: (call) => open.includes(call) && open.splice(open.indexOf(call), 1),
      })),
  };
  return {
    live,
    async run(more: Partial<SimulateOptions> = {}) {
      setImmediate(deliver);
      const done = await simulated({ live, ...more });
      over = true;
      return done;
    },
  };
}

const arrival: fc.Arbitrary<Arrival> = fc.record({
  afterMs: fc.constantFrom(0, 0, 0, 1, 2, 40, 600),
  call: fc.nat(NAMES.length),
  what: fc.constantFrom('text', 'text', 'end', 'end', 'reset'),
});

test('a live history is computed again from itself, however closely its replies came', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(arrival, { maxLength: 40 }), async (arrivals) => {
      const recorded = await outside(arrivals).run();
      const again = await simulated({ ...fromRecording(recorded.history), cast: scriptedCast({}) });
      expect(toldOf(again)).toBe('met');
      expect(again.hash).toBe(recorded.hash);
    }),
    { numRuns: 60 },
  );
});

test('a live history is gone on with from any event of it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(arrival, { maxLength: 30 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (arrivals, share) => {
        const { history } = await outside(arrivals).run();
        const resume = history.slice(0, 1 + Math.floor(share * (history.length - 2)));
        const resumed = await outside([]).run({ resume });
        expect(toldOf(resumed)).toBe('met');
        expect(resumed.history.slice(0, resume.length)).toEqual(resume);
        expect(resumed.history.at(-1)).toMatchObject({ type: 'world.ended', reason: 'quiet' });
        const again = await simulated({ ...fromRecording(resumed.history), cast: scriptedCast({}) });
        expect(toldOf(again)).toBe('met');
      },
    ),
    { numRuns: 60 },
  );
});

/** 'met', or the first event that was not. */
function toldOf({ divergence }: { divergence?: { seq: number; recorded: Event; computed: Event } }): string {
  return divergence ? whatDiffers(divergence.seq, divergence.recorded, divergence.computed) : 'met';
}
