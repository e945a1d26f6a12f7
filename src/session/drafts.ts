/**
 * Keeps what the visitor edits, a moment after each edit and before the page goes away. What the store has not
 * acknowledged by then is left in a copy, which is newer than what the store holds.
 */
import { draftCopy, dropDraftCopy, leaveDraftCopy } from './draft-copy.ts';
import { EMPTY_DRAFT, parseDraft, withProject, type Draft } from './draft.ts';
import type { Project } from './project.ts';
import type { StoreApi } from '../store/store-api.ts';

/** Wall ms without an edit before it is written. */
const QUIET_MS = 250;

const KEY = 'draft';

export class Drafts {
  readonly #store: Pick<StoreApi, 'saveDraft' | 'readDraft'>;
  #draft: Draft = EMPTY_DRAFT;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pending = false;
  /** What the store was told and has not acknowledged. */
  #unsaved: string | null = null;

  constructor(store: Pick<StoreApi, 'saveDraft' | 'readDraft'>) {
    this.#store = store;
  }

  /** Reads what was kept; nothing where storage is blocked or holds no draft. */
  async read(): Promise<Draft> {
    const copy = parseDraft(draftCopy());
    if (copy) {
      this.#draft = copy;
      this.#save();
      return copy;
    }
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
    this.#timer = setTimeout(() => this.#flush(), QUIET_MS);
  }

  /** The page goes away. */
  leave(): void {
    this.#flush();
    if (this.#unsaved !== null) leaveDraftCopy(this.#unsaved);
  }

  /** Writes now what is not written yet. */
  #flush(): void {
    clearTimeout(this.#timer);
    if (this.#pending) this.#save();
  }

  #save(): void {
    this.#pending = false;
    const text = JSON.stringify(this.#draft);
    this.#unsaved = text;
    void this.#store.saveDraft(KEY, text).then(({ ok }) => {
      if (!ok || this.#unsaved !== text) return;
      this.#unsaved = null;
      dropDraftCopy();
    });
  }
}
