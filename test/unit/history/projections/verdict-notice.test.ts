import { expect, test } from 'vitest';
import type { EventBody } from '../../../../src/history/events.ts';
import { HistoryBuilder } from '../../../support/history-builder.ts';
import { said } from './said.ts';

/** A run of no steps in which these things happened, a second apart. */
function told(...bodies: readonly EventBody[]): string {
  const b = new HistoryBuilder().world().run([]);
  bodies.forEach((body, i) => b.at((i + 1) * 1000).add(body, body.type === 'effect.executed' ? '' : 'run'));
  return said(b.finish('returned', { value: 1 }).end().history).replace(
    /^No step ran: .*?\. ?(?=[a-zA-Z]|$)/,
    '',
  );
}
const opened = {
  type: 'policy.changed',
  policy: 'breaker',
  key: 'gpt-4o',
  from: 'closed',
  to: 'open',
} as const;

test('a breaker that opened says when and why, and whether it closed again', () => {
  const because = '5 failures within 60 s';
  expect(told({ ...opened, because })).toContain(
    'The breaker of gpt-4o opened at 1.0 s: 5 failures within 60 s.',
  );
  expect(
    told({ ...opened, because }, { ...opened, from: 'half-open', to: 'closed', because: 'answered' }),
  ).toContain('opened at 1.0 s: 5 failures within 60 s, and closed again at 2.0 s.');
  expect(told({ ...opened, because }, { ...opened, because }, { ...opened, because })).toContain(
    ', three times in all.',
  );
});

test('a budget says when it first refused, why, and whether it had room again', () => {
  const because = 'the budget of 2 calls of the run is used up';
  expect(
    told({ type: 'policy.changed', policy: 'budget', key: 'run-1', from: 'within', to: 'refuses', because }),
  ).toContain('The budget of run-1 refused a call at 1.0 s: the budget of 2 calls of the run is used up.');
  const retries = { type: 'policy.changed', policy: 'retry-budget', key: 'gpt-4o' } as const;
  expect(
    told(
      { ...retries, from: 'allows', to: 'denies', because: 'the budget of 10 tokens is used up' },
      { ...retries, from: 'denies', to: 'allows', because: 'calls have succeeded' },
    ),
  ).toContain(
    'The retry budget of gpt-4o refused a retry at 1.0 s: the budget of 10 tokens is used up, and had room again at 2.0 s.',
  );
});

test('a warning of the code is quoted, several are counted, and one of a step is told with the step', () => {
  const warning = { type: 'warning.raised', message: 'the score was low.' } as const;
  expect(told(warning)).toBe('A warning was raised: the score was low.');
  expect(told(warning, { ...warning, message: 'again' })).toBe(
    'Two warnings were raised, the first: the score was low.',
  );
  expect(told({ ...warning, step: 'answer' })).toBe('');
});

test('work that was done twice is named by its endpoint; once is no news', () => {
  const once = {
    type: 'effect.executed',
    target: 'payments',
    caller: 'run/refund',
    key: 'k',
    times: 1,
  } as const;
  expect(told(once)).toBe('');
  expect(told(once, { ...once, times: 2 })).toBe('payments did the same work twice.');
});

test('work that a second life did again is the same work', () => {
  const work = { type: 'effect.executed', target: 'payments', times: 1 } as const;
  expect(
    told(
      { ...work, caller: 'run/refund', key: 'run/refund' },
      { ...work, caller: 'run-again/refund', key: 'run-again/refund' },
    ),
  ).toBe('payments did the same work twice.');
  expect(
    told({ ...work, caller: 'run/refund', key: 'a' }, { ...work, caller: 'other/refund', key: 'b' }),
  ).toBe('');
});

test('state that was asked for by another is named with owner and asker', () => {
  expect(told({ type: 'state.refused', key: 'plan', owner: 'run-1', by: 'run-2' })).toBe(
    'run-2 asked for plan of run-1 and was refused.',
  );
  const refused = { type: 'state.refused', key: 'plan', owner: 'run-1', by: 'run-2' } as const;
  expect(told(refused, refused)).toBe(
    'run-2 asked for plan of run-1 and was refused, and one more such request was.',
  );
  expect(told(refused, refused, refused)).toBe(
    'run-2 asked for plan of run-1 and was refused, and two more such requests were.',
  );
});

test('writers of one field are named, or counted by field', () => {
  const conflict = { type: 'state.conflicted', key: 'reply', by: ['a', 'b'], kept: 'b' } as const;
  expect(told(conflict)).toBe('a and b wrote reply at the same time; what b wrote was kept.');
  expect(told(conflict, { ...conflict, key: 'mood' })).toBe('Two fields were written by several at once.');
});

test('the first drift is named with both figures', () => {
  const drift = { type: 'drift.alarmed', step: 'classify', metric: 'confidence', tolerance: 0.02 } as const;
  expect(told({ ...drift, baseline: 0.83, observed: 0.79 })).toBe(
    'classify drifted: confidence 0.79 instead of 0.83, at 1.0 s.',
  );
});

test('two of them are said at most, the most serious first', () => {
  const text = told(
    { ...opened, because: '5 failures' },
    { type: 'drift.alarmed', step: 'a', metric: 'm', baseline: 1, observed: 2, tolerance: 0 },
    { type: 'effect.executed', target: 'payments', caller: 'run/refund', key: 'k', times: 2 },
  );
  expect(text).toBe('payments did the same work twice. a drifted: m 2 instead of 1, at 2.0 s.');
});
