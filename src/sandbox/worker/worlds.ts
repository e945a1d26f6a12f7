/**
 * Which world the worker computes, and how its events and calls leave. It owns order and pace; what a world is, is
 * src/simulation's, what was loaded is simulation/load-source.ts's.
 *
 * 1. One piece of work at a time: a load, a run, one seed of a sweep, in this order of precedence.
 * 2. What waits is superseded by a newer load, and a run by a newer run.
 * 3. Between two wakes the worker tells that it is alive, hears the page, and waits while events wait for credit.
 * 4. What a world left in the global scope is gone before the next.
 */
import type { LogWritten } from '../../history/events.ts';
import type { Cast } from '../../model/endpoint.ts';
import { castOf } from '../../simulation/cast-of.ts';
import type { Loaded, Refused } from '../../simulation/load-source.ts';
import { simulate, type Live } from '../../simulation/simulate.ts';
import type { World } from '../../simulation/world.ts';
import type { Command, Report, WorldInputs } from '../messages.ts';
import { WallCalls } from '../wall-calls.ts';
import { Outbox } from './outbox.ts';
import type { Realm } from './realm.ts';

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

interface Sweep extends CommandOf<'sweep'> {
  readonly hashes: string[];
  events: number;
  tookMs: number;
}

/** The world on real time that is under way. */
interface Wall {
  readonly world: number;
  calls: WallCalls | null;
  running: World | null;
  /** Calls of the turn under way. */
  readonly asking: Omit<Extract<Report, { type: 'call' }>, 'type' | 'world' | 'after'>[];
}

export interface WorldsOptions {
  readonly load: (command: CommandOf<'load'>) => Promise<Loaded | Refused>;
  readonly realm: Realm;
  readonly cast: Cast;
  readonly engine: string;
  readonly post: (report: Report) => void;
  /** Tells that the worker is alive, if it is time. */
  readonly beat: () => void;
  /** Removes what a world left in the global scope. */
  readonly tidy: () => void;
}

export class Worlds {
  private loaded: Loaded | null = null;
  private readonly loads: CommandOf<'load'>[] = [];
  private nextRun: CommandOf<'run'> | null = null;
  private sweeps: Sweep[] = [];
  private busy = false;
  private wall: Wall | null = null;
  /** The world under way. */
  private running: World | null = null;
  private readonly outbox: Outbox;
  private readonly options: WorldsOptions;

  constructor(options: WorldsOptions) {
    this.options = options;
    this.outbox = new Outbox(options.post, options.realm.nowMs);
    options.realm.onRejection({
      add: (promise, reason) => this.running?.rejections.add(promise, reason),
      handled: (promise) => this.running?.rejections.handled(promise),
    });
  }

  ask(command: CommandOf<'load' | 'run' | 'sweep'>): void {
    switch (command.type) {
      case 'load':
        this.skipWaiting('superseded');
        this.loads.push(command);
        break;
      case 'run':
        if (this.nextRun) this.skip(this.nextRun.world, 'superseded');
        this.nextRun = command;
        break;
      case 'sweep':
        this.sweeps.push({ ...command, hashes: [], events: 0, tookMs: 0 });
    }
    if (!this.busy) void this.work();
  }

  parts({ world, call, parts, strikes }: CommandOf<'parts'>): void {
    if (this.wall?.world === world) this.wall.calls?.parts(call, parts, strikes ?? []);
  }

  intervene({ world, kind, value }: CommandOf<'intervene'>): void {
    const running = this.wall?.world === world ? this.wall.running : null;
    running?.arrive(null, () => running.intervene({ kind, value }));
  }

  grant(events: number): void {
    this.outbox.grant(events);
  }

  log(level: LogWritten['level'], text: string): void {
    this.running?.log(level, text);
  }

  /** What authored code threw where nobody could catch it: in a microtask, or in a listener. */
  stray(error: unknown): void {
    this.running?.rejections.stray(error);
  }

  private async work(): Promise<void> {
    this.busy = true;
    try {
      for (let step = this.take(); step !== null; step = this.take()) {
        await step();
        this.running = null;
        this.options.tidy();
      }
    } catch (error) {
      this.options.post({ type: 'crashed', message: error instanceof Error ? error.message : String(error) });
    }
    this.busy = false;
  }

  private take(): (() => Promise<void>) | null {
    const load = this.loads.shift();
    if (load) return () => this.loadSource(load);
    const { loaded, nextRun } = this;
    if (!loaded) {
      this.skipWaiting('not loaded');
      return null;
    }
    if (nextRun) {
      this.nextRun = null;
      return () => this.runWorld(nextRun, loaded);
    }
    const sweep = this.sweeps[0];
    return sweep ? () => this.sweepOne(sweep, loaded) : null;
  }

