/**
 * Drives the sandbox: loads code, asks for worlds one at a time, gathers their events. Owns the numbers of loads and
 * worlds. Frames, limits and deaths are src/sandbox's business, what is shown of a world worlds.svelte.ts's.
 *
 * 1. One load or world is under way at a time; a wish that waits is replaced by a newer one (world-queue.ts).
 * 2. A death ends what is under way and what waits; the next wish begins anew, code and all.
 * 3. A world is handed over whole when it ended; while it grows, only the shown one is told about.
 */
import type { Event, History } from '../history/events.ts';
import type { Command, Problem, Report, SourceFile, WorldInputs } from '../sandbox/messages.ts';
import type { Death } from '../sandbox/sandbox-client.ts';
import { WorldQueue, type Purpose } from './world-queue.ts';

export interface Code {
  readonly files: readonly SourceFile[];
  readonly entry: string;
  /** Of an unmodified program: its name. The files are to be read; what runs is its bundle. */
  readonly program?: string;
}

/** A world as the sandbox computed it, or as far as it came. */
export interface ComputedWorld {
  readonly world: number;
  readonly code: Code;
  readonly inputs: WorldInputs;
  readonly history: History;
  /** Null until it ended, and for one that was broken off. */
  readonly hash: string | null;
  /** Wall ms that computing took. */
  readonly tookMs: number;
}

export interface Wish {
  readonly code: Code;
  readonly inputs: WorldInputs;
}

/** What the driver needs of src/sandbox's client. */
export interface Sandbox {
  send(command: SentCommand): void;
  stop(): void;
  /** What to load for a program. @throws {Error} with a message for the visitor */
  openProgram?(name: string): Promise<Pick<LoadCommand, 'files' | 'entry' | 'door'>>;
}
type LoadCommand = Extract<Command, { type: 'load' }>;
type SentCommand = Exclude<Command, { type: 'credit' }>;

export interface SandboxEvents {
  readonly onReport: (report: Report) => void;
  readonly onDead: (death: Pick<Death, 'type' | 'message'>) => void;
  readonly onBusy: (silentMs: number) => void;
}

export interface DriverListener {
  /** The sandbox stands, with this engine. */
  readonly ready: (engine: string) => void;
  readonly refused: (code: Code, problems: readonly Problem[]) => void;
  /** The shown world grew; `soFar` copies it, so call it no oftener than it is drawn. */
  readonly grew: (soFar: () => ComputedWorld) => void;
  readonly ended: (purpose: Purpose, world: ComputedWorld) => void;
  /** A history that was to be gone on with is not what its code does any more; the world was not begun. */
  readonly diverged: (purpose: Purpose, wish: Wish, divergence: Diverged) => void;
  /** The world under way was left out: by the sandbox, or for a newer wish of its purpose. */
  readonly skipped: (purpose: Purpose, wish: Wish) => void;
  /** The sandbox died, or was stopped; the shown world under way is handed over as far as it came. */
  readonly died: (death: Pick<Death, 'type' | 'message'>, world: ComputedWorld | null) => void;
  /** A wall-clock world begins: its calls will be asked for. */
  readonly began: (world: number, wish: Wish) => void;
  /** A wall-clock world went on: its next events, before any call that they led to. */
  readonly recorded: (world: number, events: readonly Event[]) => void;
  /** A wall-clock world is over, however it ended. */
  readonly over: (world: number) => void;
  /** A wall-clock world asks for an answer, or no longer wants one. */
  readonly asked: (report: Extract<Report, { type: 'call' | 'dropped' }>) => void;
  /** The sandbox has been silent for so long, though it owes an answer; 0 when it is heard again. */
  readonly silent: (silentMs: number) => void;
}

/** Where a recorded history and what is computed of it part. */
export type Diverged = Pick<Extract<Report, { type: 'diverged' }>, 'seq' | 'recorded' | 'computed'>;

interface UnderWay {
  readonly world: number;
  readonly purpose: Purpose;
  readonly wish: Wish;
  readonly events: Event[];
}

export class SandboxDriver {
  readonly #open: (events: SandboxEvents) => Promise<Sandbox>;
  readonly #listener: DriverListener;
  readonly #queue = new WorldQueue<Wish>();
  #sandbox: Sandbox | null = null;
  #opening = false;
  #lastNumber = 0;
  #loaded: Code | null = null;
  /** `fetched`: false while a program's bundle is on its way. */
  #loading: { readonly load: number; readonly code: Code; fetched: boolean } | null = null;
  #underWay: UnderWay | null = null;
  #silentMs = 0;

  constructor(open: (events: SandboxEvents) => Promise<Sandbox>, listener: DriverListener) {
    this.#open = open;
    this.#listener = listener;
  }

  /** The purpose of the world under way; null while none is. */
  get computing(): Purpose | null {
    return this.#underWay?.purpose ?? (this.#loading ? 'shown' : null);
  }

  /** Whether a shown world is under way or waits. */
  get busy(): boolean {
    return this.#loading !== null || this.#underWay?.purpose === 'shown' || this.#queue.waits('shown');
  }

