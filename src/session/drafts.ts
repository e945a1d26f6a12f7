/** Keeps what the visitor edits, a moment after each edit and before the page goes away. */
import { EMPTY_DRAFT, parseDraft, withProject, type Draft } from './draft.ts';
import type { Project } from './project.ts';
import type { StoreApi } from '../store/store-api.ts';

/** Wall ms without an edit before it is written. */
const QUIET_MS = 250;

const KEY = 'draft';

export class Drafts {
  readonly #store: Pick<StoreApi, 'saveDraft' | 'readDraft'>;
  #draft: Draft = EMPTY_DRAFT;
  #timer = 0;
  #pending = false;

  constructor(store: Pick<StoreApi, 'saveDraft' | 'readDraft'>) {
    this.#store = store;
  }

  /** Reads what was kept; nothing where storage is blocked or holds no draft. */
  async read(): Promise<Draft> {
    const read = await this.#store.readDraft(KEY);
    this.#draft = (read.ok ? parseDraft(read.text) : null) ?? EMPTY_DRAFT;
    return this.#draft;
  }

  get current(): Draft {
    return this.#draft;
  }

  /** Takes over an edit; it is written soon. */
  keep(project: Project, shipped: Project | null): void {
    this.#draft = withProject(this.#draft, project, shipped);
    this.#pending = true;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.flush(), QUIET_MS);
  }

  /** Writes now what is not written yet. */
  flush(): void {
    clearTimeout(this.#timer);
    if (!this.#pending) return;
    this.#pending = false;
    void this.#store.saveDraft(KEY, JSON.stringify(this.#draft));
  }
}
