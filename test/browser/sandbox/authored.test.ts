import { describe, expect, test } from 'vitest';
import bundle, { digest } from 'virtual:sandbox-bundle';
import type { Event, EventOf, EventType } from '../../../src/history/events.ts';
import type { TimedPart } from '../../../src/model/reply.ts';
import type { Command } from '../../../src/sandbox/messages.ts';
import type { SandboxOptions } from '../../../src/sandbox/sandbox-client.ts';
import { load, open, run, ticking, type Opened } from './hostile-bundles.ts';

/** An orchestration whose `run` is this body; line 1 is the import, the body starts in line 5. */
const authored = (
  body: string,
  top = '',
): string => `import { orchestration, generate, step } from 'rehearsal';
${top}
export default orchestration({ name: 'Test', steps: { answer: generate({ model: 'gpt-4o', system: 's', timeout: '10s' }) },
  async run(input: any, steps: any, context: any): Promise<any> {
${body}
  },
});
`;

const openReal = (options: Partial<SandboxOptions> = {}): Opened =>
  open(bundle, { engine: digest, ...options });

async function problems(text: string) {
  const sandbox = openReal();
  sandbox.send(load(text));
  return (await sandbox.report('refused')).problems;
}

interface World {
  readonly events: Event[];
  readonly hash: string;
  readonly sandbox: Opened;
  readonly first: <T extends EventType>(type: T) => EventOf<T>;
}

/** The world that comes of this source. */
async function world(text: string, options: Partial<SandboxOptions> = {}): Promise<World> {
  const sandbox = openReal(options);
  sandbox.send(load(text));
  sandbox.send(run(1));
  const fail = (why: unknown): never => {
    throw new Error(JSON.stringify(why));
  };
  const { hash } = await Promise.race([
    sandbox.report('ended'),
    sandbox.death().then(fail),
    sandbox.report('refused').then(fail),
  ]);
  const events = sandbox.reports.flatMap((report) => (report.type === 'events' ? report.events : []));
  const first = <T extends EventType>(type: T) =>
    events.find((event): event is EventOf<T> => event.type === type)!;
  return { events, hash, sandbox, first };
}

test('what one project did to the built-ins does not reach the next', async () => {
  const innocent = authored(
    "return [1, 2].map((n) => Math.imul(n, 3)).concat((await steps.answer('hello')).length);",
  );
  const poison = authored(
    'return 1;',
    'const imul = Math.imul; Math.imul = (a, b) => imul(a, b) ^ 1; (Array.prototype as any).left = 1;',
  );
  const alone = await world(innocent);
  alone.sandbox.close();
  const sandbox = openReal();
  const ended = () => sandbox.reports.flatMap((report) => (report.type === 'ended' ? [report.hash] : []));
  sandbox.send(load(poison, 1));
  sandbox.send(run(1));
  await expect.poll(ended).toHaveLength(1);
  sandbox.send(load(innocent, 2));
  sandbox.send(run(2));
  await expect.poll(ended).toHaveLength(2);
  expect(ended()[1]).toBe(alone.hash);
});

describe('problems name their file and line', () => {
  test('syntax that sucrase passes and the engine refuses', async () => {
    const [problem] = await problems(
      authored('const a: number = 1;\n\nlet b = 1;\nlet b = 2;\nreturn a + b;'),
    );
    expect(problem).toMatchObject({ file: 'a.ts', line: 8, message: expect.stringContaining("'b'") });
  });

  test('syntax that sucrase refuses', async () => {
    const [problem] = await problems(authored('return 1 +;'));
    expect(problem).toMatchObject({ file: 'a.ts', line: 5 });
  });

  test('an unknown import', async () => {
    const [problem] = await problems(authored('return x;', "\nimport { x } from './labels';"));
    expect(problem).toMatchObject({ file: 'a.ts', line: 3, message: expect.stringContaining("'./labels'") });
  });

  test('an error thrown while a module is evaluated', async () => {
    const thrower =
      '\ninterface Shape {\n  a: number;\n}\nconst shape: Shape | null = null;\nconsole.log(shape!.a);';
    expect((await problems(authored('return 1;', thrower)))[0]).toMatchObject({ file: 'a.ts', line: 7 });
  });

  test('a closed door at the top of a module', async () => {
    expect((await problems(authored('return 1;', '\nconst started = Date.now();')))[0]).toEqual({
      file: 'a.ts',
      line: 3,
      column: 1,
      message: 'Date.now is not part of a world yet: use now() of the context',
    });
  });

  test('no default export, and one that is no orchestration', async () => {
    expect((await problems('export const a = 1;'))[0]!.message).toContain('a.ts has no default export');
    expect((await problems('const a = 1;\n\nexport default { a };'))[0]).toMatchObject({
      line: 3,
      message: expect.stringContaining('not an orchestration'),
    });
  });
});

