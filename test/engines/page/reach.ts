/** Attempts to reach an address from inside the sandbox's frame, with every door of the worker left open. */
import { openSandbox } from '../../../src/sandbox/sandbox-client.ts';
import type { Attempts } from '../tasks.ts';

/** A worker in place of the shipped one: it closes nothing, tries everything, and tells through its last words. */
const PROBES = `
addEventListener('message', async ({ data, ports }) => {
  const port = ports[0];
  port.postMessage({ type: 'ready', engine: data });
  const url = await new Promise((resolve) => { port.onmessage = (event) => resolve(event.data.entry); });
  const found = {};
  const attempt = async (name, body) => {
    const late = new Promise((resolve) => setTimeout(resolve, 2000, 'silent'));
    try { found[name] = await Promise.race([body(name), late]); } catch (error) { found[name] = error.name; }
  };
  const told = (target, good) => new Promise((resolve) => {
    target.addEventListener(good, () => resolve('reached'));
    target.addEventListener('error', () => resolve('error'));
  });
  await attempt('fetch', (name) => fetch(url + name).then(() => 'reached'));
  await attempt('fetch-no-cors', (name) => fetch(url + name, { mode: 'no-cors' }).then(() => 'reached'));
  await attempt('fetch-keepalive', (name) => fetch(url + name, { method: 'POST', keepalive: true }).then(() => 'reached'));
  await attempt('xhr', (name) => { const x = new XMLHttpRequest(); x.open('GET', url + name, false); x.send(); return 'reached'; });
  await attempt('import', (name) => import(url + name).then(() => 'reached'));
  await attempt('importScripts', (name) => { importScripts(url + name); return 'reached'; });
  await attempt('WebSocket', (name) => told(new WebSocket(url.replace('http', 'ws') + name), 'open'));
  await attempt('EventSource', (name) => told(new EventSource(url + name), 'open'));
  port.postMessage({ type: 'crashed', message: JSON.stringify(found) });
}, { once: true });`;

/** From a worker in the frame. `url` is a prefix: each attempt puts its own name behind it. */
export function reachFromFrame(url: string): Promise<Attempts> {
  return new Promise((resolve) => {
    const client = openSandbox({
      bundle: PROBES,
      limits: { hungMs: 20_000 },
      onReport: () => undefined,
      onDead: ({ message }) => {
        const json = /\{.*\}/.exec(message)?.[0];
        resolve(json === undefined ? { 'the worker': message } : (JSON.parse(json) as Attempts));
      },
    });
    client.send({ type: 'load', load: 1, files: [], entry: url });
  });
}

/** From the page itself, which may: it proves that the server counts what reaches it. */
export async function reachFromPage(url: string): Promise<Attempts> {
  const response = await fetch(`${url}page`);
  return { page: response.ok ? 'reached' : `status ${response.status}` };
}
