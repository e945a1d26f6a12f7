/** Where policies keep what the runs of a world share, and how a change of it is told. */
import type { PolicyChanged } from '../history/events.ts';
import type { Cell } from './host.ts';
import type { RunCore } from './run-core.ts';

/**
 * The place of one policy's state: by policy, tenant, what it is about, and the settings, so that equal settings share and
 * tenants never do. The tenant's length keeps two pairs of names from making one key.
 */
export const policyCell = <T>(
  core: RunCore,
  policy: string,
  subject: string,
  settings: string,
  initial: () => T,
): Cell<T> =>
  core.host.shared(`${policy}/${core.tenant.length}:${core.tenant}/${subject}/${settings}`, initial);

/** Tells that shared state went from one state to another. Must be called in a turn of the run. */
export function tellChange(
  core: RunCore,
  policy: PolicyChanged['policy'],
  subject: string,
  from: string,
  to: string,
  because: string,
): void {
  const key = core.tenant === '' ? subject : `${subject} of ${core.tenant}`;
  core.host.emit(core.run, { type: 'policy.changed', policy, key, from, to, because });
}
