import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VirtualMs } from '../../../src/base/units.ts';
import { runId } from '../../../src/base/units.ts';
import { Clock, type Wake } from '../../../src/simulation/clock.ts';

const RUN = runId('run-1');
const ORDERS = ['world', 'reply', 'sleep', 'timeout'] as const;

/** Schedules on a clock and on a plain list that is sorted whenever it is asked. */
class Model {
  readonly clock = new Clock();
  private readonly open: { wake: Wake; name: number }[] = [];
  private names = 0;

  schedule(delayMs: number, order: number): void {
    const name = this.names++;
    const run = order === 0 ? null : RUN;
    const wake = this.clock.schedule(run, delayMs, ORDERS[order]!, () => this.came.push(name));
    this.open.push({ wake, name });
  }
  readonly came: number[] = [];

  cancel(which: number): void {
    const found = this.open[which % Math.max(1, this.open.length)];
    if (!found) return;
    found.wake.cancel();
    this.open.splice(this.open.indexOf(found), 1);
  }
  next(): readonly [expected: number | undefined, got: number | undefined] {
    const [first] = [...this.open].sort(
      (a, b) => a.wake.atMs - b.wake.atMs || a.wake.order - b.wake.order || a.name - b.name,
    );
    if (first) this.open.splice(this.open.indexOf(first), 1);
    this.clock.next()?.act();
    return [first?.name, this.came.splice(0)[0]];
  }
  get left(): number {
    return this.open.length;
  }
}

const step = fc.oneof(
  fc.record({ what: fc.constant('schedule' as const), delayMs: fc.nat(5), order: fc.nat(3) }),
  fc.record({ what: fc.constant('cancel' as const), which: fc.nat(20) }),
  fc.record({ what: fc.constant('next' as const) }),
  fc.record({ what: fc.constant('jump' as const), byMs: fc.nat(3) }),
);

test('wakes come by time, then order, then as they were scheduled, whatever is cancelled or jumped past', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const model = new Model();
      for (const one of steps) {
        if (one.what === 'schedule') model.schedule(one.delayMs, one.order);
        else if (one.what === 'cancel') model.cancel(one.which);
        else if (one.what === 'jump') model.clock.jump(model.clock.now + one.byMs);
        else {
          const before = model.clock.now;
          const [expected, got] = model.next();
          expect(got).toBe(expected);
          expect(model.clock.now).toBeGreaterThanOrEqual(before);
        }
      }
      while (model.left > 0) {
        const [expected, got] = model.next();
        expect(got).toBe(expected);
      }
      expect(model.clock.next()).toBeNull();
    }),
  );
});

test('taking out the wakes of the world leaves the others in their order', () => {
  const clock = new Clock();
  const came: string[] = [];
  for (const [name, ms, order] of [
    ['a', 2, 'sleep'],
    ['world at 1', 1, 'world'],
    ['b', 2, 'reply'],
    ['world at 3', 3, 'world'],
    ['c', 2, 'sleep'],
  ] as const)
    clock.schedule(order === 'world' ? null : RUN, ms, order, () => came.push(name));
  clock.schedule(RUN, 1, 'sleep', () => came.push('cancelled')).cancel();
  for (const wake of clock.takeWorldWakes(2)) wake.act();
  expect(came).toEqual(['world at 1']);
  expect(clock.now).toBe(0);
  for (let wake = clock.next(); wake; wake = clock.next()) wake.act();
  expect(came).toEqual(['world at 1', 'b', 'a', 'c', 'world at 3']);
});

test('the time of the next wake is now, when a jump has left it behind', () => {
  const clock = new Clock();
  expect(clock.peekMs()).toBeNull();
  clock.schedule(RUN, 5, 'sleep', () => undefined);
  expect(clock.peekMs()).toBe(5);
  clock.jump(9);
  expect(clock.peekMs()).toBe(9 as VirtualMs);
});
