import { expect, test } from 'vitest';
import { browserLocks } from '../../../src/session/run-locks.ts';

/** Locks as a browser has them: one holder a name, and nobody waits. */
function heldLocks() {
  const held = new Set<string>(['something else']);
  return {
    held,
    request: async (
      name: string,
      _: LockOptions,
      act: (lock: Lock | null) => Promise<void> | undefined,
    ): Promise<void> => {
      if (held.has(name)) return act(null);
      held.add(name);
      await act({ name, mode: 'exclusive' });
      held.delete(name);
    },
    query: () => Promise.resolve({ held: [...held].map((name) => ({ name })) }),
  };
}
const lockManager = () => {
  const locks = heldLocks();
  return { locks, port: browserLocks(locks as unknown as LockManager) };
};

test('a run is held by one tab at a time, and free when that lets go', async () => {
  const { locks, port } = lockManager();
  const other = browserLocks(locks as unknown as LockManager);
  const release = await port.hold('a');
  expect(release).not.toBeNull();
  expect(await other.hold('a')).toBeNull();
  expect(await other.hold('b')).not.toBeNull();
  expect(await other.held()).toEqual(['a', 'b']);
  release!();
  await expect.poll(() => port.held()).toEqual(['b']);
  expect(await other.hold('a')).not.toBeNull();
});

test('where a browser has no locks nothing is held, and nobody is held up', async () => {
  const port = browserLocks(null);
  expect(await port.hold('a')).not.toBeNull();
  expect(await port.hold('a')).not.toBeNull();
  expect(await port.held()).toEqual([]);
});
