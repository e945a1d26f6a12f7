import { describe, expect, test } from 'vitest';
import { generate, orchestration, retrieve } from '../../../src/authoring/index.ts';
import { planSchema } from '../../../src/faults/plan-schema.ts';
import { firstRun, projectWorld } from '../../../src/history/projections/run-view.ts';
import type { History } from '../../../src/history/events.ts';
import { simulatedCast } from '../../../mocks/cast.ts';
import { simulate, type Replay, type SimulateOptions } from '../../../src/simulation/simulate.ts';
import { nodeFence } from '../../support/fence.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

const asking = (system = 's') =>
  orchestration({
    name: 'Asks',
    steps: {
      found: retrieve({ index: 'help-centre', top: 2 }),
      answer: generate({ model: 'claude-3-sonnet', system, retry: 2, fallback: 'gpt-4o', timeout: '9s' }),
    },
    run: async (question: string, { found, answer }) => {
      const articles = await found(question);
      return answer({ question, articles: articles.map(({ text }) => text) });
    },
  });

const compute = (more: Partial<SimulateOptions> = {}) =>
  simulate({
    scenario: 'test',
    input: 'How do I get a refund for an invoice?',
    faults: planSchema.parse({
      faults: [{ id: 'cut', kind: 'cut', match: { model: 'claude-3-sonnet' }, count: 1 }],
    }),
    seed: 4,
    code: 'test',
    engine: 'source',
    evaluate: () => asking(),
    cast: simulatedCast,
    fence: nodeFence,
    ...more,
  });
const replayOf = (
  { history, hash }: { history: History; hash: string },
  more: Partial<Replay> = {},
): Replay => ({ history, hash, mode: 'recorded', ...more });
const valueOf = (history: History) => firstRun(projectWorld(history))?.finished?.value;

describe('a recorded history', () => {
  test('answers every call again, faults and all: the same history without its cast', async () => {
    const first = await compute();
    const again = await compute({
      replay: replayOf(first),
      cast: scriptedCast({}),
      faults: { faults: [] },
    });
    expect(again.hash).toBe(first.hash);
    expect(again.history[0]).toMatchObject({
      $unhashed: { parent: { hash: first.hash, mode: 'recorded', fromSeq: first.history.length } },
    });
  });

  test('refuses what it does not know', async () => {
    const first = await compute();
    const { history } = await compute({
      replay: replayOf(first),
      evaluate: () => asking('another prompt'),
    });
    const refused = history.filter(
      (event) => event.type === 'attempt.finished' && event.outcome === 'failed',
    );
    expect(refused[0]).toMatchObject({
      failure: { code: 'unanswered', message: expect.stringContaining('the recording has no answer') },
    });
  });
});

describe('what if', () => {
  test('the model had said something else: the history is the same up to there', async () => {
    const first = await compute();
    const edited = first.history.find(
      (event) => event.type === 'attempt.finished' && event.step === 'answer' && event.outcome === 'ok',
    )!;
    const { step, attempt, target } = edited as Extract<typeof edited, { type: 'attempt.finished' }>;
    const { history } = await compute({
      replay: replayOf(first, {
        mode: 'what-if',
        fromSeq: edited.seq,
        replies: { [`run-1/${step}#${attempt}@${target}`]: 'Something else entirely.' },
      }),
    });
    expect(valueOf(history)).toBe('Something else entirely.');
    expect(history.slice(1, edited.seq)).toEqual(first.history.slice(1, edited.seq));
  });

  test('an outage had begun then: what came before stays as it was', async () => {
    const first = await compute();
    const from = first.history.find((event) => event.type === 'attempt.started' && event.step === 'answer')!;
    const { history } = await compute({
      replay: replayOf(first, { mode: 'what-if', fromSeq: from.seq }),
      faults: planSchema.parse({
        faults: [{ id: 'down', kind: 'outage', match: { model: 'claude-3-sonnet' }, window: [0, 60_000] }],
      }),
    });
    expect(history.slice(1, from.seq)).toEqual(first.history.slice(1, from.seq));
    expect(history.some((event) => event.type === 'fault.struck' && event.fault === 'down')).toBe(true);
  });
});

