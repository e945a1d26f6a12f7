import { describe, expect, test } from 'vitest';
import { sandboxFrame, type FrameStart } from '../../../src/sandbox/frame-bootstrap.ts';
import { SANDBOX_LIMITS } from '../../../src/sandbox/limits.ts';
import { bundle, HONEST, load, open, run, ticking } from './hostile-bundles.ts';

/** Short, so that a test need not wait; long against a machine that is busy. */
const limits = { busyMs: 400, hungMs: 1_000 };

describe('a sandbox', () => {
  test('starts with the engine it was given, and answers', async () => {
    const sandbox = open(HONEST, { engine: 'digest' });
    sandbox.send(load('fine'));
    sandbox.send(run(1));
    const ended = await sandbox.report('ended');
    expect(ended).toMatchObject({ world: 1, events: 2 });
    expect(sandbox.reports.map(({ type }) => type)).toEqual(['ready', 'loaded', 'events', 'events', 'ended']);
    expect(sandbox.reports[0]).toEqual({ type: 'ready', engine: 'digest' });
  });

  test('is told of events taken only when they were', async () => {
    const taken: (() => void)[] = [];
    const sandbox = open(
      bundle(`
        const event = (seq, body) => ({ seq, t: 0, run: '', ...body });
        heard = ({ type, world, inputs, events }) => {
          if (type === 'run') port.postMessage({ type: 'events', world, events: [event(0, { type: 'world.started', schema: 1,
            seed: inputs.seed, scenario: 's', code: 'c', host: 'simulated', nondeterministic: [] })] });
          if (type === 'credit') port.postMessage({ type: 'crashed', message: 'credit ' + events });
        };`),
      {
        onReport: ({ type }) =>
          type === 'events' ? new Promise<void>((resolve) => taken.push(resolve)) : undefined,
      },
    );
    sandbox.send(run(1));
    await expect.poll(() => taken.length).toBe(1);
    expect(sandbox.deaths).toEqual([]);
    taken[0]!();
    expect((await sandbox.death()).message).toContain('credit 1');
  });
});

describe('a spinning loop', () => {
  test('is warned of, then ended, while the page goes on', async () => {
    const sandbox = open(HONEST, { limits });
    sandbox.send(load('spin'));
    await sandbox.report('loaded');
    const page = ticking();
    sandbox.send(run(5));
    const death = await sandbox.death();
    expect(death).toMatchObject({ type: 'hung', worlds: [5] });
    expect(death.message).toContain('gave no sign of life');
    expect(sandbox.busy).toHaveLength(1);
    expect(page.ticks()).toBeGreaterThan(page.sinceMs() / 10 / 3);
    expect(document.querySelector('iframe[title=Sandbox]')).toBeNull();
  });

  test('is over at once on stop, and the next command finds the last source in a fresh sandbox', async () => {
    const sandbox = open(HONEST);
    sandbox.send(load('spin', 1));
    sandbox.send(run(1));
    await sandbox.report('events');
    sandbox.stop();
    expect(sandbox.deaths).toEqual([{ type: 'stopped', message: 'It was stopped.', worlds: [1] }]);
    sandbox.reports.length = 0;
    sandbox.send(run(2));
    expect(await sandbox.report('events')).toMatchObject({ world: 2, events: [{ scenario: 'spin' }] });
    expect(sandbox.reports.map(({ type }) => type)).toEqual(['ready', 'events']);
  });

  test('at the top of a module is not loaded a second time', async () => {
    const sandbox = open(HONEST, { limits });
    sandbox.send(load('spin now'));
    expect(await sandbox.death()).toMatchObject({ type: 'hung', worlds: [] });
    sandbox.send(run(1));
    expect(await sandbox.report('skipped')).toMatchObject({ world: 1, why: 'not loaded' });
  });

  test('is dead within 500 ms of its frame, while the page goes on', async () => {
    // A port of its own tells until when the loop lived: the sandbox client closes the other one first.
    const { port1: main, port2 } = new MessageChannel();
    const { port1: side, port2: sideEnd } = new MessageChannel();
    const frame = sandboxFrame(document);
    const spinning = `addEventListener('message', ({ ports }) => {
      let last = 0;
      for (;;) { const now = Date.now(); if (now - last >= 5) ports[1].postMessage(last = now); }
    })`;
    const start: FrameStart = { bundle: spinning, engine: 'e' };
    frame.onload = () => frame.contentWindow?.postMessage(start, '*', [port2, sideEnd]);
    let lastMs = 0;
    const spoke = new Promise((resolve) => {
      side.onmessage = ({ data }) => {
        lastMs = data as number;
        resolve(null);
      };
    });
    document.body.append(frame);
    await spoke;
    const page = ticking();
    main.close();
    frame.remove();
    const removedMs = Date.now();
    // Silence is judged by the page's own ticks: a loop that lived would have spoken between any two of them.
    await expect.poll(() => page.ticks(), { timeout: 10_000 }).toBeGreaterThan(200);
    expect(lastMs - removedMs).toBeLessThan(500);
    side.close();
  });
});

