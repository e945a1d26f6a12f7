import { afterEach, describe, expect, test } from 'vitest';
import type { MockNetwork, startMocks } from '../../../mocks/browser.ts';
import type { Serve } from '../../../mocks/handlers/handlers.ts';
import type { CallIdentity } from '../../../src/model/call.ts';
import { runId } from '../../../src/base/units.ts';
import { isLast, receive, type TimedPart } from '../../../src/model/reply.ts';
import {
  openHttpDesk,
  type DeskStrike,
  type HttpDesk,
  type Mocks,
} from '../../../src/providers/http-desk.ts';
import { callHeader, MOCK_BASE_URL } from '../../../src/providers/mock-host.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

const identity: CallIdentity = { run: runId('run-1'), step: 'answer', model: 'gpt-4o', attempt: 1 };
const request = {
  kind: 'chat',
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'Who are you?' }],
} as const;
const saying = (text: string): readonly TimedPart[] => [
  { atMs: 1, part: { type: 'head', version: 'v' } },
  { atMs: 2, part: { type: 'text', text } },
  { atMs: 3, part: { type: 'end', reason: 'stop' } },
];

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe('the mock host', () => {
  test('is answered by the page that a call names, though another page mocks it too', async () => {
    const mine = await mocksIn(window);
    const frame = await sameOriginFrame();
    const theirs = await mocksIn(frame);
    expect(theirs.page).not.toBe(mine.page);
    mine.open(1, () => ({ parts: saying('mine') }));
    theirs.open(1, () => ({ parts: saying('theirs') }));
    const mineDesk = desk({ ...mine, open: () => undefined });
    const theirDesk = desk({ ...theirs, open: () => undefined });
    const [first, second] = await Promise.all([mineDesk.answer(1), theirDesk.answer(1)]);
    expect([receive(first).text, receive(second).text]).toEqual(['mine', 'theirs']);
  });

  test('tells of a call given up before and within its reply', async () => {
    const mocks = await mocksIn(window);
    const ended: number[] = [];
    const { open, heard } = desk(mocks, () => (tag) => ({
      parts: tag.call === 1 ? [] : saying('never whole').slice(0, 2),
      ended: () => ended.push(tag.call),
    }));
    open.call(1, identity, request);
    open.call(2, identity, request);
    await expect.poll(() => heard.get(2)?.length).toBe(2);
    open.drop(1);
    open.drop(2);
    await expect.poll(() => [...ended].sort()).toEqual([1, 2]);
    expect(heard.get(1)).toBeUndefined();
  });

  test('tells of faults as they bite', async () => {
    const mocks = await mocksIn(window);
    const strike = { fault: 'f', kind: 'latency', firing: 'f:1' };
    const { answer, struck } = desk(mocks, (onStrike) => ({ call }) => ({
      parts: saying('late'),
      moments: [
        { atMs: 1, act: () => onStrike(call, strike) },
        { atMs: 60_000, act: () => onStrike(call, { ...strike, fault: 'too late' }) },
      ],
    }));
    await answer(1);
    expect(struck).toEqual([strike]);
  });

  test('is nowhere for who names no page, a page that is gone, or one that serves nothing', async () => {
    const mocks = await mocksIn(window);
    const post = (headers: Record<string, string>): Promise<unknown> =>
      fetch(`${MOCK_BASE_URL}/chat/completions`, {
        method: 'POST',
        body: JSON.stringify(request),
        headers,
      }).then(
        ({ status }) => status,
        (error: unknown) => (error as Error).name,
      );
    const tag = { page: mocks.page, world: 9, call: 1, identity };
    expect(await post({})).toBe('TypeError');
    expect(await post({ 'x-rehearsal-call': callHeader({ ...tag, page: 'gone' }) })).toBe('TypeError');
    expect(await post({ 'x-rehearsal-call': callHeader(tag) })).toBe(404);
    await mocks.stop();
    expect(await post({ 'x-rehearsal-call': callHeader(tag) })).toBe('TypeError');
  });

  test('is not called without a service worker: every call is refused by name', async () => {
    const page = {
      page: 'none',
      probeUrl: `${location.origin}/service-worker`,
      open() {},
      drop() {},
      close() {},
    };
    for (const registration of await navigator.serviceWorker.getRegistrations())
      await registration.unregister();
    const { answer } = desk(page);
    for (const call of [1, 2])
      expect(receive(await answer(call)).refused).toMatchObject({ status: 403, kind: 'no_service_worker' });
  });

  test('is not called when mocks cannot start', async () => {
    const { answer, open } = desk(Promise.reject(new Error('This page can have no service worker.')));
    await expect(open.ready).rejects.toThrow('no service worker');
    expect(receive(await answer(1)).refused?.message).toBe('This page can have no service worker.');
  });
});

type StartMocks = typeof startMocks;

/** Starts the mocks in a window, by that window's own copy of the module. */
async function mocksIn(where: Window): Promise<MockNetwork> {
  const realm = where as unknown as { startMocks?: StartMocks };
  const start = where === window ? (await import('../../../mocks/browser.ts')).startMocks : realm.startMocks!;
  const mocks = await start(location.origin);
  closing.unshift(() => mocks.stop());
  return mocks;
}

/** A second page of the site, with the mocks' module in it. */
async function sameOriginFrame(): Promise<Window> {
  const frame = document.createElement('iframe');
  frame.src = '/scenario.schema.json';
  document.body.append(frame);
  await new Promise((resolve) => (frame.onload = resolve));
  const realm = frame.contentWindow as unknown as {
    startMocks?: StartMocks;
    __vitest_browser_runner__: object;
  };
  // vitest wraps dynamic imports in the modules that it serves.
  realm.__vitest_browser_runner__ = { wrapDynamicImport: (load: () => unknown) => load() };
  const script = frame.contentDocument!.createElement('script');
  script.type = 'module';
  script.textContent = "import { startMocks } from '/mocks/browser.ts'; window.startMocks = startMocks;";
  frame.contentDocument!.documentElement.append(script);
  await expect.poll(() => realm.startMocks).toBeDefined();
  closing.push(() => frame.remove());
  return frame.contentWindow!;
}

interface OpenDesk {
  readonly open: HttpDesk;
  readonly heard: ReadonlyMap<number, readonly TimedPart[]>;
  readonly struck: readonly DeskStrike[];
  /** Makes a call and waits for its last part. */
  readonly answer: (call: number) => Promise<readonly TimedPart[]>;
}

function desk(
  mocks: Mocks<Serve> | Promise<Mocks<Serve>>,
  serve: (onStrike: (call: number, strike: DeskStrike) => void) => Serve = () => () => ({ parts: [] }),
): OpenDesk {
  const heard = new Map<number, TimedPart[]>();
  const struck: DeskStrike[] = [];
  const whole = new Map<number, () => void>();
  const open = openHttpDesk<Serve>({
    world: 1,
    mocks: Promise.resolve(mocks),
    serve,
    cast: scriptedCast({ 'gpt-4o': {} }),
    onParts(call, parts, strikes) {
      struck.push(...strikes);
      if (parts.length > 0) heard.set(call, [...(heard.get(call) ?? []), ...parts]);
      if (parts.some(({ part }) => isLast(part))) whole.get(call)?.();
    },
  });
  closing.unshift(() => open.close());
  return {
    open,
    heard,
    struck,
    async answer(call) {
      const over = new Promise<void>((resolve) => whole.set(call, resolve));
      open.call(call, identity, request);
      await over;
      return heard.get(call)!;
    },
  };
}
