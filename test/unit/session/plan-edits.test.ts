import { expect, test } from 'vitest';
import { EMPTY_PLAN } from '../../../src/faults/plan.ts';
import { plannedFaults } from '../../../src/faults/planned.ts';
import { withOutage, withoutFault, withWindow } from '../../../src/session/plan-edits.ts';

const { plan } = withOutage(EMPTY_PLAN, 'sonnet', 2_040);

test('a click adds an outage of that endpoint, on a tenth of a second', () => {
  expect(plannedFaults(plan)).toEqual([
    { id: 'outage', kind: 'outage', model: 'sonnet', window: [2_000, 5_000] },
  ]);
});

test('ids stay unique', () => {
  const second = withOutage(plan, 'gpt', 0);
  expect(second.id).toBe('outage-2');
  expect(withOutage(withoutFault(second.plan, 'outage'), 'gpt', 0).id).toBe('outage');
});

test('a window moves in whole ms and keeps a length', () => {
  const windowOf = (from: number, to: number): unknown =>
    plannedFaults(withWindow(plan, 'outage', [from, to]))[0]?.window;
  expect(windowOf(100.4, 900.6)).toEqual([100, 901]);
  expect(windowOf(-50, 20)).toEqual([0, 100]);
  expect(windowOf(500, 100)).toEqual([500, 600]);
});

test('the plan that was edited stays as it was', () => {
  withWindow(plan, 'outage', [0, 1]);
  withoutFault(plan, 'outage');
  expect(plan.faults).toHaveLength(1);
  expect(plan.faults[0]?.window).toEqual([2_000, 5_000]);
});
