/** A black hole: the request is swallowed. Only the caller's own timeout ends such a call. */
import { faultKind } from './kind.ts';

export const blackhole = faultKind({
  kind: 'blackhole',
  title: 'Black hole',
  summary: 'No byte ever comes back: only a timeout ends the call.',
  stages: ['connect'],
  params: {},
  edit: (parts) => (parts.length === 0 ? parts : []),
});