describe('what may not be said ends the sandbox', () => {
  test('a million messages, while the page goes on', async () => {
    const sandbox = open(bundle(`for (let i = 0; i < 1e6; i++) port.postMessage({ type: 'beat' });`));
    const page = ticking();
    const death = await sandbox.death();
    expect(death.type).toBe('violated');
    expect(death.message).toBe(
      `The sandbox was ended: it sent more than ${SANDBOX_LIMITS.messagesPerSecond} messages in a second.`,
    );
    const ticks = page.ticks();
    await expect.poll(() => page.ticks()).toBeGreaterThan(ticks + 5);
    expect(sandbox.deaths).toHaveLength(1);
  });

  test('events of a world that nobody asked for; nothing that was said after them is heard', async () => {
    const sandbox = open(
      bundle(`heard = () => {
        port.postMessage({ type: 'events', world: 9, events: [{}] });
        for (let i = 0; i < 100; i++) port.postMessage({ type: 'loaded', load: 1, code: 'forged', name: 'forged' });
      }`),
    );
    sandbox.send(load('x'));
    expect(await sandbox.death()).toMatchObject({
      type: 'violated',
      message: expect.stringContaining('world 9'),
    });
    const page = ticking();
    await expect.poll(() => page.ticks()).toBeGreaterThan(10);
    expect(sandbox.reports.map(({ type }) => type)).toEqual(['ready']);
  });

  test('more events than there is credit for', async () => {
    const sandbox = open(
      bundle(`heard = ({ world, inputs }) => {
        const events = Array.from({ length: ${SANDBOX_LIMITS.creditEvents + 1} }, (_, seq) =>
          ({ seq, t: 0, run: '', type: 'warning.raised', message: '' }));
        port.postMessage({ type: 'events', world, events });
      }`),
    );
    sandbox.send(run(1));
    expect(await sandbox.death()).toMatchObject({
      worlds: [1],
      message: expect.stringContaining('more events than'),
    });
  });

  test('something that cannot be cloned into the page', async () => {
    const sandbox = open(bundle(`port.postMessage({ type: 'crashed', message: new Blob(['x']) });`));
    expect((await sandbox.death()).message).toContain('not plain JSON');
  });
});

describe('the frame', () => {
  test('a worker that never speaks did not start', async () => {
    const sandbox = open('for (;;);', { limits: { startMs: 500 } });
    expect(await sandbox.death()).toMatchObject({
      type: 'hung',
      message: expect.stringContaining('did not start within'),
    });
  });

  test('holds what runs in it without help: no network, no storage, no parent, no eval', async () => {
    const here = JSON.stringify(new URL('/', location.href).href);
    const sandbox = open(
      bundle(`
        const found = {};
        const attempt = async (name, body) => {
          try { found[name] = 'reached: ' + String(await body()).slice(0, 80); } catch (error) { found[name] = error.name; }
        };
        const happens = (target, good, bad) => new Promise((resolve, reject) => {
          target.addEventListener(good, () => resolve(good));
          target.addEventListener(bad, () => reject(Object.assign(new Error(bad), { name: 'blocked' })));
        });
        const worker = (text) => new Worker(URL.createObjectURL(new Blob([text])));
        (async () => {
          await attempt('fetch', () => fetch(${here}));
          await attempt('fetch no-cors', () => fetch(${here}, { mode: 'no-cors' }));
          await attempt('XMLHttpRequest', () => { const x = new XMLHttpRequest(); x.open('GET', ${here}, false); x.send(); return x.status; });
          await attempt('import', () => import(${here} + 'vite/client'));
          await attempt('import data', () => import('data:text/javascript,export default 1'));
          await attempt('importScripts', () => importScripts(${here}));
          await attempt('WebSocket', () => happens(new WebSocket(${here}.replace('http', 'ws')), 'open', 'error'));
          await attempt('EventSource', () => happens(new EventSource(${here}), 'open', 'error'));
          await attempt('nested fetch', () => new Promise((resolve, reject) => {
            const nested = worker('fetch(' + JSON.stringify(${here}) + ').then(() => postMessage("reached"), () => postMessage("blocked"))');
            nested.onmessage = ({ data }) => data === 'reached' ? resolve(data) : reject(Object.assign(new Error(), { name: data }));
            nested.onerror = () => reject(Object.assign(new Error(), { name: 'no worker' }));
          }));
          await attempt('indexedDB', () => happens(indexedDB.open('x'), 'success', 'error'));
          await attempt('caches', () => caches.open('x'));
          await attempt('localStorage', () => localStorage.length);
          await attempt('parent', () => parent.document.title);
          await attempt('eval', () => eval('1'));
          await attempt('Function', () => new Function('return 1')());
          await attempt('WebAssembly', () => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
          found.origin = origin;
          port.postMessage({ type: 'crashed', message: JSON.stringify(found) });
        })();`),
      { limits: { hungMs: 15_000 } },
    );
    const { type, message } = await sandbox.death();
    expect(type).toBe('crashed');
    const found = JSON.parse(message.slice(message.indexOf('{'))) as Record<string, string>;
    expect(found['origin']).toBe('null');
    delete found['origin'];
    expect(Object.entries(found).filter(([, outcome]) => outcome.startsWith('reached'))).toEqual([]);
    expect(Object.keys(found)).toHaveLength(16);
  });
});
