/** The mock host: the one address at which simulated models answer real HTTP requests. It exists nowhere. */
import type { CallIdentity } from '../../src/model/call.ts';

export const MOCK_ORIGIN = 'https://mock.rehearsal.invalid';
export const MOCK_BASE_URL = `${MOCK_ORIGIN}/v1`;
/** Says whose call a request is: base64url of a CallTag's JSON. */
export const CALL_HEADER = 'x-rehearsal-call';

/** Whose call a request is. */
export interface CallTag {
  /** The page that answers, as its service worker names it; empty where there is none. */
  readonly page: string;
  readonly world: number;
  /** Rises from 1 in a world; a retry has a number of its own. */
  readonly call: number;
  readonly identity: CallIdentity;
}

/** Reads the call header; null if it is not one. */
export function readCallTag(header: string | null): CallTag | null {
  if (header === null) return null;
  try {
    const bytes = Uint8Array.from(atob(header.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    const tag = JSON.parse(new TextDecoder().decode(bytes)) as Partial<CallTag> | null;
    return typeof tag?.world === 'number' && typeof tag.call === 'number' && tag.identity
      ? (tag as CallTag)
      : null;
  } catch {
    return null;
  }
}
