import { describe, expect, test } from 'vitest';
import { generate, orchestration } from '../../../src/authoring/index.ts';
import { planSchema } from '../../../src/faults/plan-schema.ts';
import { fromRecording } from '../../../src/history/execute-again.ts';
import type { History } from '../../../src/history/events.ts';
import { simulate, type SimulateOptions } from '../../../src/simulation/simulate.ts';
import { nodeFence } from '../../support/fence.ts';
import { rehearse, type SomeFault } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

const cast = scriptedCast({ a: { says: 'from a', takesMs: 100 }, b: { says: 'from b', takesMs: 200 } });
const two = orchestration({
  name: 'Two',
  steps: { first: generate({ model: 'a', system: 's' }), second: generate({ model: 'b', system: 's' }) },
  run: async (text: string, { first, second }, { sleep }) => {
    const begun = await first(text);
    await sleep('50ms');
    return `${begun}, ${await second(begun)}`;
  },
});
const crash = (more: Record<string, unknown>): SomeFault => ({
  id: 'crash',
  kind: 'orchestrator_crash',
  downMs: 1000,
  ...more,
});
const told = (history: History): string[] =>
  history.map(({ t, type, ...event }) =>
    [t, type, 'step' in event ? event.step : '', 'outcome' in event ? event.outcome : '']
      .filter((part) => part !== '')
      .join(' '),
  );

describe('an orchestrator that crashes', () => {
  test('resumes from its history: nothing lost, what had finished is not asked again', async () => {
    const { history, run } = await rehearse(two, { cast, faults: [crash({ window: [310, 311] })] });
    expect(told(history)).toEqual([
      '0 world.started',
      '0 run.started',
      '0 step.started first',
      '0 attempt.started first',
      '100 attempt.finished first ok',
      '100 step.finished first ok',
      '150 step.started second',
      '150 attempt.started second',
      '310 orchestrator.crashed',
      '310 call.settled',
      '1310 orchestrator.resumed',
      '1510 attempt.finished second ok',
      '1510 step.finished second ok',
      '1510 run.finished returned',
      '1510 world.ended',
    ]);
    expect(run.finished).toMatchObject({ outcome: 'returned', value: 'from a, from b' });
  });

  test('starts again from nothing: the run is lost and begun anew under another name', async () => {
    const { history } = await rehearse(two, {
      cast,
      faults: [crash({ window: [120, 121], then: 'restart' })],
    });
    expect(told(history.filter(({ type }) => type.startsWith('run.')))).toEqual([
      '0 run.started',
      '1120 run.finished failed',
      '1120 run.started',
      '1470 run.finished returned',
    ]);
    expect(history.filter(({ type }) => type === 'run.started').map(({ run }) => run)).toEqual([
      'run-1',
      'run-1-again',
    ]);
    expect(history.filter((e) => e.type === 'attempt.started' && e.step === 'first')).toHaveLength(2);
  });

  test('or loses what was under way', async () => {
    const { run, history } = await rehearse(two, {
      cast,
      faults: [crash({ window: [120, 121], then: 'lose' })],
    });
    expect(run.finished).toMatchObject({ outcome: 'failed', failure: { code: 'crashed' } });
    expect(history.at(-1)?.t).toBe(1120);
  });

  test('may crash more than once', async () => {
    const { run, events } = await rehearse(two, {
      cast,
      faults: [
        crash({ id: 'one', window: [50, 51] }),
        crash({ id: 'two', window: [1080, 1081] }),
        crash({ id: 'three', event: 12, downMs: 0 }),
      ],
    });
    expect(events('orchestrator.crashed').map(({ fault }) => fault)).toEqual(['one', 'two', 'three']);
    expect(events('fault.unmet')).toEqual([]);
    expect(run.finished).toMatchObject({ outcome: 'returned', value: 'from a, from b' });
  });

  test('at several events of one plan dies at each, in whatever order they stand', async () => {
    for (const events of [
      [4, 8],
      [8, 4],
    ]) {
      const faults = events.map((event) => crash({ id: `at-${event}`, event, downMs: 0 }));
      const { history } = await rehearse(two, { cast, faults });
      const crashed = history.filter((event) => event.type === 'orchestrator.crashed');
      expect(crashed.map(({ fault }) => fault)).toEqual(['at-4', 'at-8']);
    }
  });

  test('resumes at every event of a run, in the middle of a turn too, and comes to the same end', async () => {
    const plain = await rehearse(two, { cast });
    const last = plain.events('run.finished')[0]!.seq;
    for (let event = 1; event < last; event++) {
      const crashed = await rehearse(two, { cast, faults: [crash({ event, downMs: 0 })] });
      expect(crashed.run.finished, `crashed after event ${event}`).toMatchObject({
        outcome: 'returned',
        value: 'from a, from b',
      });
      expect(crashed.events('orchestrator.crashed')).toHaveLength(1);
      expect(crashed.events('step.started')).toHaveLength(2);
    }
  });

  test('which nothing met is reported', async () => {
    const { events } = await rehearse(two, { cast, faults: [crash({ event: 500 })] });
    expect(events('fault.unmet')).toMatchObject([{ fault: 'crash', kind: 'orchestrator_crash' }]);
  });

  test('at an event that is written while the world ends did not die: the fault is reported as unmet', async () => {
    const stuck = orchestration({
      name: 'Stuck',
      steps: {},
      run: () => new Promise<string>(() => undefined),
    });
    const plain = await rehearse(stuck, { cast });
    const event = plain.events('run.finished')[0]!.seq;
    const { events } = await rehearse(stuck, { cast, faults: [crash({ event })] });
    expect(events('orchestrator.crashed')).toEqual([]);
    expect(events('fault.unmet')).toMatchObject([{ fault: 'crash' }]);
  });
});

