/**
 * msw in a page: registers the site's service worker, and lets the mock host answer this page and its workers through
 * it. msw itself is loaded when it is asked for.
 *
 * 1. Mocks start only once the service worker controls the page: until then, and without one, the mock host is nowhere.
 * 2. Requests name the page that answers them (workers/service-worker.ts), so that no other tab does.
 */
import type { MockWorlds } from './handlers/handlers.ts';

/** The mock host, as this page serves it. */
export interface MockNetwork extends MockWorlds {
  /** This page, as the service worker names it: calls carry it. */
  readonly page: string;
  /** Answered by the service worker alone: whoever can fetch it is controlled. */
  readonly probeUrl: string;
  /** Ends the mock host. The service worker stays, and keeps the site for when there is no network. */
  stop(): Promise<void>;
}

const PATIENCE_MS = 10_000;

/**
 * Registers the service worker, or finds it, and waits until it controls this page.
 * @param site the site's root; default: the document's folder.
 * @throws {Error} saying what stands in the way and what to try
 */
export async function controlPage(site: URL | string = document.baseURI): Promise<ServiceWorkerRegistration> {
  // As types have it there always is one; a page that is not secure, or a private window, has none.
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!container)
    throw new Error(
      'This page can have no service worker: open it over https or from localhost, not in a private window.',
    );
  const registration = await container.register(new URL('sw.js', site)).catch((error: unknown) => {
    throw new Error(
      `The service worker could not be registered: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  const controlled = new Promise<void>((resolve, reject) => {
    if (container.controller) {
      resolve();
      return;
    }
    container.addEventListener('controllerchange', () => resolve(), { once: true });
    setTimeout(
      () => reject(new Error('The service worker does not control this page: reload it.')),
      PATIENCE_MS,
    );
  });
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  // A page that was reloaded past its service worker is not controlled until that claims it.
  worker?.postMessage('claim');
  await controlled;
  return registration;
}

/** Keeps the built site for when there is no network. Resolves when it is all there; rejects when it cannot be. */
export async function keepSite(registration: ServiceWorkerRegistration): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const kept = new Promise<void>((resolve, reject) => {
    port1.onmessage = ({ data }: MessageEvent<string | null>) =>
      data === null ? resolve() : reject(new Error(data));
  });
  registration.active?.postMessage('keep', [port2]);
  await kept;
}

/** Starts the mock host; one at a time in a page. @throws {Error} as controlPage does */
export async function startMocks(site: URL | string = document.baseURI): Promise<MockNetwork> {
  const [registration, { setupWorker }, { mockHandlers }] = await Promise.all([
    controlPage(site),
    import('msw/browser'),
    import('./handlers/handlers.ts'),
  ]);
  const probeUrl = new URL('service-worker', registration.scope).href;
  const page = await nameOfPage(probeUrl);
  const { handlers, closeAll, ...worlds } = mockHandlers({ page });
  const msw = setupWorker(...handlers);
  // msw asks for an update on each start, in the midst of whatever runs, and no one hears it fail without a network.
  registration.update = () => Promise.resolve(registration);
  await msw.start({
    serviceWorker: { url: new URL('sw.js', site).href },
    findWorker: (url, wanted) => url === wanted,
    onUnhandledFrame: 'bypass',
    quiet: true,
  });
  let stopped: Promise<void> | null = null;
  return {
    page,
    probeUrl,
    ...worlds,
    stop() {
      closeAll(); // msw waits for every answer that it still owes
      return (stopped ??= Promise.resolve(msw.stop()));
    },
  };
}

async function nameOfPage(probeUrl: string): Promise<string> {
  const { client } = (await (await fetch(probeUrl)).json()) as { client: string };
  return client;
}
