/**
 * Which live runs are under way, in whatever tab: a run is held by the tab that goes on with it, and free again the moment
 * that tab is gone, however it went. By the browser's own locks; where it has none, nothing is held.
 */
export interface RunLocks {
  /** Holds a run for this tab; gives back how to let go of it, or null where another tab (or this one) holds it. */
  hold(id: string): Promise<(() => void) | null>;
  /** The ids of all runs that are held. */
  held(): Promise<readonly string[]>;
}

const PREFIX = 'rehearsal.run.';

export function browserLocks(
  locks: Pick<LockManager, 'request' | 'query'> | null = (navigator as { readonly locks?: LockManager })
    .locks ?? null,
): RunLocks {
  if (!locks) return { hold: () => Promise.resolve(() => undefined), held: () => Promise.resolve([]) };
  return {
    hold: (id) =>
      new Promise((resolve, reject) => {
        locks
          .request(PREFIX + id, { ifAvailable: true }, (lock) => {
            if (!lock) {
              resolve(null);
              return undefined;
            }
            return new Promise<void>((release) => resolve(release));
          })
          .catch(reject);
      }),
    async held() {
      const { held = [] } = await locks.query();
      return held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
    },
  };
}
