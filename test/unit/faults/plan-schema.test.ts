import { describe, expect, test } from 'vitest';
import { faultKinds } from '../../../src/faults/kinds.ts';
import { PLAN_LIMIT, planSchema } from '../../../src/faults/plan-schema.ts';

const issuesOf = (...faults: readonly unknown[]): unknown[] =>
  (planSchema.safeParse({ faults }).error?.issues ?? []).map(({ path, code }) => `${path.join('.')} ${code}`);

describe('the schema of a plan', () => {
  test('fills in every default', () => {
    const faults = Object.keys(faultKinds).map((kind) => ({ id: kind, kind }));
    expect(planSchema.parse({ faults }).faults).toEqual(
      Object.values(faultKinds).map(({ kind, defaults }) => ({ id: kind, kind, ...defaults })),
    );
  });

  test('refuses what it does not know, by place', () => {
    expect(issuesOf({ id: 'a', kind: 'gremlin' })).toEqual(['faults.0.kind invalid_union']);
    expect(issuesOf({ id: 'a', kind: 'latency', delay: 3 })).toEqual(['faults.0 unrecognized_keys']);
    expect(issuesOf({ id: 'a', kind: 'latency', match: { modle: 'x' } })).toEqual([
      'faults.0.match unrecognized_keys',
    ]);
  });

  test.each([
    [{ ms: -1 }, 'faults.0.ms too_small'],
    [{ ms: 0.5 }, 'faults.0.ms invalid_type'],
    [{ jitterRatio: 1.1 }, 'faults.0.jitterRatio too_big'],
    [{ rate: 2 }, 'faults.0.rate too_big'],
    [{ after: -1 }, 'faults.0.after too_small'],
    [{ count: 0 }, 'faults.0.count too_small'],
    [{ window: [5, 5] }, 'faults.0.window custom'],
    [{ window: [-1, 5] }, 'faults.0.window.0 too_small'],
    [{ match: { call: 0 } }, 'faults.0.match.call too_small'],
    [{ id: 'no spaces' }, 'faults.0.id invalid_format'],
  ])('refuses %j', (given, issue) => {
    expect(issuesOf({ id: 'a', kind: 'latency', ...given })).toEqual([issue]);
  });

  test('refuses two faults of one id, and more faults than the limit', () => {
    expect(issuesOf({ id: 'a', kind: 'latency' }, { id: 'a', kind: 'cut' })).toEqual(['faults.1.id custom']);
    const many = Array.from({ length: PLAN_LIMIT + 1 }, (_, i) => ({ id: `f${i}`, kind: 'blackhole' }));
    expect(issuesOf(...many)).toEqual(['faults too_big']);
  });
});
