/** How what is on the screen is kept, and how what was kept comes back onto it. */
import type { WallMs } from '../base/units.ts';
import type { History } from '../history/events.ts';
import { announcement } from '../history/projections/verdict.ts';
import type { StoreApi } from '../store/store-api.ts';
import type { Forks } from './forks.svelte.ts';
import { begunRun, keptRun, type KeptRun } from './kept-run.ts';
import { rememberRun } from './last-run.ts';
import type { LiveDoor } from './live.svelte.ts';
import type { Picture } from './picture.svelte.ts';
import type { ProjectDoor } from './project.svelte.ts';
import type { Runs } from './runs.svelte.ts';
import type { ComputedWorld, Wish } from './sandbox-driver.ts';
import type { Worlds } from './worlds.svelte.ts';

export interface KeptVisit {
  readonly store: Pick<StoreApi, 'read'>;
  readonly runs: Runs;
  readonly live: LiveDoor;
  readonly forks: Forks;
  readonly project: ProjectDoor;
  readonly worlds: Worlds;
  readonly picture: () => Picture;
  /** The run on the screen is kept. */
  readonly settled: () => void;
}

export class Keeper {
  /** Under which the run on the screen is kept; null while it is not. */
  shownId: string | null = $state(null);
  readonly #visit: KeptVisit;

  constructor(visit: KeptVisit) {
    this.#visit = visit;
  }

  /** Another world is asked for: what will be on the screen is not kept yet. */
  changed(): void {
    this.shownId = null;
    this.#visit.runs.changed();
  }

  /** How a live run that begins is listed. */
  begun(wish: Wish): KeptRun {
    const { project, forks } = this.#visit;
    const place = { id: crypto.randomUUID(), startedWall: Date.now() as WallMs };
    return begunRun({ ...place, ...forks.parentOf(wish.inputs) }, wish, project.open);
  }

  /** Keeps the world on the screen. */
  async keep(world: ComputedWorld): Promise<void> {
    const { runs, live, forks, project, settled } = this.#visit;
    const { run, totals, verdict } = this.#visit.picture();
    if (!run || !totals) return;
    const { open } = project;
    const begun = live.endOf(world.world);
    const place = begun
      ? { id: begun.kept.summary.id, startedWall: begun.kept.summary.startedWall }
      : { id: crypto.randomUUID(), startedWall: Date.now() as WallMs };
    const seen = { verdict: announcement(verdict), totals, run };
    const kept = keptRun({ ...place, ...forks.parentOf(world.inputs) }, world, open, seen);
    const id = await runs.keep(kept, world.history, begun?.finish);
    settled();
    if (id === null) return;
    if (this.#visit.worlds.shown?.inputs === world.inputs) this.shownId = id;
    rememberRun({ id, example: open.example, scenarioId: open.scenarioId, draftKey: open.draftKey });
  }

  /** Shows a stored run, which is open by now. */
  async reopen(kept: KeptRun, history: History): Promise<void> {
    const { runs, worlds, project, forks } = this.#visit;
    const { code, inputs, tookMs, summary, example, scenarioId } = kept;
    project.adoptCode(code);
    forks.current = kept.fork ? await this.#forkOf(kept, history) : null;
    runs.reopened();
    const made = forks.inputs(inputs);
    worlds.show(
      { world: 0, code, inputs: made, history, hash: summary.hash, tookMs },
      { how: 'end', kept: false },
    );
    this.shownId = summary.id;
    rememberRun({ id: summary.id, example, scenarioId, draftKey: project.open.draftKey });
  }

  /** A stored fork, so that edits meet its beginning; from its own history where its parent is gone. */
  async #forkOf({ summary, fork }: KeptRun, history: History) {
    const { store, runs } = this.#visit;
    const parentId = summary.parent;
    const read = parentId === null ? null : await store.read(parentId);
    const listed = runs.list.find((run) => run.summary.id === parentId);
    const parent: ComputedWorld | null =
      read?.ok && listed ? { world: 0, ...listed, history: read.history, hash: listed.summary.hash } : null;
    return { parent, parentId, recording: parent?.history ?? history, of: fork!, before: null, was: {} };
  }
}
