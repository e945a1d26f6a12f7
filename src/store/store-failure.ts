/** What the store answers when it cannot do as asked: values, since classes do not survive a realm. */

/**
 * private: the browser gives this page no storage. blocked: another tab with another version is in the way. full: no
 * room, or a limit of the store. broken: what is stored cannot be read, or the browser failed. missing: no such run.
 * taken: a run of this id is there already.
 */
export type StoreCode = 'private' | 'blocked' | 'full' | 'broken' | 'missing' | 'taken';

export interface StoreFailure {
  readonly ok: false;
  readonly code: StoreCode;
  /** What failed, where, and what to try: whole sentences for the visitor. */
  readonly message: string;
}

export type Result<T extends object = object> = ({ readonly ok: true } & T) | StoreFailure;

export const OK = { ok: true } as const;

export const refuse = (code: StoreCode, message: string): StoreFailure => ({ ok: false, code, message });

export const PRIVATE = refuse(
  'private',
  'This browser lets the page keep nothing: it is a private window, or site data is blocked for this address. ' +
    'Everything works until the page is reloaded. To keep runs, allow site data or open an ordinary window.',
);
export const OLDER_TAB = refuse(
  'blocked',
  'Runs can be neither saved nor opened yet: another tab still has an older version of Rehearsal open. ' +
    'Close or reload that tab, then try again here; nothing is lost.',
);
const NEWER_TAB = refuse(
  'blocked',
  'A newer version of Rehearsal was opened in another tab, and runs are now kept in its way. ' +
    'Reload this page to go on; what was saved is there.',
);

export const missing = (what: string): StoreFailure =>
  refuse(
    'missing',
    `${what} is not in this browser's storage: it was removed, or this is another browser or profile. ` +
      'Run its scenario again.',
  );
export const taken = (what: string): StoreFailure =>
  refuse('taken', `${what} is kept already, and no history is ever overwritten. Begin it under a fresh id.`);
export const closed = (what: string): StoreFailure =>
  refuse('taken', `${what} is finished, and no history is ever overwritten. Run its scenario again.`);
export const goneOn = (what: string): StoreFailure =>
  refuse(
    'taken',
    `${what} has gone on since it was read here: it is under way in another tab. Look there, or reload this page.`,
  );
export const notBegun = (what: string): StoreFailure =>
  refuse(
    'missing',
    `${what} is not being written: it was never begun, or is finished. Begin it under a fresh id.`,
  );
export const full = (what: string): StoreFailure =>
  refuse(
    'full',
    `${what} could not be saved: the browser has no more room for this site. Remove runs that you no longer need, ` +
      'or free some disk, then save again. What was saved before is untouched.',
  );

/** Turns what the browser threw, or a transaction's error, into a failure. `what`: the thing that was not done, as a subject. */
export function failureOf(error: unknown, what: string): StoreFailure {
  const { name, message } = (error ?? {}) as { readonly name?: unknown; readonly message?: unknown };
  switch (name) {
    case 'QuotaExceededError':
      return full(what);
    case 'SecurityError':
    case 'NotAllowedError':
      return PRIVATE;
    case 'VersionError':
      return NEWER_TAB;
    case 'ConstraintError':
      return taken(what);
    default: {
      const said = [name, message].filter((part) => typeof part === 'string' && part !== '').join(': ');
      return refuse(
        'broken',
        `${what} failed in the browser's storage${said === '' ? '' : ` (${said})`}. Try again; if it stays so, ` +
          'reload the page, look whether the disk is full, and as a last resort clear the site data of this address.',
      );
    }
  }
}
