/**
 * Live runs: the one that is under way here, stored as it grows, and those that were cut short and can be gone on with.
 * It owns their locks and their place in the list; when an event is durable is live-run.ts's, what is asked of the sandbox
 * session.svelte.ts's.
 *
 * 1. A live run is held by one tab from its first event to its last; a tab that is gone holds nothing.
 * 2. A run that is taken up and never begun, since its code cannot be loaded or does something else now, stays as it was.
 */
import type { Event, History } from '../history/events.ts';
import type { Report, WorldInputs } from '../sandbox/messages.ts';
import type { RunSummary } from '../store/run-summary.ts';
import type { Finished, StoreApi } from '../store/store-api.ts';
import type { Result } from '../store/store-failure.ts';
import { isUnfinished, type KeptRun } from './kept-run.ts';
import { LiveRun } from './live-run.ts';
import type { RunLocks } from './run-locks.ts';
import type { Runs } from './runs.svelte.ts';

export interface LiveVisit {
  readonly store: Pick<StoreApi, 'begin' | 'append' | 'flush' | 'resume' | 'finish' | 'read'>;
  readonly locks: RunLocks;
  readonly runs: Runs;
  /** More of the world under way may be seen. */
  readonly more: () => void;
  /** The run is another tab's: what goes on here must end. */
  readonly lost: (message: string) => void;
}

/** A run that was cut short, held here and read. */
export interface TakenUp {
  readonly kept: KeptRun;
  readonly history: History;
  readonly release: () => void;
}

interface UnderWay {
  readonly world: number;
  readonly inputs: WorldInputs;
  readonly kept: KeptRun;
  readonly run: LiveRun;
  readonly release: () => void;
}

type Asked = Extract<Report, { type: 'call' | 'dropped' }>;

export class LiveDoor {
  /** The run that goes on in this tab. */
  id: string | null = $state(null);
  /** Runs that go on in some tab, as far as it was looked. */
  held: readonly string[] = $state.raw([]);

  readonly #visit: LiveVisit;
  #underWay: UnderWay | null = null;
  /** Taken up, and not begun yet. */
  #taken: { readonly inputs: WorldInputs; readonly up: TakenUp } | null = null;

  constructor(visit: LiveVisit) {
    this.#visit = visit;
  }

  /** Runs that were cut short and that nobody goes on with. */
  readonly unfinished: readonly KeptRun[] = $derived.by(() =>
    this.#visit.runs.list.filter((run) => {
      const { id } = run.summary;
      return isUnfinished(run) && id !== this.id && !this.held.includes(id);
    }),
  );

  /** Looks which runs go on elsewhere. */
  async look(): Promise<void> {
    await this.#visit.runs.open();
    this.held = await this.#visit.locks.held();
  }

  /** Holds a run that was cut short and reads it; a sentence where that cannot be. */
  async takeUp(id: string): Promise<TakenUp | string> {
    const kept = this.#visit.runs.list.find(({ summary }) => summary.id === id);
    if (!kept || !isUnfinished(kept)) return 'This run is finished: there is nothing to go on with.';
    const release = await this.#visit.locks.hold(id);
    if (!release) {
      await this.look();
      return 'This run is under way in another tab: look there.';
    }
    const read = await this.#visit.store.read(id);
    if (read.ok) return { kept, history: read.history, release };
    release();
    return read.message;
  }

  /** The world of these inputs, asked for next, is what was taken up. */
  expect(inputs: WorldInputs, up: TakenUp): void {
    this.letGo();
    this.#taken = { inputs, up };
  }

  /** Lets go of a run that nothing new happened in; `only`: if its world is that of these inputs. It stays as it was. */
  letGo(only?: WorldInputs): void {
    if (this.#taken && (only ?? this.#taken.inputs) === this.#taken.inputs) {
      this.#taken.up.release();
      this.#taken = null;
    }
    if (this.#underWay?.inputs === only) this.#end();
  }

  /** A live world begins. `kept`: how it is listed if it is a new one. @returns the run's id */
  began(world: number, inputs: WorldInputs, kept: () => KeptRun): string {
    const taken = this.#taken?.inputs === inputs ? this.#taken.up : null;
    this.#taken = taken ? null : this.#taken;
    const row = taken?.kept ?? kept();
    const { id } = row.summary;
    const run = new LiveRun({
      store: this.#visit.store,
      summary: row.summary,
      from: taken?.history.length ?? 0,
      onDurable: () => this.#visit.more(),
      onFailure: ({ message }, refused) => {
        this.#visit.runs.notice = message;
        if (refused) this.#visit.lost(message);
      },
    });
    this.#underWay?.release(); // it ended before its first event
    this.#underWay = { world, inputs, kept: row, run, release: taken?.release ?? this.#hold(id) };
    this.id = id;
    return id;
  }

  recorded(world: number, events: readonly Event[]): void {
    const underWay = this.#of(world);
    if (!underWay) return;
    const { run, kept } = underWay;
    if (run.recorded === 0) this.#visit.runs.begun(kept);
    run.append(events);
  }

  /** A call leaves once what led to it is durable, unless it was given up by then. */
  asked(report: Asked, answer: (report: Asked) => void): void {
    const underWay = this.#of(report.world);
    if (!underWay) return;
    const { run } = underWay;
    if (report.type === 'call') run.call(report.call, report.after, () => answer(report));
    else if (run.drop(report.call)) answer(report);
  }

  seen(world: number): number {
    return this.#of(world)?.run.shown ?? 0;
  }

  whenSeen(world: number, events: number, act: () => void): void {
    const underWay = this.#of(world);
    if (underWay) underWay.run.after(events, act);
    else act();
  }

  /** It could not be gone on with: it stays as it was. @returns how it is listed */
  diverged(): KeptRun | null {
    const kept = this.#underWay?.kept ?? null;
    this.#end();
    return kept;
  }

  /** The live world that ended, as it was begun; null for any other. */
  endOf(world: number): {
    readonly kept: KeptRun;
    readonly finish: (whole: RunSummary, history: History) => Promise<Result<Finished>>;
  } | null {
    const underWay = this.#of(world);
    if (!underWay) return null;
    const { kept, run } = underWay;
    return {
      kept,
      finish: async (whole, history) => {
        run.append(history.slice(run.recorded));
        const finished = await run.finish(whole);
        if (this.#underWay === underWay) this.#end();
        return finished;
      },
    };
  }

  #of(world: number): UnderWay | null {
    return this.#underWay?.world === world ? this.#underWay : null;
  }

  #end(): void {
    this.#underWay?.release();
    this.#underWay = null;
    this.id = null;
  }

  /** A run of this page's own making: nobody else knows its id. */
  #hold(id: string): () => void {
    const held = this.#visit.locks.hold(id);
    return () => void held.then((release) => release?.());
  }
}
