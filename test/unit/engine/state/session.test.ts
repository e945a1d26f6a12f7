import { describe, expect, test } from 'vitest';
import { orchestration } from '../../../../src/authoring/index.ts';
import type { RunSpec } from '../../../../src/simulation/simulate.ts';
import { sessionsOf } from '../../../../src/history/projections/sessions.ts';
import { rehearse } from '../../../support/rehearse-world.ts';

/** Answers with how many questions it knows, and remembers this one. */
const counts = orchestration({
  name: 'Session',
  steps: {},
  run(question: string, _steps, { session }) {
    const known = session.history.map((exchange) => exchange.question);
    session.remember(question, known.length);
    return known;
  },
});
const asks = (runs: readonly RunSpec[], sessions = {}) => rehearse(counts, { runs, sessions });
const values = (world: Awaited<ReturnType<typeof asks>>) => world.runs.map((run) => run.finished!.value);

describe('a session', () => {
  test('lets the third question know the first two', async () => {
    const world = await asks(
      ['one', 'two', 'three'].map((input, i) => ({ input, atMs: i * 1_000, session: 's' })),
    );
    expect(values(world)).toEqual([[], ['one'], ['one', 'two']]);
  });

  test('never sees another, and a run without one is by itself', async () => {
    const world = await asks([
      { input: 'one', session: 's' },
      { input: 'two', session: 't' },
      { input: 'three' },
      { input: 'four' },
      { input: 'five', session: 's' },
    ]);
    expect(values(world)).toEqual([[], [], [], [], ['one']]);
  });

  test('goes on in the next world with what the history of this one tells', async () => {
    const first = await asks(['one', 'two'].map((input, i) => ({ input, atMs: i, session: 's' })));
    const second = await asks([{ input: 'three', session: 's' }], sessionsOf(first.history));
    expect(values(second)).toEqual([['one', 'two']]);
    expect(sessionsOf(second.history)).toEqual({
      s: [
        { question: 'one', answer: 0 },
        { question: 'two', answer: 1 },
        { question: 'three', answer: 2 },
      ],
    });
  });

  test('is the same after two worlds of one question as after one world of two', async () => {
    const both = await asks(['one', 'two'].map((input, i) => ({ input, atMs: i, session: 's' })));
    const first = await asks([{ input: 'one', session: 's' }]);
    const second = await asks([{ input: 'two', session: 's' }], sessionsOf(first.history));
    expect(sessionsOf(second.history)).toEqual(sessionsOf(both.history));
  });

  test('leaves out of what it is said to have held whatever is no exchange', async () => {
    const world = await asks([{ input: 'x', session: 's' }], {
      s: [{ question: 'kept', answer: 1 }, 'not this', { question: 'nor this' }],
    });
    expect(values(world)).toEqual([['kept']]);
    expect(values(await asks([{ input: 'x', session: 's' }], { s: 'nothing of it' }))).toEqual([[]]);
  });

  test('belongs to the tenant that began it', async () => {
    const world = await asks([
      { input: 'one', session: 's', tenant: 'a' },
      { input: 'two', session: 's', tenant: 'b' },
      { input: 'three', session: 's', tenant: 'a' },
    ]);
    expect(world.runs.map((run) => run.finished!.outcome)).toEqual(['returned', 'failed', 'returned']);
    expect(world.runs[1]!.finished!.failure).toMatchObject({ code: 'not_owner' });
    expect(world.events('state.refused')).toMatchObject([
      { run: 'run-2', key: 'session/s/exchange', owner: 'a', by: 'b' },
    ]);
    expect(world.runs[2]!.finished!.value).toEqual(['one']);
  });
});
