import { describe, expect, test } from 'vitest';
import { asJson, inWords, type Rehearsed } from '../../../src/cli/report.ts';
import { resultOf } from '../../../src/cli/survival.ts';
import { EMPTY_PLAN } from '../../../src/faults/plan.ts';
import { failure } from '../../../src/model/failure.ts';
import { declared, HistoryBuilder } from '../../support/history-builder.ts';

/** Runs of one step each, begun 100 ms apart; the second one fails. */
function rehearsed(count: number): Rehearsed {
  const b = new HistoryBuilder().world();
  const why = failure('unavailable', 'gpt-4o refuses connections.', { step: 'answer' });
  for (let n = 1; n <= count; n++) {
    b.at(n * 100).run([declared('answer', ['gpt-4o'])], {}, `run-${n}`);
    b.start('answer')
      .try('answer', 'gpt-4o')
      .at(n * 100 + 50);
    const answer = { tokens: [10, 5], costNanoUsd: 1_000_000 } as const;
    if (n === 2)
      b.failed('answer', why, answer).gaveUp('answer', 'failed', why).finish('failed', { failure: why });
    else
      b.answered('answer', answer)
        .done('answer')
        .finish('returned', { value: `reply ${n}` });
  }
  const { history } = b.end();
  const worlds = [resultOf(7, '0123456789abcdef', history)];
  return { scenario: 'a test', plan: EMPTY_PLAN, worlds, shown: 7, history, baseline: null, tookMs: 1 };
}

describe('the report on a world of one run', () => {
  test('gives its totals, its steps and its result, without naming the run', () => {
    expect(inWords(rehearsed(1)).split('\n')).toEqual([
      'answer went well: the reply came after 50 ms.',
      '',
      'succeeded · 0.05 s virtual · 1 call, 0 failed · 15 tokens (estimated) · $0.00100, $0 of it wasted · seed 7',
      '  answer               ok           gpt-4o answered',
      '',
      'result "reply 1"',
      '',
      'hash 0123456789abcdef',
    ]);
  });
});

describe('the report on a world of several runs', () => {
  test('adds all of them up, and tells each with its steps and how it ended', () => {
    const words = inWords(rehearsed(3));
    expect(words).toContain(
      'failed · 0.25 s virtual · 3 calls, 1 failed · 45 tokens (estimated) · $0.00300, $0.00100 of it wasted',
    );
    expect(words).toContain('run-1                succeeded    after 0.05 s\n  answer               ok ');
    expect(words).toContain('run-2                failed       after 0.05 s\n  answer               failed ');
    expect(words).toContain('result "reply 1"');
    expect(words).toContain('result "reply 3"');
  });

  test('of many gives a line each, and counts the rest', () => {
    const six = inWords(rehearsed(6));
    expect(six).toContain('  run-6                succeeded    after 0.05 s');
    expect(six).not.toContain('result');
    const many = inWords(rehearsed(52));
    expect(many).toContain('run-50 ');
    expect(many).not.toContain('run-51 ');
    expect(many).toContain('and 2 runs more: --json names every run');
  });

  test('as JSON names every run, and its outcome is that of the first that did not survive', () => {
    const json = JSON.parse(asJson(rehearsed(3))) as {
      readonly survived: boolean;
      readonly totals: { readonly calls: number };
      readonly outcome: { readonly run: string };
      readonly runs: readonly { readonly run: string; readonly word: string }[];
    };
    expect(json.survived).toBe(false);
    expect(json.totals.calls).toBe(3);
    expect(json.outcome.run).toBe('run-2');
    expect(json.runs.map(({ run, word }) => `${run} ${word}`)).toEqual([
      'run-1 succeeded',
      'run-2 failed',
      'run-3 succeeded',
    ]);
  });
});
