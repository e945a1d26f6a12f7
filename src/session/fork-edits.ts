/** Forks as edits: taken up, and taken back like any other edit, in the order in which they were made. */
import type { Json } from '../base/json.ts';
import type { Fork, Forks } from './forks.svelte.ts';
import type { ProjectDoor } from './project.svelte.ts';
import type { Edited, ScenarioEdits } from './scenario-edits.svelte.ts';
import { withInputOf } from './scenario-runs.ts';

export interface ForkVisit {
  readonly forks: Forks;
  readonly edits: ScenarioEdits;
  readonly project: Pick<ProjectDoor, 'open' | 'editScenario'>;
  /** The run that is looked at. */
  readonly run: () => string | null;
  readonly compute: () => void;
  /** Whether what the fork was forked from is drawn beside it. */
  readonly ghost: (on: boolean) => void;
}

export class ForkEdits {
  readonly #visit: ForkVisit;
  #takenBack: Fork | null = null;

  constructor(visit: ForkVisit) {
    this.#visit = visit;
  }

  /** Edits the scenario, or goes back to the fork that was edited before. False where the scenario cannot be edited. */
  change({ fork, ...part }: Partial<Edited>): boolean {
    const { forks, project, ghost } = this.#visit;
    const { current } = forks;
    const back = fork !== undefined && current !== fork ? current : null;
    if (!project.editScenario({ ...part, ...back?.was })) return false;
    if (back) {
      forks.current = back.before;
      ghost(back.before !== null);
      this.#takenBack = back;
    }
    return true;
  }

  /** The fork that was just taken back, once: what it was forked from is there, and need not be computed. */
  takenBack(): Fork | null {
    const back = this.#takenBack;
    this.#takenBack = null;
    return back;
  }

  /** Takes a fork up, with another input if one is given. */
  take(fork: Omit<Fork, 'was'>, input: Json | undefined): void {
    const { forks, edits, project, run, compute, ghost } = this.#visit;
    const from = edits.current;
    const { scenario } = project.open;
    const was = { input: scenario.input, ...(scenario.runs && { runs: scenario.runs }) };
    if (input !== undefined && !project.editScenario(withInputOf(scenario, run(), input))) return;
    forks.current = { ...fork, was };
    edits.made(from);
    ghost(true);
    compute();
  }

  /** What is computed from now on begins at the beginning. */
  leave(): void {
    const { forks, edits, ghost } = this.#visit;
    if (forks.current === null) return;
    forks.current = null;
    ghost(false);
    edits.reset();
  }
}
