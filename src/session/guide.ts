/** Leads the eye: to the next problem, the next step, what a part of the verdict is about. */
import type { About } from '../history/projections/sentence.ts';
import type { Picture } from './picture.svelte.ts';
import type { ShownProblem } from './problems.ts';
import type { ProjectDoor } from './project.svelte.ts';
import type { SelectionDoor } from './selection.svelte.ts';

export class Guide {
  readonly #project: ProjectDoor;
  readonly #picture: Picture;
  readonly #selection: SelectionDoor;
  readonly #problems: () => readonly ShownProblem[];
  #problemAt = -1;

  constructor(
    project: ProjectDoor,
    picture: Picture,
    selection: SelectionDoor,
    problems: () => readonly ShownProblem[],
  ) {
    this.#project = project;
    this.#picture = picture;
    this.#selection = selection;
    this.#problems = problems;
  }

  /** Shows the next problem in the editor. */
  nextProblem(): void {
    const problems = this.#problems();
    if (problems.length === 0) return;
    this.#problemAt = (this.#problemAt + 1) % problems.length;
    const { file, line, column } = problems[this.#problemAt]!;
    this.#project.show(file, line, column, true);
  }

  /** Moves the inspector to a neighbouring step. */
  inspectBy(by: 1 | -1): void {
    const steps = this.#picture.run?.steps ?? [];
    const at = steps.findIndex(({ step }) => step === this.#selection.selected?.step);
    const next = steps[at < 0 ? (by === 1 ? 0 : steps.length - 1) : (at + by + steps.length) % steps.length];
    if (next) this.inspect(next.step);
  }

  /** Opens a step in the inspector, at the attempt that tells most: the first that failed, else the last. */
  inspect(step: string): void {
    const attempts = this.#picture.run?.steps.find((found) => found.step === step)?.attempts ?? [];
    const telling = attempts.find(({ outcome }) => outcome === 'failed') ?? attempts.at(-1);
    this.#selection.inspect(step, telling?.attempt ?? null);
  }

  /** Opens what a part of the verdict is about: a step, or the step that a fault struck. */
  show({ step, fault }: About): void {
    const found =
      step ??
      this.#picture.run?.steps.find(({ attempts }) =>
        attempts.some(({ strikes }) => strikes.some((strike) => strike.fault === fault)),
      )?.step;
    if (found !== undefined) this.inspect(found);
  }
}
