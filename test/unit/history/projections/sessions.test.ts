import { describe, expect, test } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import { readExchanges, sessionKey, sessionsOf } from '../../../../src/history/projections/sessions.ts';
import { HistoryBuilder } from '../../../support/history-builder.ts';

const written = (key: string, value: Json, version = 1) =>
  ({ type: 'state.written', key, by: 'run', version, value }) as const;

describe('the sessions of a history', () => {
  test('are the exchanges written under their keys, in order, whatever their names hold', () => {
    const { history } = new HistoryBuilder()
      .world()
      .run([])
      .add(written(sessionKey('a'), { question: 'one', answer: 1 }))
      .add(written(sessionKey('a/b'), { question: 'other', answer: 0 }))
      .add(written(sessionKey('a'), { question: 'two', answer: 2 }, 2))
      .finish('returned')
      .end();
    expect(sessionsOf(history)).toEqual({
      a: [
        { question: 'one', answer: 1 },
        { question: 'two', answer: 2 },
      ],
      'a/b': [{ question: 'other', answer: 0 }],
    });
  });

  test('take nothing from other state, nor what is no exchange', () => {
    const { history } = new HistoryBuilder()
      .world()
      .run([])
      .add(written('state/session', { question: 'x', answer: 'y' }))
      .add(written('session//exchange', { question: 'x', answer: 'y' }))
      .add(written(sessionKey('a'), 'not an exchange'));
    expect(sessionsOf(history)).toEqual({ a: [] });
  });

  test('are read from outside as far as they are exchanges', () => {
    const good = { question: null, answer: [1] };
    expect(readExchanges([good, null, [], { question: 1 }, 'x'])).toEqual([good]);
    for (const bad of [undefined, null, 'x', {}, 7]) expect(readExchanges(bad)).toEqual([]);
  });
});
