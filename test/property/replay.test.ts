/** Whatever was recorded is computed again to the byte; whatever is cut short comes to the same end. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event, History } from '../../src/history/events.ts';
import { fromRecording } from '../../src/history/execute-again.ts';
import type { Cast } from '../../src/model/endpoint.ts';
import { serve } from '../../src/simulation/serve.ts';
import { simulate, type SimulateOptions, type Simulated } from '../../src/simulation/simulate.ts';
import { planSchema } from '../../src/faults/plan-schema.ts';
import { WallCalls } from '../../src/sandbox/wall-calls.ts';
import { nodeFence } from '../support/fence.ts';
import {
  build,
  randomCast,
  randomFaults,
  randomProgram,
  type Program,
} from '../support/random-orchestration.ts';
import { castFor, loaded, randomLoad } from '../support/random-policies.ts';
import { scriptedCast } from '../support/scripted-cast.ts';

const compute = (program: Program, more: Partial<SimulateOptions> = {}) =>
  simulate({
    scenario: 'random',
    input: 'text',
    faults: { faults: [] },
    seed: 7,
    code: 'random',
    engine: 'source',
    evaluate: () => build(program),
    cast: randomCast,
    fence: nodeFence,
    ...more,
  });

test('a recorded history answers its own calls: the same bytes, without cast or faults', async () => {
  await fc.assert(
    fc.asyncProperty(randomProgram, randomFaults, fc.nat(1000), async (program, faults, seed) => {
      const first = await compute(program, { seed, faults: planSchema.parse({ faults }) });
      const again = await compute(program, {
        seed,
        cast: scriptedCast({}),
        replay: { history: first.history, hash: first.hash, mode: 'recorded' },
      });
      const known = again.history.filter(({ type }) => type !== 'fault.unmet');
      expect(known.map(bare)).toEqual(first.history.filter(({ type }) => type !== 'fault.unmet').map(bare));
    }),
    { numRuns: 400 },
  );
});

test('a recorded world of any policies is computed again to the byte, what ended late included', async () => {
  await fc.assert(
    fc.asyncProperty(randomLoad, fc.nat(1e6), fc.boolean(), async (load, seed, cancellable) => {
      const inputs = {
        seed,
        evaluate: () => loaded(load),
        cast: castFor(load, cancellable),
        runs: load.runs,
      };
      const plain: Program = { do: 'wait', ms: 0 };
      const first = await compute(plain, inputs);
      const again = await compute(plain, {
        ...inputs,
        replay: { history: first.history, hash: first.hash, mode: 'recorded' },
      });
      expect(again.history.map(bare)).toEqual(first.history.map(bare));
      expect(again.hash).toBe(first.hash);
    }),
    { numRuns: 300 },
  );
});

/** Without its number and what is not hashed: faults that met nothing are not told of a replay. */
const bare = ({ seq: _, ...event }: Event) => ('$unhashed' in event ? { ...event, $unhashed: null } : event);

test('a world on real time is one on virtual time that was given the same answers at the same stamps', async () => {
  await fc.assert(
    fc.asyncProperty(
      randomProgram,
      fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { minLength: 5, maxLength: 20 }),
      async (program, delays) => {
        const live = await compute(program, { live: pacedByHand(delays) });
        const again = await compute(program, {
          cast: scriptedCast({}),
          replay: { history: live.history, hash: live.hash, mode: 'recorded' },
        });
        expect(again.history.map(bare)).toEqual(live.history.map(bare));
        expect(again.hash).toBe(live.hash);
      },
    ),
    { numRuns: 400 },
  );
});

/** Real time in the test's hand: it moves to whatever is due next. Answers come after `delays`, in turn. */
function pacedByHand(delays: readonly number[]): NonNullable<SimulateOptions['live']> {
  let nowMs = 0.3;
  let ordinal = 0;
  const due: { readonly atMs: number; readonly act: () => void; over: boolean }[] = [];
  let moving = false;
  const move = (): void => {
    moving = false;
    const next = due.filter(({ over }) => !over).sort((a, b) => a.atMs - b.atMs)[0];
    if (!next) return;
    next.over = true;
    nowMs = Math.max(nowMs, next.atMs);
    next.act();
    later();
  };
  const later = (): void => {
    if (moving) return;
    moving = true;
    setImmediate(move);
  };
  const after = (delayMs: number, act: () => void): (() => void) => {
    const timer = { atMs: nowMs + delayMs, act, over: false };
    due.push(timer);
    later();
    return () => {
      timer.over = true;
    };
  };
  return {
    nondeterministic: ['by hand'],
    pace: { nowMs: () => nowMs, after },
    calls: (world) => {
      const calls = new WallCalls(world, {
        cast: randomCast,
        ask: (call, identity, request) => {
          const endpoint = randomCast.get(identity.model)!;
          const { parts } = serve(endpoint, identity, request, 7);
          after(delays[ordinal++ % delays.length]!, () => calls.parts(call, parts, []));
        },
        drop: () => undefined,
      });
      return calls;
    },
  };
}

