/** `fetch`: known provider addresses are answered by the cast, in the provider's dialect; every other is refused by name. */
import type { Dialect } from '../../dialects/port.ts';
import { StepError } from '../../engine/step-error.ts';
import { DoorCall } from './door-call.ts';
import type { Door } from './door.ts';
import type { DoorRun } from './door-run.ts';
import type { Natives } from './natives.ts';
import { UnansweredAddress } from './network-error.ts';
import type { Answer } from './reply-sink.ts';
import type { RequestInit, WorldRequest } from './request.ts';

/** Who answers where. */
export interface Addresses {
  /** Null where nobody does. */
  readonly dialectOf: (url: string) => Dialect | null;
  /** As a refusal names them. */
  readonly known: readonly string[];
}

export interface FetchParts {
  readonly natives: Natives;
  readonly addresses: Addresses;
  readonly Request: new (input: unknown, init?: RequestInit) => WorldRequest;
  readonly responseFrom: Answer['make'];
}

export function worldFetch(door: Door, parts: FetchParts) {
  const { natives, addresses, Request, responseFrom } = parts;
  return async function fetch(input: unknown, init?: RequestInit): Promise<unknown> {
    const run = door.at('fetch');
    if (!run.scope.open) return refusedBy(run);
    const request = new Request(input, init);
    const { url, signal } = request;
    if (signal.aborted) throw signal.reason;
    const dialect = request.method === 'POST' ? addresses.dialectOf(url) : null;
    if (!dialect) throw unanswered(run, request, addresses.known);
    // text is at hand at once, so that calls are numbered in the order in which they were made
    const body = request.sent ?? (await request.text());
    const reading = dialect.read(body, { stored: run.stored });
    const call = run.operate(() => new DoorCall(run, dialect, reading, { natives, url, make: responseFrom }));
    signal.addEventListener('abort', () => call.abort(signal.reason), { once: true });
    return call.response;
  };
}

function unanswered(run: DoorRun, { method, url }: WorldRequest, known: readonly string[]): Error {
  const message = `nobody in this world answers ${method} ${url.replace(/[?#].*/, '').slice(0, 200)}; a POST to one of these is answered: ${known.join(', ')}`;
  run.warn(message);
  return new UnansweredAddress(message);
}

/** In a scope that is gone: once a rejection, then nothing. */
function refusedBy(run: DoorRun): Promise<never> {
  const why = run.scope.refuse('fetch');
  return why ? Promise.reject(new StepError(why)) : new Promise<never>(() => undefined);
}
