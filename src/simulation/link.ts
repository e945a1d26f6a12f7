/** The outside's view of whichever world is alive. */
import type { RunId } from '../base/units.ts';
import type { CallsWorld } from './calls.ts';
import type { World } from './world.ts';

export class Link implements CallsWorld {
  world!: World;
  readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  get clock() {
    return this.world.clock;
  }

  append(run: RunId, event: Parameters<World['append']>[1]): void {
    this.world.append(run, event);
  }

  arrive(run: RunId, act: () => void, origin: unknown): void {
    this.world.arrive(run, act, origin);
  }
}
