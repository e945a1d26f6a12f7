/**
 * msw handlers of the mock host: they read the request, ask whoever serves, and play the reply as real HTTP.
 *
 * 1. Whose call a request is, its header says; without one it is refused, and so is one meant for another page: where
 *    that is gone, msw asks any that is there.
 * 2. Nothing sent to the mock host passes through to a network: what is unknown is answered 404.
 * 3. `drop` ends a call at once, wherever it is: a service worker does not tell that its client has given up.
 */
import { http, type HttpHandler } from 'msw/http';
import type { TimedPart } from '../../src/model/reply.ts';
import type { Request as ModelRequest } from '../../src/model/request.ts';
import { CALL_HEADER, MOCK_BASE_URL, MOCK_ORIGIN, readCallTag, type CallTag } from './mock-host.ts';
import { renderOpenAi } from './openai-http.ts';
import { readChat, readEmbeddings, readSearch, readToolCall, type Asked } from './openai-request.ts';
import { play, wallClock, type Clock } from './play.ts';

/** How one call is answered. */
export interface Service {
  /** The reply; times count from now, when service begins. */
  readonly parts: readonly TimedPart[];
  /** What happens beside it, at its own time, unless the call has ended before. */
  readonly moments?: readonly { readonly atMs: number; readonly act: () => void }[];
  /** The reply is over, or the call was given up. Called once. */
  readonly ended?: () => void;
}

/** Answers calls. It may let one wait in line; `signal` aborts when the call is given up. */
export type Serve = (tag: CallTag, request: ModelRequest, signal: AbortSignal) => Service | Promise<Service>;

/** Which worlds the mock host serves. */
export interface MockWorlds {
  /** The calls of a world are answered by `serve` until `close`. */
  open(world: number, serve: Serve): void;
  /** Gives up one call. */
  drop(world: number, call: number): void;
  /** Gives up the world's calls; later ones are refused. */
  close(world: number): void;
}

export interface MockHandlers extends MockWorlds {
  readonly handlers: readonly HttpHandler[];
  /** Closes every world. */
  readonly closeAll: () => void;
}

export interface MockHandlersOptions {
  /** This page, as calls name it; where there is none, all calls are meant for here. */
  readonly page?: string;
  /** Default: the wall clock. */
  readonly clock?: Clock | undefined;
  /** Headers of every reply, for what a realm's transport needs. */
  readonly headers?: Readonly<Record<string, string>>;
}

export function mockHandlers({
  page,
  clock = wallClock,
  headers = {},
}: MockHandlersOptions = {}): MockHandlers {
  const worlds = new Map<number, Serve>();
  const open = new Map<AbortController, CallTag>();
  const giveUp = (meant: (tag: CallTag) => boolean): void => {
    for (const [given, tag] of open) if (meant(tag)) given.abort();
  };

  const answer = async (request: Request, read: (body: unknown) => Asked): Promise<Response> => {
    const tag = readCallTag(request.headers.get(CALL_HEADER));
    const serve = tag && worlds.get(tag.world);
    if (!tag)
      return refusal(400, 'call_header_missing', `The mock host answers calls that carry ${CALL_HEADER}.`);
    if (page !== undefined && tag.page !== page) return Response.error();
    if (!serve) return refusal(404, 'world_not_found', `The mock host serves no world ${tag.world}.`);
    let asked: Asked;
    try {
      asked = read(await request.json());
    } catch {
      return refusal(400, 'invalid_request_error', 'The body is not such a request.');
    }
    const given = new AbortController();
    open.set(given, tag);
    const signal = AbortSignal.any([request.signal, given.signal]);
    const service = await serve(tag, asked.request, signal);
    const live = new AbortController();
    for (const { atMs, act } of service.moments ?? [])
      void clock.sleep(atMs, AbortSignal.any([signal, live.signal])).then(() => {
        if (!signal.aborted && !live.signal.aborted) act();
      });
    const ended = (): void => {
      live.abort();
      open.delete(given);
      service.ended?.();
    };
    const reply = renderOpenAi(service.parts, asked);
    return play(
      'headers' in reply ? { ...reply, headers: { ...reply.headers, ...headers } } : reply,
      clock,
      signal,
      ended,
    );
  };

  return {
    handlers: [
      http.post(`${MOCK_BASE_URL}/chat/completions`, ({ request }) => answer(request, readChat)),
      http.post(`${MOCK_BASE_URL}/embeddings`, ({ request }) => answer(request, readEmbeddings)),
      http.post(`${MOCK_BASE_URL}/vector_stores/:store/search`, ({ request, params }) =>
        answer(request, (body) => readSearch(body, String(params['store']))),
      ),
      http.post(`${MOCK_BASE_URL}/tools/:tool`, ({ request, params }) =>
        answer(request, (body) => readToolCall(body, String(params['tool']))),
      ),
      http.all(`${MOCK_ORIGIN}/*`, ({ request }) =>
        refusal(
          404,
          'unknown_url',
          `The mock host has nothing at ${request.method} ${new URL(request.url).pathname}.`,
        ),
      ),
    ],
    open: (world, serve) => void worlds.set(world, serve),
    drop: (world, call) => giveUp((tag) => tag.world === world && tag.call === call),
    close(world) {
      worlds.delete(world);
      giveUp((tag) => tag.world === world);
    },
    closeAll() {
      worlds.clear();
      giveUp(() => true);
    },
  };
}

function refusal(status: number, code: string, message: string): Response {
  return Response.json({ error: { message, type: 'invalid_request_error', param: null, code } }, { status });
}