/** Two at once at an endpoint for one, and an endpoint as slow that answers meanwhile. */
const crowded = orchestration({
  name: 'Crowded',
  steps: {
    narrow: generate({ model: 'narrow', system: 's', timeout: '250ms', retry: 0 }),
    wide: generate({ model: 'wide', system: 's' }),
  },
  run: async (text: string, { narrow, wide }, { allSettled }) => {
    const twice = async (): Promise<string> =>
      `${await wide(text, { key: 'w1' })}${await wide(text, { key: 'w2' })}`;
    return (await allSettled([twice(), ...[1, 2, 3, 4].map((key) => narrow(text, { key }))])).length;
  },
});
const crowd = (more: Partial<SimulateOptions> = {}) =>
  compute({
    evaluate: () => crowded,
    faults: { faults: [] },
    cast: scriptedCast({ narrow: { takesMs: 100, concurrency: 1 }, wide: { takesMs: 100 } }),
    ...more,
  });

describe('calls that waited in line', () => {
  test('begin again in the order in which they began, so that what comes in one millisecond does too', async () => {
    const first = await crowd();
    const again = await crowd({ replay: replayOf(first) });
    expect(again.history.slice(1)).toEqual(first.history.slice(1));
  });

  test('hold their places in a fork: who comes after the fork waits as long', async () => {
    const first = await crowd();
    for (let fromSeq = 1; fromSeq < first.history.length; fromSeq++) {
      const fork = await crowd({ replay: replayOf(first, { mode: 'what-if', fromSeq }) });
      expect(fork.history.slice(1), `from event ${fromSeq}`).toEqual(first.history.slice(1));
    }
  });

  test('until their own limit are not served any more, and the place is the next one’s', async () => {
    const { history } = await crowd({
      cast: scriptedCast({ narrow: { takesMs: 250, concurrency: 1 }, wide: { takesMs: 100 } }),
      faults: planSchema.parse({ faults: [{ id: 'cut', kind: 'cut', match: { model: 'narrow', call: 2 } }] }),
    });
    expect(history.filter(({ type }) => type === 'fault.struck')).toEqual([]);
    expect(history.filter(({ type }) => type === 'fault.unmet')).toHaveLength(1);
  });
});

describe('a fault that strikes so many calls only', () => {
  test('has struck the calls before a fork: it does not begin to count again', async () => {
    const first = await compute();
    expect(first.history.filter(({ type }) => type === 'fault.struck')).toHaveLength(1);
    for (let fromSeq = 1; fromSeq < first.history.length; fromSeq++) {
      const fork = await compute({ replay: replayOf(first, { mode: 'what-if', fromSeq }) });
      expect(fork.hash, `from event ${fromSeq}`).toBe(first.hash);
    }
  });

  test('that was not there then has struck nothing yet: the first call after the fork is struck', async () => {
    const first = await compute({ faults: { faults: [] } });
    const answer = first.history.find(
      (event) => event.type === 'attempt.started' && event.step === 'answer',
    )!;
    const { history } = await compute({
      replay: replayOf(first, { mode: 'what-if', fromSeq: answer.seq }),
      faults: planSchema.parse({ faults: [{ id: 'late', kind: 'overloaded', count: 1 }] }),
    });
    expect(history.filter(({ type }) => type === 'fault.struck')).toMatchObject([
      { step: 'answer', attempt: 1 },
    ]);
  });

  test('has struck the calls of a history that is gone on with', async () => {
    const whole = await compute();
    const struck = whole.history.find((event) => event.type === 'fault.struck')!;
    for (let length = struck.seq + 1; length < whole.history.length; length++) {
      const { history } = await compute({ resume: whole.history.slice(0, length) });
      // a call that is asked again is struck again, and is one call all the same
      const firings = history.flatMap((event) => (event.type === 'fault.struck' ? [event.firing] : []));
      expect(new Set(firings), `from event ${length}`).toEqual(new Set([struck.firing]));
      expect(valueOf(history), `from event ${length}`).toBe(valueOf(whole.history));
    }
  });
});

describe('an unfinished history', () => {
  test('is gone on with, from any event, to the same end', async () => {
    const whole = await compute();
    for (let length = 2; length < whole.history.length - 1; length += 3) {
      const { history } = await compute({ resume: whole.history.slice(0, length) });
      expect(valueOf(history), `from event ${length}`).toBe(valueOf(whole.history));
      expect(history.filter(({ type }) => type === 'orchestrator.resumed')).toHaveLength(1);
    }
  });

  test('that the code does not compute any more is left as it is, and the first difference is named', async () => {
    const whole = await compute();
    const cut = whole.history.slice(0, 9);
    const { history, divergence } = await compute({ resume: cut, evaluate: () => asking('changed') });
    expect(history).toEqual(cut);
    const recorded = whole.history.find(
      (event) => event.type === 'attempt.started' && event.step === 'answer',
    )!;
    expect(divergence).toMatchObject({ seq: recorded.seq, recorded });
  });
});
