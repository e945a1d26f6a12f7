/** What the views draw: projections of the shown world, whole and up to the playhead. */
import { causalChain, type CausalChain } from '../history/projections/chain.ts';
import { foldsOf, type IdleFold } from '../history/projections/lanes.ts';
import type { PlannedFault } from '../history/projections/planned-fault.ts';
import { firstRun, projectWorld, type RunView, type WorldView } from '../history/projections/run-view.ts';
import { totalsOf, type Totals } from '../history/projections/totals.ts';
import { verdict, type Verdict } from '../history/projections/verdict.ts';
import type { History } from '../history/events.ts';
import { plannedFaults } from '../faults/planned.ts';
import { eventsUntil } from './playback.ts';
import type { ComputedWorld } from './sandbox-driver.ts';
import { scaleFor } from './scale-end.ts';
import type { Selected } from './selection.svelte.ts';

const NOTHING: History = [];

/** Where the picture comes from; read inside derivations. */
export interface PictureSources {
  readonly shown: () => ComputedWorld | null;
  readonly baseline: () => ComputedWorld | null;
  readonly atMs: () => number;
  readonly hovered: () => Selected | null;
  readonly foldIdle: () => boolean;
  /** While an edit is compared with what was before it: that world. */
  readonly before: () => ComputedWorld | null;
  /** While a drag holds the scale, its end; 0 otherwise. */
  readonly heldEndMs: () => number;
}

export class Picture {
  readonly #from: PictureSources;

  constructor(from: PictureSources) {
    this.#from = from;
  }

  readonly history: History = $derived.by(() => this.#from.shown()?.history ?? NOTHING);
  readonly world: WorldView = $derived(projectWorld(this.history));
  readonly run: RunView | null = $derived(firstRun(this.world));
  readonly plan: PlannedFault[] = $derived.by(() => {
    const shown = this.#from.shown();
    return shown ? plannedFaults(shown.inputs.faults) : [];
  });
  readonly endMs: number = $derived(this.run?.finishedMs ?? this.world.endMs);
  /** A run over HTTP that goes on: more of the plan lies ahead of it. */
  readonly #grows: boolean = $derived.by(() => {
    const [first] = this.history;
    return first?.type === 'world.started' && first.host === 'wall' && !this.run?.finished;
  });
  readonly scaleEndMs: number = $derived.by(() =>
    Math.max(scaleFor(this.endMs, this.plan, this.#grows), this.#from.heldEndMs()),
  );

  readonly #count: number = $derived.by(() => eventsUntil(this.history, this.#from.atMs()));
  readonly now: RunView | null = $derived.by(() => {
    if (this.#count >= this.history.length) return this.run;
    return firstRun(projectWorld(this.history.slice(0, this.#count)));
  });

  readonly #baselineWorld: WorldView | undefined = $derived.by(() => {
    const baseline = this.#from.baseline();
    return baseline ? projectWorld(baseline.history) : undefined;
  });
  readonly ghost: RunView | null = $derived(this.#baselineWorld ? firstRun(this.#baselineWorld) : null);
  readonly verdict: Verdict = $derived(verdict(this.world, this.plan, this.#baselineWorld));
  readonly totals: Totals | null = $derived(this.run ? totalsOf(this.run) : null);
  readonly was: Totals | null = $derived.by(() => {
    const before = this.#from.before();
    const run = before ? firstRun(projectWorld(before.history)) : null;
    return run ? totalsOf(run) : null;
  });

  readonly folds: readonly IdleFold[] = $derived.by(() =>
    this.run && this.#from.foldIdle() ? foldsOf(this.run) : [],
  );
  readonly lit: CausalChain | null = $derived.by(() => {
    const hovered = this.#from.hovered();
    if (!this.run || hovered === null || hovered.attempt === null) return null;
    const attempt = this.run.steps
      .find(({ step }) => step === hovered.step)
      ?.attempts.find((tried) => tried.attempt === hovered.attempt);
    return attempt?.outcome === 'failed' ? causalChain(this.run, hovered.step, hovered.attempt) : null;
  });
}
