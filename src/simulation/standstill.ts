/**
 * A world that stands still in the midst of a run, for as long as the realm lives.
 *
 * V8 forgets what it compiled for objects of a shape of which none is alive at a full collection, and compiles it anew,
 * piece by piece. Such a collection comes between runs more often than not, when none is under way. Here one always is.
 */
import { runId } from '../base/units.ts';
import type { Context } from '../engine/context.ts';
import type { Orchestrated } from '../engine/definition.ts';
import { policyOf } from '../engine/policies/policy.ts';
import { startRun } from '../engine/run.ts';
import { defineStep, type StepDef } from '../engine/step-def.ts';
import type { StepContext } from '../engine/surface.ts';
import { EMPTY_PLAN } from '../faults/plan.ts';
import { CallDesk } from './call-desk.ts';
import { World } from './world.ts';

const functionStep = (run: (input: unknown, context: StepContext) => unknown): StepDef<unknown, unknown> =>
  defineStep({
    kind: 'function',
    targets: [{ type: 'function', name: 'function', run }],
    policy: policyOf({}),
  });

type Bound = Readonly<Record<'answers' | 'waits', (input: unknown) => PromiseLike<unknown>>>;

/** One step has answered, the next waits; what a run is handed stays in its hands. */
const standing = {
  orchestration: true,
  name: 'Standstill',
  pattern: 'code',
  steps: {
    answers: functionStep((input) => input),
    waits: functionStep(async (input, context) => {
      await context.sleep('1s');
      return [input, context];
    }),
  },
  shape: {},
  run: async (input: unknown, steps: unknown, context: Context) => {
    const { answers, waits } = steps as Bound;
    await waits(await answers(input));
    return [steps, context];
  },
} satisfies Orchestrated;

/** Sets a run going that never comes to its end. The world's fence must never let go. */
export function standStill(world: World): void {
  const run = runId('standstill');
  world.addRun(run, 0, () => startRun(world, run, standing, null));
  void world.play();
}

let kept: World | null = null;

/** Sees to it that such a world stands in this realm. */
export function keepShapes(): void {
  if (kept) return;
  kept = new World({
    seed: 0,
    fence: () => undefined,
    calls: (world) => new CallDesk(world, new Map(), EMPTY_PLAN),
  });
  standStill(kept);
}
