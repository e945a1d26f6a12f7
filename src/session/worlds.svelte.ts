/**
 * The worlds on the screen: the one that is shown, the same without its faults, and what stands in their place while
 * there are none. Asks the sandbox through sandbox-driver.ts; which world to ask for, and what to do with it, is
 * session.svelte.ts's.
 */
import { closeHistory } from '../history/close.ts';
import type { Event } from '../history/events.ts';
import type { Problem, Report, WorldInputs } from '../sandbox/messages.ts';
import { comparable } from './comparable.ts';
import type { Broken } from './notice.ts';
import {
  SandboxDriver,
  type Code,
  type ComputedWorld,
  type Diverged,
  type Sandbox,
  type SandboxEvents,
  type Wish,
} from './sandbox-driver.ts';
import { WorldCheck, type Checked } from './world-check.ts';

/** A run that is over sooner is told of by its verdict alone. Wall ms. */
const SLOW_MS = 150;
/** A baseline that takes longer than this comes after the verdict. Wall ms. */
const BASELINE_PATIENCE_MS = 250;

export interface WorldsListener {
  /** A world is shown, whole. */
  readonly shown: (world: ComputedWorld, asked: Asked) => void;
  readonly refused: () => void;
  /** A world that was asked for is not computed: another was wished for in its place. */
  readonly dropped: (wish: Wish) => void;
  /** The wall-clock world that is shown went on. */
  readonly grew: () => void;
  /** The world that was asked for could not be gone on with; what was shown before still is. */
  readonly diverged: (wish: Wish, divergence: Diverged) => void;
  /** What a world was forked from: it is compared with that, not with itself without faults. Null for any other. */
  readonly parentOf: (world: ComputedWorld) => ComputedWorld | null;
  /** A wall-clock world begins, goes on, asks, and is over. */
  readonly began: (world: number, wish: Wish) => void;
  readonly recorded: (world: number, events: readonly Event[]) => void;
  readonly over: (world: number) => void;
  readonly asked: (report: Extract<Report, { type: 'call' | 'dropped' }>) => void;
  /** How many events of a wall-clock world may be seen by now, … */
  readonly seen: (world: number) => number;
  /** … and when the first `events` may be. */
  readonly whenSeen: (world: number, events: number, act: () => void) => void;
}

/** What becomes of a world when it is there. */
export interface Asked {
  /** Played from the start, played on from where the playhead stands, or shown at its end. */
  readonly how: 'play' | 'on' | 'end';
  /** Stored; false for one of many during a drag. */
  readonly kept: boolean;
}

export class Worlds {
  shown: ComputedWorld | null = $state.raw(null);
  baseline: ComputedWorld | null = $state.raw(null);
  /** The source that was refused, and why; null since the last that was not. */
  refused: { readonly code: Code; readonly problems: readonly Problem[] } | null = $state.raw(null);
  /** Why the last world was broken off; null since one was whole. */
  broken: Broken | null = $state.raw(null);
  engine: string | null = $state(null);
  /** Whether a world that is waited for is under way. */
  computing = $state(false);
  /** Whether it is under way for so long that it is worth a word, and can be stopped. */
  slow = $state(false);
  /** Wall ms of silence of a sandbox that owes an answer, once that is long; else 0. */
  silentMs = $state(0);

  readonly #driver: SandboxDriver;
  readonly #listener: WorldsListener;
  /** By the inputs of the wish. */
  readonly #asked = new WeakMap<WorldInputs, Asked>();
  #waiting: ComputedWorld | null = null;
  readonly #check = new WorldCheck();
  #patience = 0;
  /** The shown world under way. */
  #soFar: (() => ComputedWorld) | null = null;
  #growing = 0;
  #slowly = 0;