/** A program whose end does not depend on how long its calls take. */
function untimed(program: Program): Program {
  switch (program.do) {
    case 'call':
      return program.step === 'guarded' || program.step === 'fallback'
        ? { do: 'call', step: 'plain' }
        : program;
    case 'wait':
      return program;
    case 'forget':
    case 'catch':
      return { ...program, what: untimed(program.what) };
    default:
      return { ...program, parts: program.parts.map(untimed) };
  }
}

const endOf = (history: History) => {
  const end = history.find((event) => event.type === 'run.finished')!;
  return [end.outcome, end.value, end.failure?.code];
};

/** Faults of which some strike a few calls only. */
const countedFaults = fc
  .tuple(randomFaults, fc.array(fc.constantFrom(0, 1, 2), { minLength: 4, maxLength: 4 }))
  .map(([faults, counts]) =>
    faults.map((fault, i) => (counts[i]! > 0 ? { ...fault, count: counts[i] } : fault)),
  );

/** Every fork of a history in which nothing is otherwise, and its replay. */
async function comesAgain(first: Simulated, again: (more: Partial<SimulateOptions>) => Promise<Simulated>) {
  const { history, hash } = first;
  const replayed = await again(fromRecording(history));
  expect(replayed.history.map(bare)).toEqual(history.map(bare));
  for (let fromSeq = 1; fromSeq < history.length; fromSeq += Math.ceil(history.length / 30)) {
    const fork = await again({ replay: { history, hash, mode: 'what-if', fromSeq } });
    expect(fork.history.map(bare), `forked at event ${fromSeq}`).toEqual(history.map(bare));
    expect(fork.hash).toBe(hash);
  }
}

test('a fork in which nothing is otherwise is the very same history, from whatever event', async () => {
  await fc.assert(
    fc.asyncProperty(randomProgram, countedFaults, fc.nat(1000), async (program, faults, seed) => {
      const inputs = { seed, faults: planSchema.parse({ faults }) };
      await comesAgain(await compute(program, inputs), (more) => compute(program, { ...inputs, ...more }));
    }),
    { numRuns: 100 },
  );
});

test('so it is under any policies, at endpoints of little room', async () => {
  const room = fc.integer({ min: 1, max: 3 });
  await fc.assert(
    fc.asyncProperty(randomLoad, fc.nat(1e6), fc.boolean(), room, async (load, seed, cancellable, most) => {
      const again = (more: Partial<SimulateOptions> = {}): Promise<Simulated> =>
        compute(
          { do: 'wait', ms: 0 },
          {
            seed,
            evaluate: () => loaded(load),
            cast: withRoom(castFor(load, cancellable), most),
            runs: load.runs,
            ...more,
          },
        );
      await comesAgain(await again(), again);
    }),
    { numRuns: 60 },
  );
});

const withRoom = (cast: Cast, concurrency: number): Cast =>
  new Map(
    [...cast].map(([model, endpoint]) => [
      model,
      { ...endpoint, profile: { ...endpoint.profile, concurrency } },
    ]),
  );

test('an orchestrator that dies at any event resumes to the same end', async () => {
  await fc.assert(
    fc.asyncProperty(randomProgram.map(untimed), fc.nat(3000), async (program, downMs) => {
      const whole = await compute(program);
      const last = whole.history.findIndex(({ type }) => type === 'run.finished');
      for (let event = 1; event < last; event += Math.ceil(last / 12)) {
        const faults = planSchema.parse({
          faults: [{ id: 'crash', kind: 'orchestrator_crash', event, downMs }],
        });
        const { history } = await compute(program, { faults });
        expect(endOf(history), `after event ${event}`).toEqual(endOf(whole.history));
        expect(history.filter(({ type }) => type === 'orchestrator.crashed')).toHaveLength(1);
        balanced(history);
      }
    }),
    { numRuns: 60 },
  );
});

/** Everything that started has one end, and nothing of a run follows its own. */
function balanced(history: History): void {
  const open = new Map<string, number>();
  for (const event of history) {
    const id = `${event.run}/${'step' in event ? event.step : ''}#${'attempt' in event ? event.attempt : ''}`;
    const [what, how] = event.type.split('.');
    if (how !== 'started' && how !== 'finished') continue;
    const at = `${what} ${id}`;
    open.set(at, (open.get(at) ?? 0) + (how === 'started' ? 1 : -1));
  }
  open.delete('world /#');
  expect([...open].filter(([, count]) => count !== 0)).toEqual([]);
}
