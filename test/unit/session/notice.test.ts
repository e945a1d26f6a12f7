import { describe, expect, test } from 'vitest';
import { projectWorld } from '../../../src/history/projections/run-view.ts';
import { noticeOf, type Standing } from '../../../src/session/notice.ts';
import { problemsOf } from '../../../src/session/problems.ts';
import { historyOf, sample } from './sample-history.ts';

const calm: Standing = {
  starting: false,
  hasRun: true,
  silentMs: 0,
  broken: null,
  brokenShown: false,
  compileProblems: [],
  scenarioRefused: null,
  inputRefused: null,
  httpProblem: null,
};
const said = (now: Partial<Standing>): string =>
  (noticeOf({ ...calm, ...now })?.spans ?? []).map(({ text }) => text.replaceAll('\u00a0', ' ')).join('');
const problem = { file: 'triage.ts', line: 40, column: 35, message: 'Expected "}" before ")" (40:35)' };

describe('the notice', () => {
  test('lets the verdict speak while nothing is wrong', () => {
    expect(noticeOf(calm)).toBeNull();
  });

  test('names file, line and fault of code that does not compile, and what the pictures show', () => {
    const compileProblems = problemsOf([problem], [], null);
    expect(said({ compileProblems })).toBe(
      'triage.ts does not compile: line 40, expected "}" before ")". The pictures show the last run that did.',
    );
    expect(said({ compileProblems, hasRun: false })).toMatch(/Nothing has run yet\.$/);
  });

  test('leads to no line of what has none', () => {
    const bundle = { file: 'chat.js', line: 0, column: 0, message: 'its bundle is not here' };
    const compileProblems = problemsOf([bundle], [], null);
    expect(said({ compileProblems, hasRun: false })).toBe(
      'chat.js cannot be loaded: its bundle is not here. Nothing has run yet.',
    );
    expect(noticeOf({ ...calm, compileProblems })).not.toHaveProperty('problem');
    expect(compileProblems[0]!.advice).not.toContain('line');
  });

  test('says how long the code has been spinning, before anything else', () => {
    expect(said({ silentMs: 2500, compileProblems: problemsOf([problem], [], null) })).toBe(
      'The code has been spinning for 2.5 s without giving way. Stop ends it; nothing is lost.',
    );
  });

  test('says what is wrong with the input and what to do', () => {
    expect(
      said({ inputRefused: { message: 'The ticket is empty.', advice: 'Type a sentence.', brief: 'empty' } }),
    ).toBe('The ticket is empty. Type a sentence. The pictures show the run before.');
  });

  test('says of code that hung or was stopped unheard what is known, and no more', () => {
    expect(said({ broken: { reason: 'hung', message: '' } })).toBe(
      'The code hung: it ran for 5 s without giving way. Look for a loop without an await; Stop ends it sooner.',
    );
    expect(said({ broken: { reason: 'hung', message: 'The sandbox did not start within 10 s.' } })).toMatch(
      /^The sandbox did not start within 10 s\./,
    );
    const broken = { reason: 'stopped', message: '' } as const;
    expect(said({ broken })).toMatch(/^Stopped: the code had not given way yet\./);
    expect(noticeOf({ ...calm, broken, brokenShown: true })).toBeNull();
  });

  test('invites to run where nothing has run', () => {
    expect(said({ hasRun: false })).toBe('Nothing has run yet. Run it as it is.');
    expect(said({ hasRun: false, starting: true })).toBe('Rehearsing…');
  });
});

describe('the problems', () => {
  test('each say what, where and what to try', () => {
    const [found] = problemsOf([{ ...problem, message: 'Unexpected token' }], [], null);
    expect(found).toMatchObject({ line: 40, found: 'compile', advice: expect.stringContaining('bracket') });
  });

  test('include the line at which authored code threw', () => {
    const thrown = historyOf(
      [0, sample[0]!],
      [0, sample[1]!],
      [
        5,
        {
          type: 'run.finished',
          outcome: 'failed',
          failure: {
            code: 'thrown',
            message: 'The run threw.',
            retryable: false,
            origin: 'authored',
            injected: false,
            $unhashed: { file: 'triage.ts', line: 12, detail: 'TypeError: x is undefined' },
          },
        },
      ],
    );
    const [run] = projectWorld(thrown).runs;
    expect(problemsOf([], [], run ?? null)).toMatchObject([
      { file: 'triage.ts', line: 12, found: 'run', message: 'The run threw. TypeError: x is undefined' },
    ]);
  });

  test.each(['thrown', 'misuse'] as const)('quote what was %s word for word, and where', (code) => {
    const endedAt = (ms: number) =>
      projectWorld(
        historyOf(
          [0, sample[0]!],
          [0, sample[1]!],
          [
            ms,
            {
              type: 'run.finished',
              outcome: 'failed',
              failure: {
                code,
                message: 'fast is used before it has answered',
                retryable: false,
                origin: 'authored',
                injected: false,
                $unhashed: { file: 'triage.ts', line: 12 },
              },
            },
          ],
        ),
      ).runs[0]!;
    const [found] = problemsOf([], [], endedAt(0));
    expect(found).toMatchObject({ line: 12, message: 'fast is used before it has answered' });
    expect(found?.advice).not.toContain('scrub back');
    expect(problemsOf([], [], endedAt(5))[0]?.advice).toContain('scrub back');
  });

  test('do not include failures that came from outside', () => {
    expect(problemsOf([], [], projectWorld(sample).runs[0] ?? null)).toEqual([]);
  });
});
