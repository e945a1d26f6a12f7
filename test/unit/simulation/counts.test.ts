/** What a fault plan has counted by the time at which a world breaks off is what whoever goes on with it finds. */
import { describe, expect, test } from 'vitest';
import { generate, orchestration } from '../../../src/authoring/index.ts';
import { planSchema } from '../../../src/faults/plan-schema.ts';
import type { History } from '../../../src/history/events.ts';
import { simulate, type SimulateOptions, type Simulated } from '../../../src/simulation/simulate.ts';
import { nodeFence } from '../../support/fence.ts';
import type { SomeFault } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

const asks = generate<string>({ model: 'm', system: 's', retry: { times: 3, base: '50ms' } });
const one = orchestration({
  name: 'One by one',
  steps: { first: asks, second: asks, third: asks },
  run: async (text: string, { first, second, third }) => [
    await first(text).catch(() => 'failed'),
    await second(text).catch(() => 'failed'),
    await third(text).catch(() => 'failed'),
  ],
});
const together = orchestration({
  name: 'Together',
  steps: { first: asks, second: asks, third: asks },
  run: (text: string, { first, second, third }, { all }) =>
    all([first(text), second(text), third(text)].map((step) => step.catch(() => 'failed'))),
});

const compute = (
  evaluate: () => unknown,
  faults: readonly SomeFault[],
  more: Partial<SimulateOptions> = {},
): Promise<Simulated> =>
  simulate({
    scenario: 'test',
    input: 'hello',
    faults: planSchema.parse({ faults }),
    seed: 4,
    code: 'test',
    engine: 'source',
    evaluate,
    cast: scriptedCast({ m: { says: 'fine', takesMs: 200, concurrency: 2 } }),
    fence: nodeFence,
    ...more,
  });

/** How every attempt ended, and every run. */
const endsOf = (history: History) =>
  history
    .flatMap((event) => {
      if (event.type === 'run.finished') return [[event.run, event.outcome, JSON.stringify(event.value)]];
      if (event.type !== 'attempt.finished') return [];
      return [[`${event.run}/${event.step}#${event.attempt}`, event.outcome, event.failure?.code ?? '']];
    })
    .map((end) => end.join(' '))
    .sort();

const plans: readonly (readonly [string, SomeFault])[] = [
  ['strikes two calls at most', { id: 'f', kind: 'overloaded', refuseMs: 30, count: 2 }],
  ['lets two calls pass first', { id: 'f', kind: 'server_error', after: 2, count: 2 }],
  ['means the second call', { id: 'f', kind: 'server_error', match: { call: 2 } }],
  ['means the third call, and comes late', { id: 'f', kind: 'latency', ms: 900, match: { call: 3 } }],
];

describe.each([
  ['one after another', () => one],
  ['at once, in a line', () => together],
])('calls %s, and a fault that', (_, evaluate) => {
  test.each(plans)('%s: a history cut at any event goes on to the same ends', async (_name, fault) => {
    const whole = await compute(evaluate, [fault]);
    for (let length = 1; length < whole.history.length; length++) {
      const resume = whole.history.slice(0, length);
      const { history, divergence } = await compute(evaluate, [fault], { resume });
      expect(divergence, `of ${length} events`).toBeUndefined();
      expect(endsOf(history), `of ${length} events`).toEqual(endsOf(whole.history));
    }
  });

  test.each(plans)(
    '%s: an orchestrator that dies at any event comes to the same ends',
    async (_name, fault) => {
      const whole = await compute(evaluate, [fault]);
      const last = whole.history.findIndex(({ type }) => type === 'run.finished');
      for (let event = 1; event < last; event++) {
        const crash = { id: 'crash', kind: 'orchestrator_crash', event, downMs: 0 } as const;
        const { history } = await compute(evaluate, [fault, crash]);
        expect(endsOf(history), `after event ${event}`).toEqual(endsOf(whole.history));
      }
    },
  );

  test.each(
    plans.flatMap(([name, fault]) =>
      (['restart', 'resume'] as const).flatMap((then) => [
        [`${name}, after a first crash and then one to ${then}`, fault, then] as const,
      ]),
    ),
  )('%s: a history cut after that goes on to the same ends', async (_name, fault, then) => {
    const faults: SomeFault[] = [
      { id: 'one', kind: 'orchestrator_crash', window: [90, 91], downMs: 100, then: 'resume' },
      fault,
      { id: 'two', kind: 'orchestrator_crash', window: [450, 451], downMs: 100, then },
    ];
    const whole = await compute(evaluate, faults);
    expect(whole.history.filter(({ type }) => type === 'orchestrator.resumed')).toHaveLength(2);
    for (let length = 1; length < whole.history.length; length++) {
      const resume = whole.history.slice(0, length);
      // a crash by the clock strikes whatever is under way then, which is later what was asked again
      if (!resume.some((event) => event.type === 'orchestrator.crashed' && event.fault === 'two')) continue;
      const { history, divergence } = await compute(evaluate, faults, { resume });
      expect(divergence, `of ${length} events`).toBeUndefined();
      expect(endsOf(history), `of ${length} events`).toEqual(endsOf(whole.history));
    }
  });
});

describe('a fault that was clicked in', () => {
  const clicked = {
    interventions: [
      {
        atMs: 20,
        order: 0,
        kind: 'fault',
        value: { id: 'slow', kind: 'latency', ms: 70, jitterRatio: 0 },
      },
    ],
  };
  /** When each attempt ended that was made after the click, ms after it was asked. */
  const took = (history: History): number[] =>
    history.flatMap((event) => {
      if (event.type !== 'attempt.finished') return [];
      const asked = history.findLast(
        ({ type, t, seq }) =>
          seq < event.seq && (type === 'orchestrator.resumed' || type === 'attempt.started') && t > 20,
      );
      return asked ? [event.t - asked.t] : [];
    });

  test('is there once, however often an orchestrator meets the click again', async () => {
    const whole = await compute(() => one, [], clicked);
    expect(took(whole.history)).toEqual([270, 270]);
    for (const then of ['resume', 'restart'] as const) {
      const crashes: SomeFault[] = [60, 480].map((atMs) => ({
        id: `at-${atMs}`,
        kind: 'orchestrator_crash',
        window: [atMs, atMs + 1],
        downMs: 10,
        then,
      }));
      const { history } = await compute(() => one, crashes, clicked);
      expect(history.filter(({ type }) => type === 'orchestrator.crashed')).toHaveLength(2);
      const ended = took(history).filter((ms) => ms > 50);
      expect(new Set(ended), then).toEqual(new Set([270]));
    }
  });

  test('is there for whoever goes on with a history that was begun again since', async () => {
    const crash: SomeFault = {
      id: 'crash',
      kind: 'orchestrator_crash',
      window: [60, 61],
      downMs: 10,
      then: 'restart',
    };
    const whole = await compute(() => one, [crash], clicked);
    const anew = whole.history.findIndex(({ type }) => type === 'orchestrator.resumed');
    for (let length = anew + 1; length < whole.history.length; length++) {
      const resume = whole.history.slice(0, length);
      const { history, divergence } = await compute(() => one, [crash], { ...clicked, resume });
      expect(divergence, `of ${length} events`).toBeUndefined();
      expect(took(history).slice(-1), `of ${length} events`).toEqual([270]);
    }
  });
});