  constructor(open: (events: SandboxEvents) => Promise<Sandbox>, listener: WorldsListener) {
    this.#listener = listener;
    this.#driver = new SandboxDriver(open, {
      ready: (engine) => (this.engine = engine),
      refused: (code, problems) => {
        if (this.#check.refused(code, problems) && !this.computing) return;
        this.refused = { code, problems };
        this.#settle();
        this.#listener.refused();
      },
      grew: (soFar) => {
        this.#soFar = soFar;
        this.more();
      },
      ended: (purpose, world) => this.#end(purpose, world),
      diverged: (purpose, wish, divergence) => {
        if (purpose === 'check') this.#check.diverged(wish, divergence);
        else this.#listener.diverged(wish, divergence);
        this.#settle();
      },
      skipped: (_, wish) => {
        this.#check.skipped(wish);
        this.#listener.dropped(wish);
      },
      died: (death, world) => {
        const onlyChecked = this.#check.open && !world && !this.computing;
        this.#check.died(death.message);
        if (!onlyChecked) this.#breakOff(world, { reason: death.type, message: death.message });
      },
      began: (world, wish) => this.#listener.began(world, wish),
      recorded: (world, events) => this.#listener.recorded(world, events),
      over: (world) => this.#listener.over(world),
      asked: (report) => this.#listener.asked(report),
      silent: (silentMs) => (this.silentMs = silentMs),
    });
  }

  /** Asks for a world to show. A newer wish replaces one that has not begun. */
  ask(wish: Wish, asked: Asked): void {
    this.#asked.set(wish.inputs, asked);
    const hanging = this.silentMs > 0;
    this.#driver.ask('shown', wish);
    if (hanging) this.broken = null; // what hung was ended for this wish
    if (!this.computing) this.#slowly = window.setTimeout(() => (this.slow = true), SLOW_MS);
    this.computing = true;
  }

  /** Computes a world that is not shown. A later one takes its place. */
  check(wish: Wish): Promise<Checked> {
    const checked = this.#check.await(wish);
    this.#driver.ask('check', wish);
    return checked;
  }

  /** Shows a world that was computed before: a stored one. */
  show(world: ComputedWorld, asked: Asked): void {
    this.#asked.set(world.inputs, asked);
    this.#show(world);
  }

  /** What was wrong is of no interest any more. */
  forget(): void {
    this.refused = null;
    this.broken = null;
  }

  /** Shows nothing: what was on the screen belongs to something else. */
  clear(): void {
    this.shown = null;
    this.baseline = null;
  }

  send(command: Parameters<SandboxDriver['send']>[0]): void {
    this.#driver.send(command);
  }

  /** Ends what is under way, within milliseconds. */
  stop(): void {
    this.#driver.stop();
  }

  #end(purpose: string, world: ComputedWorld): void {
    if (purpose === 'check') this.#check.ended(world);
    else if (purpose === 'baseline') {
      this.baseline = world;
      if (this.#waiting) this.#present(this.#waiting);
    } else if (world.inputs.host !== 'wall') this.#show(world);
    else this.#listener.whenSeen(world.world, world.history.length, () => this.#show(world));
  }

  /** The verdict says what the run would have been without its faults: both come together where that is quick. */
  #show(world: ComputedWorld): void {
    this.broken = null;
    this.refused = null;
    const parent = this.#listener.parentOf(world);
    if (parent) {
      this.baseline = parent;
      this.#present(world);
      return;
    }
    const wish = comparable(world);
    if (wish === null || this.#comparedWith(wish)) {
      if (wish === null) this.baseline = null;
      this.#present(world);
      return;
    }
    this.#waiting = world;
    this.#driver.ask('baseline', wish);
    clearTimeout(this.#patience);
    this.#patience = window.setTimeout(() => {
      if (this.#waiting !== world) return;
      this.baseline = null;
      this.#present(world);
    }, BASELINE_PATIENCE_MS);
  }

  #present(world: ComputedWorld): void {
    clearTimeout(this.#patience);
    this.#waiting = null;
    this.#soFar = null;
    this.shown = world;
    this.#settle();
    this.#listener.shown(world, this.#asked.get(world.inputs) ?? { how: 'end', kept: true });
  }

  /** A world that takes its time is shown while it grows, once a frame: more of it may be seen now. */
  more(): void {
    if (this.#growing !== 0) return;
    this.#growing = requestAnimationFrame(() => {
      this.#growing = 0;
      const world = this.#driver.computing === 'shown' ? this.#soFar?.() : null;
      if (!world) return;
      const seen = this.#listener.seen(world.world);
      if (world.inputs.host !== 'wall' || seen === 0) return;
      this.shown = { ...world, history: world.history.slice(0, seen) };
      this.#listener.grew();
    });
  }

  #breakOff(world: ComputedWorld | null, broken: Broken): void {
    const waiting = this.#waiting;
    if (waiting && !world) {
      // What died was only the comparison.
      this.baseline = null;
      this.#present(waiting);
      return;
    }
    this.broken = broken;
    this.refused = null; // what hung or was stopped had been loaded: an older refusal is no news
    const before = world?.inputs.resume?.length ?? 0;
    if (world && world.history.length > before) {
      const reason = broken.reason === 'stopped' ? 'stopped' : 'hung';
      const closed = { ...world, history: closeHistory(world.history, reason, broken.message) };
      this.shown = closed;
      this.#listener.shown(closed, { how: 'end', kept: true });
    } else if (world) this.#listener.dropped(world);
    this.#settle();
  }

  #comparedWith(wish: Wish): boolean {
    const { baseline } = this;
    return baseline?.code === wish.code && JSON.stringify(baseline.inputs) === JSON.stringify(wish.inputs);
  }

  #settle(): void {
    this.computing = this.#driver.busy;
    if (!this.computing) {
      clearTimeout(this.#slowly);
      this.slow = false;
    }
    this.silentMs = 0;
  }
}
