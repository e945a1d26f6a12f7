/** Work that goes on without its caller goes on in a world that broke off meanwhile and is gone on with. */
import { expect, test } from 'vitest';
import { generate, orchestration, tool, z } from '../../../src/authoring/index.ts';
import { planSchema } from '../../../src/faults/plan-schema.ts';
import type { History } from '../../../src/history/events.ts';
import { simulate, type SimulateOptions, type Simulated } from '../../../src/simulation/simulate.ts';
import { effects, runEnds } from '../../support/ends.ts';
import { nodeFence } from '../../support/fence.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';
import { stalls, streams, timedCast } from '../../support/timed-cast.ts';

const pays = (retry: 0 | 1) =>
  orchestration({
    name: 'Pays',
    steps: {
      refund: tool({
        description: 'Pays back.',
        endpoint: 'payments',
        input: z.object({ order: z.string() }),
        retry,
        timeout: '200ms',
        bulkhead: { most: 1 },
      }),
    },
    run: async (_: string, { refund }, { sleep }) => {
      const first = await refund({ order: 'A-1' }, { key: 'first' }).catch(() => 'too late');
      await sleep('20ms');
      const second = await refund({ order: 'A-2' }, { key: 'second' }).catch(() => 'too late or full');
      await sleep('1s');
      return [first, second];
    },
  });

const INPUTS = {
  scenario: 'test',
  input: 'hello',
  faults: { faults: [] },
  seed: 4,
  code: 'test',
  engine: 'source',
  fence: nodeFence,
};

const compute = (retry: 0 | 1, more: Partial<SimulateOptions> = {}): Promise<Simulated> =>
  simulate({
    ...INPUTS,
    evaluate: () => pays(retry),
    cast: scriptedCast({
      payments: { says: '{"paid":true}', takesMs: 500, kind: 'tool', concurrency: 1 },
    }),
    ...more,
  });

const settled = (history: History): string[] =>
  history.flatMap((event) => (event.type === 'call.settled' ? [`${event.caller} ${event.t}`] : []));

test.each([0, 1] as const)('cut at any event, with %i retries', async (retry) => {
  const { history: whole } = await compute(retry);
  expect(settled(whole).length).toBeGreaterThan(0);
  expect(effects(whole).length).toBeGreaterThan(0);
  for (let length = 1; length < whole.length; length++) {
    const resume = whole.slice(0, length);
    const { history, divergence } = await compute(retry, { resume });
    expect(divergence, `of ${length} events`).toBeUndefined();
    expect(runEnds(history), `of ${length} events`).toEqual(runEnds(whole));
    expect(effects(history), `of ${length} events`).toEqual(effects(whole));
    // while a call is under way it is asked again, and its work ends later
    const open = whole.findLast(({ type, seq }) => seq < length && type.startsWith('attempt.'));
    if (open?.type !== 'attempt.started')
      expect(settled(history), `of ${length} events`).toEqual(settled(whole));
  }
});

test.each(['resume', 'restart'] as const)(
  'cut at any event after a crash in the midst of it, then to %s',
  async (then) => {
    const faults = planSchema.parse({
      faults: [{ id: 'crash', kind: 'orchestrator_crash', window: [250, 251], downMs: 50, then }],
    });
    const { history: whole } = await compute(1, { faults });
    const died = whole.findIndex(({ type }) => type === 'orchestrator.crashed');
    expect(settled(whole.slice(died))).not.toEqual([]);
    for (let length = died + 1; length < whole.length; length++) {
      const resume = whole.slice(0, length);
      const { history, divergence } = await compute(1, { faults, resume });
      expect(divergence, `of ${length} events`).toBeUndefined();
      expect(runEnds(history), `of ${length} events`).toEqual(runEnds(whole));
      expect(effects(history), `of ${length} events`).toEqual(effects(whole));
    }
  },
);

test('forked at any event, in a world that ends before what was let go of does', async () => {
  const asks = orchestration({
    name: 'Asks',
    steps: { answer: generate({ model: 'm', system: 's', retry: 0 }) },
    // the first is never answered: the second is served when the first is closed with its run, the third not at all
    run: (question: string, { answer }, { all }) => all([1, 2, 3].map((key) => answer(question, { key }))),
  });
  const compute = (more: Partial<SimulateOptions> = {}): Promise<Simulated> =>
    simulate({
      ...INPUTS,
      evaluate: () => asks,
      cast: timedCast({
        m: { replies: [stalls([]), streams([[100, 'ok']])], profile: { cancellable: false, concurrency: 1 } },
      }),
      ...more,
    });
  const { history, hash } = await compute();
  const costs = history.flatMap((event) => (event.type === 'attempt.finished' ? [event.costNanoUsd] : []));
  expect(costs).toEqual([100, 100, 0]);
  for (let fromSeq = 1; fromSeq < history.length; fromSeq++) {
    const fork = await compute({ replay: { history, hash, mode: 'what-if', fromSeq } });
    expect(fork.hash, `at event ${fromSeq}`).toBe(hash);
  }
});