describe('a world', () => {
  test('is computed, hashed and sent', async () => {
    const { events, hash, sandbox, first } = await world(authored('return steps.answer("hello");'));
    expect(first('world.started')).toMatchObject({
      seed: 1,
      host: 'simulated',
      nondeterministic: [],
      $unhashed: { engine: digest },
    });
    expect(first('run.finished')).toMatchObject({ outcome: 'returned', value: expect.any(String) });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i));
    expect([...new Set(sandbox.reports.map(({ type }) => type))]).toEqual([
      'ready',
      'loaded',
      'events',
      'ended',
    ]);
    sandbox.send({ ...run(2), type: 'sweep', seeds: 3 });
    const { hashes } = await sandbox.report('swept');
    expect(hashes[0]).toBe(hash);
    expect(new Set(hashes).size).toBe(3);
  });

  test('an error that it throws is located', async () => {
    const { first } = await world(
      authored("const fail = (): never => {\n  throw new Error('boom');\n};\nreturn fail();"),
    );
    expect(first('run.finished')).toMatchObject({
      outcome: 'failed',
      failure: { code: 'thrown', message: 'boom', $unhashed: { file: 'a.ts', line: 6 } },
    });
  });

  test('returning nothing is a warning', async () => {
    const { first } = await world(authored('await context.sleep("1s");'));
    expect(first('run.finished')).toMatchObject({ outcome: 'returned', value: null });
    expect(first('warning.raised').message).toContain('returned nothing');
  });

  test('console lines are events', async () => {
    const { first } = await world(authored('console.warn("slow", { ms: 5 }); return 1;'));
    expect(first('log.written')).toMatchObject({ run: 'run-1', level: 'warn', text: 'slow {"ms":5}' });
  });

  test('leaves nothing to the next', async () => {
    const { hash, sandbox } = await world(
      authored(
        'count++; (globalThis as any).left = ((globalThis as any).left ?? 0) + 1; return [count, (globalThis as any).left];',
        'let count = 0;',
      ),
    );
    sandbox.reports.length = 0;
    sandbox.send(run(2));
    expect((await sandbox.report('ended')).hash).toBe(hash);
  });

  test('or a word that it was skipped answers every run; the newest is computed', async () => {
    const sandbox = openReal();
    sandbox.send(load(authored('await context.sleep("1s"); return 1;')));
    await sandbox.report('loaded');
    for (const number of [1, 2, 3, 4]) sandbox.send(run(number));
    const answers = () =>
      sandbox.reports.flatMap((report) =>
        report.type === 'ended' || report.type === 'skipped' ? [report] : [],
      );
    await expect.poll(() => answers().length).toBe(4);
    expect(
      answers()
        .map(({ world }) => world)
        .sort(),
    ).toEqual([1, 2, 3, 4]);
    expect(answers().find(({ world }) => world === 4)).toMatchObject({ type: 'ended' });
  });

  test('with more events than credit comes whole', async () => {
    const { events } = await world(
      authored(
        'for (let i = 0; i < 60; i++) { for (let j = 0; j < 1000; j++) context.warn("w"); await context.sleep("1s"); } return 1;',
      ),
    );
    expect(events).toHaveLength(60_000 + 4);
  });

  test('on the wall clock asks the page', async () => {
    const reply: TimedPart[] = [
      { atMs: 1, part: { type: 'head', version: 'live-1' } },
      { atMs: 2, part: { type: 'text', text: 'answered by the page' } },
      { atMs: 3, part: { type: 'usage', usage: { inputTokens: 1, outputTokens: 1 } } },
      { atMs: 3, part: { type: 'end', reason: 'stop' } },
    ];
    const sandbox = openReal();
    sandbox.send(load(authored('return steps.answer("hello");')));
    sandbox.send({ ...run(1), inputs: { ...run(1).inputs, host: 'wall' } });
    const { call, world } = await sandbox.report('call');
    sandbox.send({ type: 'parts', world, call, parts: reply });
    await sandbox.report('ended');
    const events = sandbox.reports.flatMap((report) => (report.type === 'events' ? report.events : []));
    expect(events[0]).toMatchObject({
      host: 'wall',
      nondeterministic: [expect.any(String), expect.any(String)],
    });
    expect(events.find(({ type }) => type === 'run.finished')).toMatchObject({
      value: 'answered by the page',
    });
  });
});

