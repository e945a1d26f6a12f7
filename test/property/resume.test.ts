/** A world that broke off, wherever it did, is gone on with and comes to the ends to which the whole of it came. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulatedCast } from '../../mocks/cast.ts';
import { examples, type Example, type ExampleScenario } from '../../src/examples/index.ts';
import { planSchema } from '../../src/faults/plan-schema.ts';
import type { History } from '../../src/history/events.ts';
import { parseScenario } from '../../src/scenario/document.ts';
import { castOf } from '../../src/simulation/cast-of.ts';
import { simulate, type SimulateOptions, type Simulated } from '../../src/simulation/simulate.ts';
import { attemptEnds, effects, runEnds } from '../support/ends.ts';
import { nodeFence } from '../support/fence.ts';
import { castFor, loaded, randomLoad } from '../support/random-policies.ts';

type Inputs = Omit<SimulateOptions, 'resume'>;

/** Cuts of one scenario at most: a small one is cut at every event, a large one at every so many. */
const MOST_CUTS = 50;
/** A history beyond that takes a while to compute: it is cut a few times. */
const LARGE_EVENTS = 1_000;
const CUTS_OF_LARGE = 3;

const strideOf = ({ length }: History): number =>
  Math.ceil(length / (length > LARGE_EVENTS ? CUTS_OF_LARGE : MOST_CUTS));

/**
 * What is asked again has its limits anew and is answered later: where a run's value tells how long things took, or who
 * was served in time at an endpoint that is overloaded, it tells of other times.
 */
const TIMED = [
  'quality-gate/tickets',
  'retry-storm-broken/brown-out',
  'retry-storm-broken/no-retry',
  'retry-storm-fixed/brown-out',
];
/** A call that is asked again begins later, here in the midst of the outage that broke it off. */
const BROKEN_OFF = ['triage/outage'];

async function inputsOf(example: Example, { scenario: document }: ExampleScenario): Promise<Inputs> {
  const read = parseScenario(JSON.stringify(document));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const path = `../../src/examples/${example.id}/${example.entry}`;
  const { default: authored } = (await import(/* @vite-ignore */ path)) as { default: unknown };
  const { name, cast, ...scenario } = read.scenario;
  return {
    ...scenario,
    scenario: name,
    code: 'test',
    engine: 'source',
    evaluate: () => authored,
    cast: castOf(simulatedCast, cast),
    fence: nodeFence,
  };
}

const scenarios = examples
  .filter(({ program }) => program === undefined)
  .flatMap((example) =>
    example.scenarios.map((scenario) => [`${example.id}/${scenario.id}`, example, scenario] as const),
  );

const endsOf = (name: string, history: History) => ({
  runs: runEnds(history, !TIMED.includes(name)),
  attempts: TIMED.includes(name) || BROKEN_OFF.includes(name) ? [] : attemptEnds(history),
  effects: effects(history),
});

test.each(scenarios)('%s, cut at any event, is gone on with to the same ends', async (name, ...of) => {
  const inputs = await inputsOf(...of);
  const whole = await simulate(inputs);
  const stride = strideOf(whole.history);
  for (let length = 1; length < whole.history.length; length += stride) {
    const resume = whole.history.slice(0, length);
    const { history, divergence } = await simulate({ ...inputs, resume });
    expect(divergence, `of ${length} events`).toBeUndefined();
    expect(endsOf(name, history), `of ${length} events`).toEqual(endsOf(name, whole.history));
  }
});

describe('a world of any policies, at endpoints of little room,', () => {
  const anyWorld = fc.record({
    load: randomLoad,
    seed: fc.nat(1e6),
    cancellable: fc.boolean(),
    most: fc.integer({ min: 1, max: 3 }),
  });
  const compute = (
    { load, seed, cancellable, most }: typeof anyWorld extends fc.Arbitrary<infer W> ? W : never,
    more: Partial<SimulateOptions> = {},
  ): Promise<Simulated> => {
    const cast = [...castFor(load, cancellable)].map(
      ([model, { profile, ...endpoint }]) =>
        [model, { ...endpoint, profile: { ...profile, concurrency: most } }] as const,
    );
    return simulate({
      scenario: 'random',
      input: 'text',
      faults: { faults: [] },
      seed,
      code: 'random',
      engine: 'source',
      evaluate: () => loaded(load),
      cast: new Map(cast),
      runs: load.runs,
      fence: nodeFence,
      ...more,
    });
  };

  test('cut at any event, is met again, and every run of it ends', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        const { history: whole } = await compute(world);
        for (let length = 1; length < whole.length; length += Math.ceil(whole.length / 20)) {
          const { history, divergence } = await compute(world, { resume: whole.slice(0, length) });
          expect(divergence, `of ${length} events`).toBeUndefined();
          expect(runEnds(history)).toHaveLength(runEnds(whole).length);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('whose orchestrator dies at any event, is met again, and every run of it ends', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, fc.nat(300), async (world, downMs) => {
        const { history: whole } = await compute(world);
        const last = whole.findLastIndex(({ type }) => type === 'run.finished');
        for (let event = 1; event < last; event += Math.ceil(last / 20)) {
          const faults = planSchema.parse({
            faults: [{ id: 'crash', kind: 'orchestrator_crash', event, downMs }],
          });
          const { history, divergence } = await compute(world, { faults });
          expect(divergence, `after event ${event}`).toBeUndefined();
          // what is written while the world ends kills nobody
          const died = history.some(({ type }) => type === 'orchestrator.crashed');
          expect(history.some(({ type }) => type === 'orchestrator.resumed')).toBe(died);
          expect(runEnds(history)).toHaveLength(runEnds(whole).length);
        }
      }),
      { numRuns: 60 },
    );
  });
});
