/** A world whose orchestrator died twice, and which then broke off, is met again: what each life had asked, and when it ended. */
import { describe, expect, test } from 'vitest';
import { generate, orchestration, type PolicyOptions } from '../../../src/authoring/index.ts';
import { planSchema } from '../../../src/faults/plan-schema.ts';
import type { History } from '../../../src/history/events.ts';
import { simulate, type SimulateOptions, type Simulated } from '../../../src/simulation/simulate.ts';
import { nodeFence } from '../../support/fence.ts';
import { says, stalls, streams, timedCast, type Reply } from '../../support/timed-cast.ts';

interface Asked {
  readonly policy?: PolicyOptions<string>;
  readonly replies: readonly Reply[];
  readonly startsMs: readonly number[];
  readonly stream?: boolean;
  readonly concurrency: number;
}

/** Every run asks twice at once, at an endpoint of little room whose work cannot be cancelled. */
const compute = (
  { policy = {}, replies, startsMs, stream = false, concurrency }: Asked,
  more: Partial<SimulateOptions> = {},
): Promise<Simulated> =>
  simulate({
    scenario: 'test',
    input: 'hello',
    faults: { faults: [] },
    seed: 4,
    code: 'test',
    engine: 'source',
    evaluate: () =>
      orchestration({
        name: 'Asks',
        steps: { answer: generate<string>({ model: 'm', system: 's', stream, retry: 0, ...policy }) },
        run: (question: string, { answer }, { all }) =>
          all([1, 2].map((key) => answer(question, { key }).catch(() => 'none'))),
      }),
    cast: timedCast({ m: { replies, profile: { cancellable: false, concurrency } } }),
    runs: startsMs.map((atMs) => ({ input: 'hello', atMs })),
    fence: nodeFence,
    ...more,
  });

const crashes = (events: readonly number[], then: string) =>
  planSchema.parse({
    faults: events.map((event, i) => ({
      ...{ id: `crash-${i + 1}`, kind: 'orchestrator_crash', event, downMs: 40 },
      then: i === 0 ? 'resume' : then,
    })),
  });

const worlds: readonly (readonly [string, Asked])[] = [
  ['calls that wait in line', { replies: [says('fine', 41)], startsMs: [0, 0, 0, 123], concurrency: 2 }],
  [
    'calls of which every part is told',
    {
      replies: [
        streams([
          [5, 'a '],
          [45, 'b'],
        ]),
      ],
      startsMs: [0, 2, 90],
      stream: true,
      concurrency: 1,
    },
  ],
  [
    'calls that are let go of',
    {
      policy: { timeout: '30ms', bulkhead: { most: 1, queue: 1, timed: false } },
      replies: [stalls([[0, 'a']]), says('fine', 41), says('fine', 80)],
      startsMs: [0, 1, 41, 82],
      concurrency: 2,
    },
  ],
  [
    'calls that are asked twice at once',
    {
      policy: {
        timeout: '60ms',
        retry: { times: 0, base: '20ms', cap: '200ms' },
        hedge: { after: '1ms', most: 2 },
      },
      replies: [says('fine', 40)],
      startsMs: [0, 40, 80],
      concurrency: 2,
    },
  ],
];

describe.each(worlds)('%s', (_, asked) => {
  test.each(['resume', 'restart', 'lose'])('and a second death, then to %s', async (then) => {
    const { history: undisturbed } = await compute(asked);
    const last = undisturbed.length - 1;
    for (let first = 1; first < last - 8; first += 3) {
      const faults = crashes([first, first + 8], then);
      const { history: whole, divergence: none } = await compute(asked, { faults });
      expect(none, `deaths after ${first}`).toBeUndefined();
      for (let length = 1; length < whole.length; length += 2) {
        const { divergence } = await compute(asked, { faults, resume: whole.slice(0, length) });
        expect(divergence, `deaths after ${first}, ${length} events`).toBeUndefined();
      }
    }
  });
});

test('what ends without its caller says in which life it was asked', async () => {
  const [, asked] = worlds[0]!;
  const { history } = await compute(asked, { faults: crashes([14, 28], 'resume') });
  const settled = (of: History) =>
    of.flatMap((event) =>
      event.type === 'call.settled' ? [`${event.caller} ${event.asked ?? 0} at ${event.t}`] : [],
    );
  expect(settled(history)).toEqual([
    'run-1/answer[1]#1 0 at 41',
    'run-1/answer[2]#1 0 at 41',
    'run-3/answer[1]#1 1 at 164',
    'run-3/answer[2]#1 0 at 164',
  ]);
});