  private async loadSource(command: CommandOf<'load'>): Promise<void> {
    const { load } = command;
    this.loaded = null;
    const result = await this.options.load(command);
    if ('problems' in result) {
      this.options.post({ type: 'refused', load, problems: result.problems });
      return;
    }
    this.loaded = result;
    this.options.post({ type: 'loaded', load, code: result.code, name: result.name });
  }

  private async runWorld({ world, inputs }: CommandOf<'run'>, loaded: Loaded): Promise<void> {
    const { nowMs } = this.options.realm;
    const startMs = nowMs();
    this.outbox.begin(world);
    const { history, hash, divergence } = await this.simulate(inputs, loaded, world);
    this.wall = null;
    await new Promise<void>((resolve) => this.outbox.whenEmpty(resolve));
    if (divergence) {
      const { seq, recorded, computed } = divergence;
      this.options.post({ type: 'diverged', world, seq, recorded, computed });
      return;
    }
    this.options.post({ type: 'ended', world, hash, events: history.length, tookMs: nowMs() - startMs });
  }

  private async sweepOne(sweep: Sweep, loaded: Loaded): Promise<void> {
    const { nowMs } = this.options.realm;
    const startMs = nowMs();
    const { history, hash } = await this.simulate(
      { ...sweep.inputs, seed: sweep.inputs.seed + sweep.hashes.length },
      loaded,
      null,
    );
    sweep.hashes.push(hash);
    sweep.events += history.length;
    sweep.tookMs += nowMs() - startMs;
    if (sweep.hashes.length < sweep.seeds || this.sweeps[0] !== sweep) return;
    this.sweeps.shift();
    const { world, hashes, events, tookMs } = sweep;
    this.options.post({ type: 'swept', world, hashes, events, tookMs });
  }

  /** @param world whose events are told; null for one of a sweep */
  private async simulate(inputs: WorldInputs, loaded: Loaded, world: number | null) {
    const { cast: bindings = {}, host, ...rest } = inputs;
    const { engine } = this.options;
    const cast = castOf(this.options.cast, bindings);
    const live = host === 'wall' && world !== null ? this.live(world, cast) : undefined;
    const simulated = await simulate({
      ...rest,
      cast,
      engine,
      code: loaded.code,
      evaluate: loaded.evaluate,
      locate: loaded.locate,
      fence: this.fence,
      quiet: this.options.realm.later,
      live,
      onEvents:
        world === null
          ? undefined
          : (events) => {
              this.outbox.add(events);
              if (!this.wall) return;
              this.outbox.flush(); // real time shows as it goes
              this.sendCalls(this.wall);
            },
      onWorld: (begun) => {
        this.running = begun;
        if (this.wall) this.wall.running = begun;
      },
    });
    this.wall?.calls?.end();
    return simulated;
  }

  private live(world: number, cast: Cast): Live {
    const { realm, post } = this.options;
    const wall: Wall = { world, calls: null, running: null, asking: [] };
    this.wall = wall;
    return {
      pace: { nowMs: realm.nowMs, after: realm.after },
      nondeterministic: [
        'real time: waits and replies end when this machine lets them',
        'replies come from outside the world',
      ],
      calls: (of) =>
        (wall.calls = new WallCalls(of, {
          cast,
          ask: (call, identity, request) => wall.asking.push({ call, identity, request }),
          drop: (call) => {
            const at = wall.asking.findIndex((asked) => asked.call === call);
            if (at < 0) post({ type: 'dropped', world, call });
            else wall.asking.splice(at, 1); // it has not left yet
          },
        })),
    };
  }

  /** The calls of a turn, once its events are told. */
  private sendCalls({ world, asking, running }: Wall): void {
    const after = running?.history.length ?? 0;
    for (const asked of asking.splice(0)) this.options.post({ type: 'call', world, ...asked, after });
  }

  /** 3. */
  private readonly fence = (next: () => void): void => {
    this.options.realm.later(() => {
      this.options.beat();
      this.outbox.tick();
      this.outbox.whenRoom(next);
    });
  };

  private skipWaiting(why: 'superseded' | 'not loaded'): void {
    if (this.nextRun) this.skip(this.nextRun.world, why);
    for (const sweep of this.sweeps) this.skip(sweep.world, why);
    this.nextRun = null;
    this.sweeps = [];
  }

  private skip(world: number, why: 'superseded' | 'not loaded'): void {
    this.options.post({ type: 'skipped', world, why });
  }
}
