/** Which run was on the screen last: known before any database is open, so that a first visit waits for none. */

export interface LastRun {
  readonly id: string;
  readonly example: string;
  readonly scenarioId: string;
  /** Under which the edits made since are kept. */
  readonly draftKey: string;
}

const KEY = 'rehearsal.last-run';

export function lastRun(): LastRun | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (typeof found !== 'object' || found === null) return null;
    const { id, example, scenarioId, draftKey } = found as Record<string, unknown>;
    const isText = (value: unknown): value is string => typeof value === 'string';
    return isText(id) && isText(example) && isText(scenarioId) && isText(draftKey)
      ? { id, example, scenarioId, draftKey }
      : null;
  } catch {
    return null;
  }
}

export function rememberRun(run: LastRun): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(run));
  } catch {
    // Storage is blocked: the next visit begins with the shipped example.
  }
}

const VISITED = 'rehearsal.edited';

/** Whether there may be edits to restore. */
export function mayHaveDraft(): boolean {
  try {
    return localStorage.getItem(VISITED) !== null;
  } catch {
    return false;
  }
}

export function rememberDraft(): void {
  try {
    localStorage.setItem(VISITED, 'yes');
  } catch {
    // As above.
  }
}
