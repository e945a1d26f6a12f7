/** Which of several runs of one world is looked at. */
import type { Picture } from './picture.svelte.ts';
import type { SelectionDoor } from './selection.svelte.ts';

export class ChosenRun {
  readonly #picture: () => Picture;
  readonly #selection: SelectionDoor;
  /** Null: the first. */
  id: string | null = $state(null);

  constructor(picture: () => Picture, selection: SelectionDoor) {
    this.#picture = picture;
    this.#selection = selection;
  }

  /** Looks at another. */
  choose(run: string): void {
    this.id = run;
    this.#selection.clear();
  }

  /** Looks at the next; after the last at the first. */
  next(): void {
    const { world, run } = this.#picture();
    const at = world.runs.findIndex((one) => one.run === run?.run);
    const next = world.runs[(at + 1) % Math.max(1, world.runs.length)];
    if (next) this.choose(next.run);
  }

  forget(): void {
    this.id = null;
  }
}