describe('hostile code', () => {
  test('finds every way out closed by name', async () => {
    const attempts = {
      fetch: 'fetch("/")',
      XMLHttpRequest: 'new XMLHttpRequest()',
      WebSocket: 'new WebSocket("ws://127.0.0.1")',
      EventSource: 'new EventSource("/")',
      importScripts: 'importScripts("/a.js")',
      Worker: 'new Worker("/a.js")',
      indexedDB: 'indexedDB.open("a")',
      caches: 'caches.open("a")',
      BroadcastChannel: 'new BroadcastChannel("a")',
      MessageChannel: 'new MessageChannel()',
      MessagePort: 'new MessagePort()',
      postMessage: '(globalThis as any).postMessage("forged")',
      'self.postMessage': 'self.postMessage({ type: "beat" } as any)',
      onmessage: 'self.onmessage = () => 1',
      addEventListener: 'self.addEventListener("message", () => 1)',
      'through the prototype': '(self as any).__proto__.__proto__.fetch("/")',
      close: 'self.close()',
      location: 'self.location.href',
      setTimeout: 'setTimeout(() => 1, 1)',
      'Date.now': 'Date.now()',
      'Math.random': 'Math.random()',
      'crypto.randomUUID': 'crypto.randomUUID()',
      'performance.now': 'performance.now()',
      requestAnimationFrame: '(self as any).requestAnimationFrame(() => 1)',
      'Event.timeStamp': 'new Event("a").timeStamp',
      navigator: '(navigator as any).hardwareConcurrency',
    };
    const body = Object.entries(attempts)
      .map(([name, code]) => `await attempt(${JSON.stringify(name)}, async () => ${code});`)
      .join('\n');
    const { first } = await world(
      authored(
        `const found: any = {};
        const attempt = async (name: string, body: () => Promise<any>) => {
          try { found[name] = 'reached ' + String(await body()); } catch (error: any) { found[name] = error.message; }
        };
        ${body}
        return found;`,
      ),
    );
    const finished = first('run.finished');
    expect(finished.outcome).toBe('returned');
    const found = finished.value as Record<string, string>;
    expect(found).toMatchObject({
      fetch: expect.stringContaining('fetch is not part of a world yet'),
      importScripts: 'importScripts is not part of the sandbox',
      Worker: expect.stringContaining('Worker is not part of a world yet'),
      MessagePort: 'MessagePort is not part of the sandbox',
      postMessage: 'postMessage is not part of the sandbox',
      'self.postMessage': 'postMessage is not part of the sandbox',
      onmessage: 'onmessage is not part of the sandbox',
      location: 'location.href is not part of the sandbox',
      navigator: 'reached undefined',
    });
    const reached = Object.entries(found).filter(([, outcome]) => outcome.startsWith('reached'));
    expect(reached.map(([name]) => name)).toEqual(['navigator']);
    for (const [name, outcome] of Object.entries(found))
      if (name !== 'navigator') expect(outcome, name).toMatch(/is not part of (?:a world yet|the sandbox)/);
  });

  test('import() leads nowhere, written out or computed', async () => {
    const [problem] = await problems(authored('return import("https://example.com/a.js" as any);'));
    expect(problem).toMatchObject({ line: 5, message: expect.stringContaining('cannot be imported') });
    const { first } = await world(authored('return import(["https:", "", "example.com"].join("/"));'));
    expect(first('run.finished')).toMatchObject({
      outcome: 'failed',
      failure: { message: "'https://example.com' cannot be imported by a.ts" },
    });
  });

  test('that tampers with what the realm shares is found out by the page', async () => {
    const sandbox = openReal();
    sandbox.send(
      load(
        authored(
          `const push = Array.prototype.push;
           Array.prototype.push = function (...items: any[]) {
             for (const item of items) if (item?.type === 'run.finished') item.seq = 10_000;
             return push.apply(this, items);
           };
           return 1;`,
        ),
      ),
    );
    sandbox.send(run(1));
    expect(await sandbox.death()).toMatchObject({
      type: 'violated',
      worlds: [1],
      message: expect.stringContaining('seq 10000'),
    });
  });

  test.each([
    ['a loop', 'for (;;);'],
    ['a loop that awaits what is there already', 'for (;;) await null;'],
  ])('%s is ended, while the page goes on', async (_name, body) => {
    const sandbox = openReal({ limits: { busyMs: 400, hungMs: 1_000 } });
    sandbox.send(load(authored(body)));
    await sandbox.report('loaded');
    const page = ticking();
    sandbox.send(run(1));
    expect(await sandbox.death()).toMatchObject({ type: 'hung', worlds: [1] });
    expect(page.ticks()).toBeGreaterThan(page.sinceMs() / 10 / 3);
  });

  test('a loop that sleeps for ever is alive, and over on stop', async () => {
    const sandbox = openReal({ limits: { busyMs: 200, hungMs: 400 } });
    sandbox.send(load(authored('for (;;) await context.sleep("1ms");')));
    sandbox.send(run(1));
    await sandbox.report('events');
    const page = ticking();
    await expect.poll(() => page.ticks(), { timeout: 10_000 }).toBeGreaterThan(80);
    expect(sandbox.deaths).toEqual([]);
    sandbox.stop();
    expect(sandbox.deaths).toMatchObject([{ type: 'stopped', worlds: [1] }]);
  });

  const UNCAUGHT =
    'nobody handled an error: it was thrown in a microtask or a listener, where nobody could catch it';
  test.each([
    ['rejection', 'nobody handled an error: stray', 'void Promise.reject(new Error("stray"));'],
    ['error in a microtask', UNCAUGHT, 'queueMicrotask(() => { throw new Error("stray"); });'],
    [
      'error in a listener',
      UNCAUGHT,
      'const all = new EventTarget(); all.addEventListener("a", () => { throw new Error("stray"); }); all.dispatchEvent(new Event("a"));',
    ],
  ])('a stray %s fails its run by name', async (_what, message, code) => {
    const { first } = await world(authored(`${code} await context.sleep("1s"); return 1;`));
    expect(first('run.finished')).toMatchObject({
      outcome: 'failed',
      failure: { message },
    });
  });
});

describe('commands', () => {
  test('that come before anything is loaded are skipped', async () => {
    const sandbox = openReal();
    sandbox.send(run(1));
    expect(await sandbox.report('skipped')).toMatchObject({ world: 1, why: 'not loaded' });
  });

  test('a newer load supersedes what waits', async () => {
    const sandbox = openReal();
    const commands: Exclude<Command, { type: 'credit' }>[] = [
      load(authored('return 1;'), 1),
      run(1),
      load(authored('return 2;'), 2),
      run(2),
    ];
    for (const command of commands) sandbox.send(command);
    expect(await sandbox.report('ended')).toMatchObject({ world: 2 });
    expect(await sandbox.report('skipped')).toMatchObject({ world: 1, why: 'superseded' });
  });
});
