/**
 * The site's service worker: keeps the built site for when there is no network, and carries requests to the mock host
 * to the page that serves them. It owns which request goes where; the mocks themselves are msw's, in the page.
 *
 * 1. msw is shown requests to the mock host and no others, so that it can neither slow nor break the site. Listeners
 *    hear in the order in which they are added here: ours, msw's, and what is left.
 * 2. A request to the mock host is answered by the page that it names, never by another tab.
 * 3. Nothing addressed to the mock host reaches a network: what msw leaves alone or would pass on fails here.
 * 4. Files that the build named by their content come from what is kept; all else from the network while that answers
 *    in time. A site is served from here only once all of it is kept.
 * 5. What was kept of the build before stays until yet another is kept, since an open page may still ask for it.
 * 6. The bundles of programs are large and few are asked for: each is kept once it was fetched, whatever build came since.
 */
import { CALL_HEADER, isMock, PROBE_HEADER, type CallTag } from '../src/providers/mock-host.ts';

declare const self: ServiceWorkerGlobalScope;
/** The built site: its files, relative to the scope, and digests. Null where there is no build to keep. */
declare const __SITE__: {
  readonly digest: string;
  /** SHA-256 of index.html, in hex. */
  readonly index: string;
  readonly files: readonly string[];
} | null;

const site = __SITE__;
const { scope } = self.registration;
const family = `rehearsal:${scope}:`;
const INDEX = 'index.html';
/** No name of `family`, whose caches go with their builds. */
const programs = `rehearsal-programs:${scope}`;
const PROGRAM = /^programs\//;
const NAMED_BY_CONTENT = /^(?:assets|engines)\//;
const NETWORK_PATIENCE_MS = 3000;
const FETCHES_AT_ONCE = 6;

// msw unregisters the service worker when the last tab that it served closes; the kept site would be gone with it.
Object.defineProperty(self.registration, 'unregister', { value: () => Promise.resolve(false) });

// Invariant 3: msw passes on what no page answers.
const network = self.fetch.bind(self);
self.fetch = (input, init) =>
  isMock(input instanceof Request ? input.url : String(input))
    ? Promise.reject(new TypeError('The mock host is on no network.'))
    : network(input, init);

self.addEventListener('message', (event) => {
  if (event.data === 'claim') event.waitUntil(self.clients.claim());
  if (event.data !== 'keep') return;
  const answer = (why: string | null): void => event.ports[0]?.postMessage(why);
  const kept = keepSite().then(
    () => answer(null),
    (error: unknown) => answer(String(error)),
  );
  event.waitUntil(kept);
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (isMock(request.url)) {
    const page = pageOf(request);
    // msw asks the client that made the request; for a worker's it would ask any visible tab (invariant 2).
    if (page !== null) Object.defineProperty(event, 'clientId', { value: page });
    else event.respondWith(Response.error());
    return;
  }
  event.stopImmediatePropagation();
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
  const path = new URL(request.url).href.slice(scope.length).replace(/[?#].*$/, '') || INDEX;
  if (path === 'service-worker') event.respondWith(probed(event.clientId));
  else if (site) event.respondWith(answered(event, path));
});

self.importScripts(new URL('mockServiceWorker.js', self.location.href));

self.addEventListener('fetch', (event) => {
  if (isMock(event.request.url)) event.respondWith(Response.error());
});

function pageOf(request: Request): string | null {
  try {
    const header = request.headers.get(CALL_HEADER) ?? '';
    const { page } = JSON.parse(atob(header.replaceAll('-', '+').replaceAll('_', '/'))) as Partial<CallTag>;
    return page === undefined || page === '' ? null : page;
  } catch {
    return null;
  }
}

/** Says that requests come through here, and which client asked. */
function probed(client: string): Response {
  return Response.json({ client }, { headers: { [PROBE_HEADER]: '1', 'cache-control': 'no-store' } });
}

function answered(event: FetchEvent, path: string): Promise<Response> {
  const { request } = event;
  if (NAMED_BY_CONTENT.test(path)) return keptFirst(request, path);
  if (!PROGRAM.test(path)) return networkFirst(path, () => network(request));
  const fetched = network(request);
  const kept = fetched.then((response) => (response.ok ? keepProgram(path, response.clone()) : undefined));
  event.waitUntil(kept.catch(() => undefined));
  return networkFirst(path, () => fetched);
}

async function keptFirst(request: Request, path: string): Promise<Response> {
  return (await keptFile(path)) ?? network(request);
}

async function networkFirst(path: string, fetched: () => Promise<Response>): Promise<Response> {
  const kept = await keptFile(path);
  if (!kept) return fetched();
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), NETWORK_PATIENCE_MS));
  const answer = fetched().then(
    (response) => (response.ok ? response : kept),
    () => kept,
  );
  return Promise.race([answer, late]);
}

async function keepProgram(path: string, response: Response): Promise<void> {
  const cache = await caches.open(programs);
  await cache.put(scope + path, response);
}

/** This build's file, or else the one of an earlier build. Other sites of this origin lie under other scopes. */
async function keptFile(path: string): Promise<Response | undefined> {
  const own = site && { cacheName: family + site.digest };
  const url = scope + path;
  return (
    (own && (await caches.match(url, { ...own, ignoreVary: true }))) ??
    caches.match(url, { ignoreVary: true })
  );
}

/** Keeps all of the site; the index comes last, so that what is served from here is whole. */
async function keepSite(): Promise<void> {
  if (!site) return;
  const cache = await caches.open(family + site.digest);
  const have = new Set((await cache.keys()).map(({ url }) => url));
  if (!have.has(scope + INDEX)) {
    const index = await fetchedIndex(site.index);
    const missing = site.files.filter((path) => path !== INDEX && !have.has(scope + path));
    const next = async (): Promise<void> => {
      for (let path = missing.pop(); path !== undefined; path = missing.pop())
        await cache.add(new Request(scope + path, { cache: 'no-cache' }));
    };
    await Promise.all(Array.from({ length: FETCHES_AT_ONCE }, next));
    await cache.put(scope + INDEX, index);
  }
  const others = (await caches.keys()).filter(
    (name) => name.startsWith(family) && name !== family + site.digest,
  );
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

async function fetchedIndex(digest: string): Promise<Response> {
  const response = await network(scope + INDEX, { cache: 'no-cache' });
  const bytes = await response.clone().arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const found = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (!response.ok || found !== digest) throw new Error('The site has changed since: reload the page.');
  return response;
}
