/**
 * What the gallery holds. The first example is there at once, since a visitor sees it; the others are one load away
 * (gallery-shelf.ts), so that they cost the first verdict nothing.
 */
import type { Example } from '../examples/example.ts';
import { triage } from '../examples/triage/example.ts';
import triageSource from '../examples/triage/triage.ts?raw';

class Gallery {
  examples: readonly [Example, ...Example[]] = $state.raw([triage]);
  #sources: Readonly<Record<string, string>> = { '../examples/triage/triage.ts': triageSource };
  #loading: Promise<void> | null = null;

  has(id: string): boolean {
    return this.examples.some((example) => example.id === id);
  }

  /** Resolves when every example is there. */
  load(): Promise<void> {
    return (this.#loading ??= import('./gallery-shelf.ts').then(({ examples, sources }) => {
      this.#sources = { ...this.#sources, ...sources };
      this.examples = examples;
    }));
  }

  /** Resolves when the example of that id is there, if it is shipped at all. */
  async hold(id: string | undefined): Promise<void> {
    if (id !== undefined && !this.has(id)) await this.load();
  }

  sourceOf(id: string, path: string): string {
    return this.#sources[`../examples/${id}/${path}`] ?? '';
  }
}

export const gallery = new Gallery();