  /** A shown world does not wait behind code that has gone silent: that is ended first, and `died` follows at once. */
  ask(purpose: Purpose, wish: Wish): void {
    if (purpose === 'shown' && this.#silentMs > 0) this.stop();
    if (purpose === 'shown' && this.#loading?.fetched === false && this.#loading.code !== wish.code)
      this.#loading = null; // nobody waits for that program any more
    const replaced = this.#queue.ask(purpose, wish);
    if (replaced) this.#listener.skipped(purpose, replaced);
    this.#go();
  }

  /** Sends a command about the world under way: the parts of a live answer. */
  send(command: SentCommand): void {
    this.#sandbox?.send(command);
  }

  /** Ends what is under way; `died` follows at once. */
  stop(): void {
    if (this.#sandbox) this.#sandbox.stop();
    else this.#die({ type: 'stopped', message: 'It was stopped.' });
  }

  #go(): void {
    if (!this.#sandbox) {
      void this.#start();
      return;
    }
    if (this.#loading || this.#underWay) return;
    const job = this.#queue.take();
    if (!job) return;
    if (job.wish.code !== this.#loaded) {
      this.#queue.done();
      // The wish waits for the load, unless a newer one came meanwhile.
      this.#queue.ask(job.purpose, job.wish);
      void this.#load(this.#sandbox, job.wish.code);
      return;
    }
    const world = ++this.#lastNumber;
    const { inputs } = job.wish;
    // what is gone on with is computed again and not told again
    this.#underWay = { world, purpose: job.purpose, wish: job.wish, events: [...(inputs.resume ?? [])] };
    if (inputs.host === 'wall') this.#listener.began(world, job.wish);
    this.#sandbox.send({ type: 'run', world, inputs });
  }

  async #load(sandbox: Sandbox, code: Code): Promise<void> {
    const { files, entry, program } = code;
    const load = ++this.#lastNumber;
    const loading = (this.#loading = { load, code, fetched: program === undefined });
    if (program === undefined) {
      sandbox.send({ type: 'load', load, files, entry });
      return;
    }
    try {
      const parts = await sandbox.openProgram?.(program);
      if (this.#loading !== loading) return;
      if (!parts) throw new Error('Programs cannot be run here.');
      loading.fetched = true;
      sandbox.send({ type: 'load', load, ...parts });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const problems = [{ file: entry, line: 0, column: 0, message }];
      this.#hear({ type: 'refused', load, problems });
    }
  }

  async #start(): Promise<void> {
    if (this.#opening) return;
    this.#opening = true;
    try {
      this.#sandbox = await this.#open({
        onReport: (report) => this.#hear(report),
        onDead: (death) => this.#die(death),
        onBusy: (silentMs) => this.#silent(silentMs),
      });
      this.#go();
    } catch (error) {
      this.#die({ type: 'crashed', message: error instanceof Error ? error.message : String(error) });
    } finally {
      this.#opening = false;
    }
  }

  #hear(report: Report): void {
    this.#silent(0);
    switch (report.type) {
      case 'ready':
        this.#listener.ready(report.engine);
        return;
      case 'loaded':
        if (report.load !== this.#loading?.load) return;
        this.#loaded = this.#loading.code;
        this.#loading = null;
        this.#go();
        return;
      case 'refused': {
        if (report.load !== this.#loading?.load) return;
        const { code } = this.#loading;
        this.#loading = null;
        this.#loaded = null;
        this.#queue.drop((wish) => wish.code === code);
        this.#listener.refused(code, report.problems);
        this.#go();
        return;
      }
      case 'events': {
        const underWay = this.#underWay;
        if (report.world !== underWay?.world) return;
        for (const event of report.events) underWay.events.push(event);
        if (underWay.wish.inputs.host === 'wall') this.#listener.recorded(report.world, report.events);
        if (underWay.purpose === 'shown') this.#listener.grew(() => computed(underWay, null, 0, true));
        return;
      }
      case 'ended': {
        const underWay = this.#underWay;
        if (report.world !== underWay?.world) return;
        this.#finish(underWay);
        this.#listener.ended(underWay.purpose, computed(underWay, report.hash, report.tookMs));
        this.#go();
        return;
      }
      case 'diverged': {
        const underWay = this.#underWay;
        if (report.world !== underWay?.world) return;
        this.#finish(underWay);
        this.#listener.diverged(underWay.purpose, underWay.wish, report);
        this.#go();
        return;
      }
      case 'skipped': {
        const underWay = this.#underWay;
        if (report.world !== underWay?.world) return;
        this.#finish(underWay);
        this.#listener.skipped(underWay.purpose, underWay.wish);
        this.#go();
        return;
      }
      case 'call':
      case 'dropped':
        if (report.world === this.#underWay?.world) this.#listener.asked(report);
        return;
      case 'swept':
      case 'crashed':
      case 'beat':
        return;
    }
  }

  #silent(silentMs: number): void {
    this.#silentMs = silentMs;
    this.#listener.silent(silentMs);
  }

  #finish({ world, wish }: UnderWay): void {
    this.#underWay = null;
    this.#queue.done();
    if (wish.inputs.host === 'wall') this.#listener.over(world);
  }

  #die(death: Pick<Death, 'type' | 'message'>): void {
    const underWay = this.#underWay;
    if (underWay?.wish.inputs.host === 'wall') this.#listener.over(underWay.world);
    this.#loaded = null;
    this.#loading = null;
    this.#underWay = null;
    this.#silentMs = 0;
    this.#queue.clear();
    this.#listener.died(death, underWay?.purpose === 'shown' ? computed(underWay, null, 0) : null);
  }
}

function computed(
  { world, wish, events }: UnderWay,
  hash: string | null,
  tookMs: number,
  copy = false,
): ComputedWorld {
  const history = copy ? [...events] : events;
  return { world, code: wish.code, inputs: wish.inputs, history, hash, tookMs };
}
