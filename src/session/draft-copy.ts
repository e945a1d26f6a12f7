/** A copy of the draft for the moment at which the page goes away: no database answers in time then. */
const KEY = 'rehearsal.draft-copy';

/** What was left there, if anything was. */
export function draftCopy(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function leaveDraftCopy(text: string): void {
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // Storage is blocked or full: what the store was told last is what there is.
  }
}

export function dropDraftCopy(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}
