import { describe, expect, test } from 'vitest';
import { EMPTY_PLAN } from '../../../src/faults/plan.ts';
import { CallDesk } from '../../../src/simulation/call-desk.ts';
import { standStill } from '../../../src/simulation/standstill.ts';
import { World } from '../../../src/simulation/world.ts';

describe('a world that stands still', () => {
  test('has a step that has answered and one that waits, and never comes to its end', async () => {
    const world = new World({
      seed: 0,
      fence: () => undefined,
      calls: (of) => new CallDesk(of, new Map(), EMPTY_PLAN),
    });
    standStill(world);
    await new Promise((resolve) => setTimeout(resolve, 0));

    expect(
      world.history.map((event) => ('step' in event ? `${event.type} ${event.step}` : event.type)),
    ).toEqual([
      'run.started',
      'step.started answers',
      'attempt.started answers',
      'attempt.finished answers',
      'step.finished answers',
      'step.started waits',
      'attempt.started waits',
    ]);
    expect(world.clock.peekMs()).toBe(1000);
  });
});
