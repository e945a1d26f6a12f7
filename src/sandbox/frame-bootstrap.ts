/**
 * The frame that holds a sandbox: an opaque origin without network or storage, written as `srcdoc`, so that it starts
 * offline too. It owns the fence around the worker; who talks through the port is sandbox-client.ts and the worker.
 *
 * B1. The frame takes one message, from its parent, and starts one classic worker with it. (A module worker from a blob
 *     does not load in an opaque origin.)
 * B2. The port goes through to the worker: nothing of the frame hears what page and worker say to each other.
 * B3. The inline script is FRAME_BOOTSTRAP, byte for byte: the page's own policy, which the frame inherits, lists its
 *     hash.
 */

/** What the page posts to the frame, with a port. */
export interface FrameStart {
  /** The sandbox bundle: one classic script. */
  readonly bundle: string;
  /** The bundle's digest, handed on to the worker. */
  readonly engine: string;
}

export const FRAME_BOOTSTRAP = `addEventListener('message', function (start) {
  if (start.source !== parent) return;
  var script = new Blob([start.data.bundle], { type: 'text/javascript' });
  new Worker(URL.createObjectURL(script)).postMessage(start.data.engine, start.ports);
}, { once: true });`;

/** Narrower than the page's: scripts from blobs and this one; nothing else loads, and nothing connects. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:";

const FRAME_DOCUMENT = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><script>${FRAME_BOOTSTRAP}</script>`;

/** Builds the frame, not yet in a document. */
export function sandboxFrame(document: Document): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.setAttribute('aria-hidden', 'true');
  frame.title = 'Sandbox';
  frame.tabIndex = -1;
  frame.hidden = true;
  frame.srcdoc = FRAME_DOCUMENT;
  return frame;
}
