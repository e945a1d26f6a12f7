/** The address of the mock host, and how a call says to it whose it is. mocks/handlers reads it. */
import type { CallIdentity } from '../model/call.ts';

export const MOCK_ORIGIN = 'https://mock.rehearsal.invalid';
export const MOCK_BASE_URL = `${MOCK_ORIGIN}/v1`;
export const CALL_HEADER = 'x-rehearsal-call';
/** On what the service worker answers to a probe, and on nothing else. */
export const PROBE_HEADER = 'x-rehearsal-service-worker';

/** Whose call a request is; sent to the mock host alone. */
export interface CallTag {
  /** The page whose mocks answer, as its service worker names it. */
  readonly page: string;
  readonly world: number;
  readonly call: number;
  readonly identity: CallIdentity;
}

/** A tag as a header value: base64url of its JSON. */
export function callHeader(tag: CallTag): string {
  const binary = Array.from(new TextEncoder().encode(JSON.stringify(tag)), (byte) =>
    String.fromCharCode(byte),
  ).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Whether an address is the mock host's. */
export const isMock = (url: string): boolean => URL.canParse(url) && new URL(url).origin === MOCK_ORIGIN;
