/**
 * The store where the browser keeps nothing: the same port in the page's memory, until the page is reloaded. It owns
 * its runs; that nothing lasts is said by the client.
 *
 * 1. It answers as IndexedStore does, so that no caller asks which one it has.
 * 2. Its limits are lower: `memoryRuns` and `memoryEvents`. The oldest leave first, never one that is being written,
 *    that finished last or that was read last.
 */
import type { Event } from '../history/events.ts';
import { openHistory } from '../history/upgrade.ts';
import { beyondLimits, noticeOf } from './beyond-limits.ts';
import { STORE_LIMITS, type StoreLimits } from './limits.ts';
import { newestFirst, type RunSummary } from './run-summary.ts';
import type { Finished, Listed, ListOptions, ReadFailure, ReadRun, StoreApi, Usage } from './store-api.ts';
import { closed, goneOn, missing, notBegun, OK, refuse, taken, type Result } from './store-failure.ts';

interface Kept {
  summary: RunSummary;
  readonly events: Event[];
  writing: boolean;
  removed: boolean;
}

export class MemoryStore implements StoreApi {
  readonly #limits: StoreLimits;
  readonly #runs = new Map<string, Kept>();
  readonly #drafts = new Map<string, string>();
  #lastFinished = '';
  #lastRead = '';

  constructor(limits: Partial<StoreLimits> = {}) {
    this.#limits = { ...STORE_LIMITS, ...limits };
  }

  async begin(summary: RunSummary): Promise<Result> {
    if (this.#runs.has(summary.id)) return taken(`Run ${summary.id}`);
    this.#runs.set(summary.id, {
      summary: { ...summary, complete: false },
      events: [],
      writing: true,
      removed: false,
    });
    return OK;
  }

  async append(id: string, events: readonly Event[]): Promise<Result> {
    const run = this.#written(id);
    if (!run) return notBegun(`Run ${id}`);
    if (run.events.length + events.length > this.#limits.eventsPerRun)
      return refuse(
        'full',
        `Run ${id} is not kept whole: a run may have at most ${this.#limits.eventsPerRun} events. Run a shorter workload.`,
      );
    for (const event of events) run.events.push(event);
    return OK;
  }

  async flush(id: string): Promise<Result> {
    return this.#written(id) ? OK : notBegun(`Run ${id}`);
  }

  /** What nobody writes here is finished: whoever began it is this page. */
  async resume(id: string): Promise<Result> {
    const run = this.#runs.get(id);
    if (!run || run.removed) return missing(`Run ${id}`);
    return run.writing ? goneOn(`Run ${id}`) : closed(`Run ${id}`);
  }

  async finish(id: string, summary: RunSummary): Promise<Result<Finished>> {
    const run = this.#written(id);
    if (!run) return notBegun(`Run ${id}`);
    run.summary = { ...summary, id };
    run.writing = false;
    this.#lastFinished = id;
    const removed = this.#tidy();
    const { memoryRuns, memoryEvents } = this.#limits;
    return { ok: true, removed, notice: noticeOf(removed, `${memoryRuns} runs or ${memoryEvents} events`) };
  }

  async list({ limit = this.#limits.listed, before }: ListOptions = {}): Promise<Result<Listed>> {
    const following = this.#listed()
      .map(({ summary }) => summary)
      .filter((summary) => before === undefined || newestFirst(before, summary) < 0)
      .sort(newestFirst);
    const runs = following.slice(0, Math.min(limit, this.#limits.listed));
    return { ok: true, runs, broken: [], more: following.length > runs.length };
  }

  async read(id: string): Promise<({ readonly ok: true } & ReadRun) | ReadFailure> {
    const run = this.#runs.get(id);
    if (!run || run.removed) return missing(`Run ${id}`);
    this.#lastRead = id;
    const { summary } = run;
    const opened = openHistory([...run.events]);
    if (opened.ok) return { ok: true, summary, history: opened.history };
    const failure = refuse('broken', `Run ${id} cannot be opened. ${opened.message} Run its scenario again.`);
    return { ...failure, salvaged: { summary, history: [] } };
  }

  async remove(id: string): Promise<Result> {
    const run = this.#runs.get(id);
    if (!run || run.removed) return missing(`Run ${id}`);
    run.removed = true;
    run.writing = false;
    return OK;
  }

  async restore(id: string): Promise<Result> {
    const run = this.#runs.get(id);
    if (!run?.removed) return missing(`Run ${id}`);
    run.removed = false;
    return OK;
  }

  async saveDraft(key: string, text: string): Promise<Result> {
    this.#drafts.set(key, text);
    return OK;
  }

  async readDraft(key: string): Promise<Result<{ readonly text: string | null }>> {
    return { ok: true, text: this.#drafts.get(key) ?? null };
  }

  async usage(): Promise<Result<Usage>> {
    const runs = this.#listed().length;
    return { ok: true, place: 'memory', runs, bytes: 0, siteBytes: null, quotaBytes: null, persisted: null };
  }

  #written(id: string): Kept | null {
    const run = this.#runs.get(id);
    return run?.writing ? run : null;
  }

  #listed(): Kept[] {
    return [...this.#runs.values()].filter(({ removed }) => !removed);
  }

  /** What was taken off the list is given up first: it only waits to be restored. */
  #tidy(): string[] {
    const { memoryRuns, memoryEvents } = this.#limits;
    const most = { runs: memoryRuns, weight: memoryEvents };
    const spared = new Set([this.#lastFinished, this.#lastRead]);
    for (const { summary, writing } of this.#runs.values()) if (writing) spared.add(summary.id);
    const weighed = (runs: readonly Kept[]) =>
      runs.map(({ summary: { id, startedWall }, events }) => ({ id, startedWall, weight: events.length }));
    const all = [...this.#runs.values()];
    if (beyondLimits(weighed(all), most, new Set()).length > 0)
      for (const { summary, removed } of all) if (removed) this.#runs.delete(summary.id);
    const leaving = beyondLimits(weighed(this.#listed()), most, spared);
    for (const id of leaving) this.#runs.delete(id);
    return leaving;
  }
}
