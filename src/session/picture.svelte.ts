/** What the views draw: projections of the shown world, whole and up to the playhead. */
import { causalChain, type CausalChain } from '../history/projections/chain.ts';
import { foldsOf, type IdleFold } from '../history/projections/lanes.ts';
import { judgedRuns } from '../history/projections/lives.ts';
import type { PlannedFault } from '../history/projections/planned-fault.ts';
import {
  beforeStart,
  isFailed,
  projectWorld,
  type RunView,
  type WorldView,
} from '../history/projections/run-view.ts';
import { totalsOfWorld, type Totals } from '../history/projections/totals.ts';
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
  /** Of several runs, the one that is looked at. */
  readonly chosenRun: () => string | null;
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
  readonly run: RunView | null = $derived.by(() => shownRun(this.world, this.#from.chosenRun()));
  readonly plan: PlannedFault[] = $derived.by(() => {
    const shown = this.#from.shown();
    return shown ? plannedFaults(shown.inputs.faults) : [];
  });
  /** Of the run; of the world where it has several, so that one scale and one playhead serve all. */
  readonly endMs: number = $derived(
    this.world.runs.length > 1 ? this.world.endMs : (this.run?.finishedMs ?? this.world.endMs),
  );
  /** A run over HTTP that goes on: more of the plan lies ahead of it. */
  readonly #grows: boolean = $derived.by(() => {
    const [first] = this.history;
    return first?.type === 'world.started' && first.host === 'wall' && !this.run?.finished;
  });
  readonly scaleEndMs: number = $derived.by(() =>
    Math.max(scaleFor(this.endMs, this.plan, this.#grows), this.#from.heldEndMs()),
  );

  readonly #count: number = $derived.by(() => eventsUntil(this.history, this.#from.atMs()));
  /** The world up to the playhead. */
  readonly worldNow: WorldView = $derived.by(() =>
    this.#count >= this.history.length ? this.world : projectWorld(this.history.slice(0, this.#count)),
  );
  readonly now: RunView | null = $derived.by(() => {
    const { run } = this;
    return run && (this.worldNow.runs.find((one) => one.run === run.run) ?? beforeStart(run));
  });

  readonly #baselineWorld: WorldView | undefined = $derived.by(() => {
    const baseline = this.#from.baseline();
    return baseline ? projectWorld(baseline.history) : undefined;
  });
  readonly ghost: RunView | null = $derived(
    this.#baselineWorld ? shownRun(this.#baselineWorld, this.run?.run ?? null) : null,
  );
  readonly verdict: Verdict = $derived.by(() => {
    // beside a fork stands what it was forked from, which is not the same without its faults
    const forked = this.#from.shown()?.inputs.replay !== undefined;
    return verdict(this.world, this.plan, forked ? undefined : this.#baselineWorld);
  });
  readonly totals: Totals | null = $derived(totalsOfWorld(this.world));
  readonly was: Totals | null = $derived.by(() => {
    const before = this.#from.before();
    return before ? totalsOfWorld(projectWorld(before.history)) : null;
  });

  /** Idle stretches that could be folded. */
  readonly foldable: readonly IdleFold[] = $derived.by(() => {
    const { run } = this;
    return run
      ? foldsOf(
          run,
          0,
          this.world.runs.filter((other) => other !== run),
        )
      : [];
  });
  readonly folds: readonly IdleFold[] = $derived.by(() => (this.#from.foldIdle() ? this.foldable : []));
  readonly lit: CausalChain | null = $derived.by(() => {
    const hovered = this.#from.hovered();
    if (!this.run || hovered === null || hovered.attempt === null) return null;
    const attempt = this.run.steps
      .find(({ step }) => step === hovered.step)
      ?.attempts.find((tried) => tried.attempt === hovered.attempt);
    return attempt && isFailed(attempt) ? causalChain(this.run, hovered.step, hovered.attempt) : null;
  });
}

/** The run that is looked at: the chosen one, else the first that counts. */
function shownRun(world: WorldView, chosen: string | null): RunView | null {
  return world.runs.find(({ run }) => run === chosen) ?? judgedRuns(world)[0] ?? null;
}
