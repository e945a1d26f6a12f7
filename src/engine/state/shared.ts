/**
 * What the runs of a world share: values guarded by their owner, and a dictionary that nobody guards.
 *
 * 1. A value belongs to whoever wrote it first. Anybody else who reads or writes it is refused by an error, and by an
 *    event of the run that asked.
 * 2. Both are new for every world.
 */
import { captureJson, type Json } from '../../base/json.ts';
import { demandOpen } from '../refuse.ts';
import type { RunCore } from '../run-core.ts';
import type { Scope } from '../scope.ts';
import { Misuse } from '../step-error.ts';
import { deepFreeze } from './freeze.ts';
import { notOwner } from './not-owner.ts';
import type { Shared } from './surface.ts';

interface Owned {
  readonly owner: string;
  readonly version: number;
  readonly value: Json;
}

const OWNERS: readonly unknown[] = ['run', 'tenant'];

/**
 * The value of that key, as this run may see it.
 * @param owner whether the run or its tenant owns what it writes
 * @throws {Misuse} for any other owner
 */
export function sharedValue(
  core: RunCore,
  scope: Scope,
  key: string,
  owner: 'run' | 'tenant',
): Shared<unknown> {
  if (!OWNERS.includes(owner))
    throw new Misuse(`shared('${key}') has the owner '${owner}'; it must be 'run' or 'tenant'`);
  const cell = core.host.shared<Owned | null>(`shared/${key}`, () => null);
  const self = owner === 'run' || core.tenant === '' ? core.run : `tenant ${core.tenant}`;
  const mine = (): Owned | null => {
    const held = cell.value;
    if (held === null || held.owner === self) return held;
    core.emit({ type: 'state.refused', key: `shared/${key}`, owner: held.owner, by: self });
    throw notOwner(`'${key}'`, held.owner, self);
  };
  return {
    key,
    get: () => mine()?.value,
    set: (given) => {
      demandOpen(scope, `writing '${key}'`);
      const version = (mine()?.version ?? 0) + 1;
      const value = deepFreeze(captureJson(given, key));
      core.host.emit(core.run, { type: 'state.written', key: `shared/${key}`, by: core.run, version, value });
      cell.value = { owner: self, version, value };
    },
  };
}

/** The dictionary that nobody guards. */
export const unguarded = (core: RunCore): Record<string, unknown> =>
  core.host.shared<Record<string, unknown>>('unguarded', () => ({})).value;
