import { describe, expect, test } from 'vitest';
import {
  hedgePolicy,
  lost,
  mayHedge,
  NO_RACE,
  sent,
  type HedgeOption,
} from '../../../../src/engine/policies/hedge.ts';
import { failure } from '../../../../src/model/failure.ts';

const hedge = hedgePolicy({ after: '100ms', most: 3 });
const down = failure('unavailable', 'down');

describe('a hedge', () => {
  test('sends as many as it may, the first included', () => {
    const two = sent(sent(NO_RACE));
    expect(mayHedge(hedge, two)).toBe(true);
    expect(mayHedge(hedge, sent(two))).toBe(false);
  });

  test('sends the next now after a failure that is worth another try', () => {
    expect(lost(hedge, sent(NO_RACE), down, true)).toEqual({
      race: { sent: 1, open: 0, stopped: false },
      next: 'send',
    });
  });

  test('waits for those under way when it has sent all, and ends with the last', () => {
    const all = sent(sent(sent(NO_RACE)));
    const first = lost(hedge, all, down, true);
    expect(first.next).toBe('wait');
    const second = lost(hedge, first.race, down, true);
    expect(second.next).toBe('wait');
    expect(lost(hedge, second.race, down, true).next).toBe('end');
  });

  test('ends at once with a failure that no try can mend', () => {
    expect(lost(hedge, sent(sent(NO_RACE)), failure('unauthorised', 'no'), false).next).toBe('end');
  });

  test('sends no more once the endpoint has asked to wait', () => {
    const pushedBack = lost(
      hedge,
      sent(sent(NO_RACE)),
      failure('rate_limited', 'wait', { retryAfterMs: 1 }),
      true,
    );
    expect(pushedBack).toMatchObject({ next: 'wait', race: { stopped: true } });
    expect(mayHedge(hedge, pushedBack.race)).toBe(false);
  });

  test.each([
    [{ after: '1s', most: 1 }, 'hedge.most is 1'],
    [{ after: '1s', most: 6 }, 'hedge.most is 6'],
    [{ after: 'soon' }, "hedge.after is 'soon'"],
    [{ after: '1s', delay: '1s' }, "hedge has no 'delay'"],
  ])('%j is refused by name', (option, why) => {
    expect(() => hedgePolicy(option as HedgeOption)).toThrow(why);
  });
});
