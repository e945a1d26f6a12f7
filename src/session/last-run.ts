/** Which run was on the screen last: known before any database is open, so that a first visit waits for none. */

export interface LastRun {
  readonly id: string;
  readonly example: string;
  readonly scenarioId: string;
}

const KEY = 'rehearsal.last-run';

export function lastRun(): LastRun | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (typeof found !== 'object' || found === null) return null;
    const { id, example, scenarioId } = found as Record<string, unknown>;
    return typeof id === 'string' && typeof example === 'string' && typeof scenarioId === 'string'
      ? { id, example, scenarioId }
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
