import { expect, test } from 'vitest';
import { parseScenario, type Scenario } from '../../../src/scenario/document.ts';
import { inputOf, withInputOf } from '../../../src/session/scenario-runs.ts';

const scenario = (more: object): Scenario => {
  const read = parseScenario(
    JSON.stringify({
      format: 'rehearsal-scenario',
      version: 1,
      name: 'several',
      orchestration: { example: 'triage' },
      input: 'alone',
      seed: 1,
      ...more,
    }),
  );
  if (!read.ok) throw new Error(read.problems[0]?.message);
  return read.scenario;
};
const several = scenario({ runs: [{ input: 'first' }, { run: 'late', input: 'second', atMs: 100 }] });

test('the one run of a scenario is given its input', () => {
  expect(inputOf(scenario({}), 'run-1')).toBe('alone');
  expect(withInputOf(scenario({}), 'run-1', 'other')).toEqual({ input: 'other' });
});

test('of several each is given its own, by name or by place', () => {
  expect([inputOf(several, 'run-1'), inputOf(several, 'late'), inputOf(several, 'late-again')]).toEqual([
    'first',
    'second',
    'second',
  ]);
  expect(withInputOf(several, 'late', 'other').runs?.map(({ input }) => input)).toEqual(['first', 'other']);
});

test('before any run is looked at the first is meant', () => {
  expect(inputOf(several, null)).toBe('first');
});