describe('a history with a crash in it', () => {
  const input = (faults: readonly SomeFault[], more: Partial<SimulateOptions> = {}): SimulateOptions => ({
    scenario: 'test',
    input: 'hello',
    faults: planSchema.parse({ faults }),
    seed: 1,
    code: 'test',
    engine: 'source',
    evaluate: () => two,
    cast,
    fence: nodeFence,
    ...more,
  });
  const plans = (['resume', 'restart', 'lose'] as const).map(
    (then) => [then, [crash({ window: [310, 311], then })]] as const,
  );

  test.each(plans)('after which it was to %s is replayed and forked to the byte', async (_, faults) => {
    const first = await simulate(input(faults));
    expect(first.history.some(({ type }) => type === 'call.settled')).toBe(true);
    const replayed = await simulate(input(faults, fromRecording(first.history)));
    expect([replayed.hash, replayed.divergence]).toEqual([first.hash, undefined]);
    const { history, hash } = first;
    for (let fromSeq = 1; fromSeq < history.length; fromSeq++) {
      const fork = await simulate(input(faults, { replay: { history, hash, mode: 'what-if', fromSeq } }));
      expect(fork.history.slice(1), `from event ${fromSeq}`).toEqual(history.slice(1));
    }
  });

  test.each(plans)(
    'after which it was to %s is gone on with from any event to the same end',
    async (_, faults) => {
      const whole = await simulate(input(faults));
      const died = whole.history.findIndex(({ type }) => type === 'orchestrator.crashed');
      for (let length = died + 1; length < whole.history.length; length++) {
        const { history, divergence } = await simulate(
          input(faults, { resume: whole.history.slice(0, length) }),
        );
        expect(divergence, `from event ${length}`).toBeUndefined();
        expect(endsOf(history), `from event ${length}`).toEqual(endsOf(whole.history));
      }
    },
  );
});

const endsOf = (history: History) =>
  history.flatMap((event) =>
    event.type === 'run.finished' ? [[event.run, event.outcome, event.value]] : [],
  );
