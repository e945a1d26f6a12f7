import { describe, expect, test } from 'vitest';
import {
  bulkheadPolicy,
  enter,
  leave,
  newBulkhead,
  stepOut,
  type BulkheadOption,
} from '../../../../src/engine/policies/bulkhead.ts';

describe('a bulkhead', () => {
  const two = bulkheadPolicy({ most: 2, queue: 1 });

  test('gives its places, then its line, then refuses', () => {
    let state = newBulkhead<string>();
    const ask = (who: string): string => {
      const asked = enter(two, state, who);
      state = asked.state;
      return asked.how;
    };
    expect(['a', 'b', 'c', 'd'].map(ask)).toEqual(['in', 'in', 'waits', 'full']);
    expect(state).toEqual({ held: 2, line: ['c'], full: true });
  });

  test('hands a place to the first in line', () => {
    const left = leave({ held: 2, line: ['c', 'd'], full: true });
    expect(left).toEqual({ state: { held: 2, line: ['d'], full: true }, next: 'c' });
    expect(leave({ held: 1, line: [], full: false }).state.held).toBe(0);
  });

  test('lets one step out of the line without moving the others', () => {
    expect(stepOut({ held: 1, line: ['a', 'b', 'c'], full: true }, 'b').line).toEqual(['a', 'c']);
  });

  test('as a number has no line', () => {
    const one = bulkheadPolicy(1);
    const { state } = enter(one, newBulkhead<string>(), 'a');
    expect(enter(one, state, 'b').how).toBe('full');
  });

  test.each([
    [0, 'bulkhead.most is 0'],
    [{ most: 1, queue: -1 }, 'bulkhead.queue is -1'],
    [{ most: 1, wait: '1s' }, 'bulkhead.queue is 0'],
    [{ most: 1, queues: 1 }, "bulkhead has no 'queues'"],
  ])('%j is refused by name', (option, why) => {
    expect(() => bulkheadPolicy(option as BulkheadOption)).toThrow(why);
  });
});
