import { describe, expect, test } from 'vitest';
import bundle, { digest } from 'virtual:sandbox-bundle';
import door from 'virtual:sandbox-door';
import type { Event, EventOf } from '../../../src/history/events.ts';
import { load, open, run, type Opened } from './hostile-bundles.ts';

/** A program's bundle whose main function has this body. */
const program = (body: string, number = 1) =>
  ({ ...load(`exports.default = async (input) => {\n${body}\n};`, number), door }) as const;

const eventsOf = (sandbox: Opened): Event[] =>
  sandbox.reports.flatMap((report) => (report.type === 'events' ? report.events : []));

async function finished(body: string) {
  const sandbox = open(bundle, { engine: digest });
  sandbox.send(program(body));
  sandbox.send(run(1));
  await sandbox.report('ended');
  const events = eventsOf(sandbox);
  return {
    ...events.find((event): event is EventOf<'run.finished'> => event.type === 'run.finished')!,
    endMs: events.at(-1)!.t,
  };
}

const ASK = `fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', body: JSON.stringify({
  model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'hello' }] }) })`;

describe('a program in the sandbox', () => {
  test('is answered by the cast, part by part, on virtual time', async () => {
    const { value, outcome } = await finished(`
      const times = [];
      const response = await ${ASK};
      for await (const chunk of response.body) times.push(performance.now());
      return { status: response.status, growing: times.every((t, i) => i === 0 || t >= times[i - 1]), parts: times.length };`);
    expect(outcome).toBe('returned');
    expect(value).toMatchObject({ status: 200, growing: true });
    expect((value as { parts: number }).parts).toBeGreaterThan(3);
  });

  test('reads streams of the platform within its turns', async () => {
    const { value, endMs } = await finished(`
      const response = await ${ASK};
      const [one, other] = response.clone().body.pipeThrough(new TextDecoderStream()).tee();
      let text = '';
      const reader = one.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        text += value;
      }
      await other.cancel();
      return [text === await response.text(), text.includes('[DONE]')];`);
    expect(value).toEqual([true, true]);
    expect(endMs).toBeGreaterThan(0);
  });

  test('hears its signals, and is told of time-outs', async () => {
    const { value } = await finished(`
      const heard = [];
      const signal = AbortSignal.timeout(20);
      signal.addEventListener('abort', () => heard.push(performance.now()));
      await ${ASK.replace("{ method: 'POST'", "{ signal, method: 'POST'")}.catch((error) => heard.push(error.name));
      return heard;`);
    expect(value).toEqual([20, 'TimeoutError']);
  });

  test('fails with what it threw where nobody could catch it', async () => {
    const { failure, endMs } = await finished(`
      queueMicrotask(() => { throw new Error('dropped'); });
      await new Promise((resolve) => setTimeout(resolve, 1000));`);
    expect(failure?.message).toBe('it was thrown in a microtask or a listener, where nobody could catch it');
    expect(failure?.$unhashed).toMatchObject({ detail: 'dropped' });
    expect(endMs).toBe(0);
  });

  test('finds the rest of the machine closed', async () => {
    const { value } = await finished(`
      const names = [];
      for (const use of [() => new WebSocket('wss://x.test'), () => postMessage(1), () => new Worker('x.js')])
        try { use(); } catch (error) { names.push(error.message); }
      return [...names, typeof indexedDB, typeof XMLHttpRequest, typeof location];`);
    expect(value).toEqual([
      'WebSocket is not part of a world: a model is asked by fetch, which may stream its reply',
      'postMessage is not part of the sandbox',
      'Worker is not part of a world: a world is one thread; start promises for what goes on at once',
      'undefined',
      'undefined',
      'undefined',
    ]);
  });

  test('leaves nothing to the next world', async () => {
    const sandbox = open(bundle, { engine: digest });
    sandbox.send(
      program(`globalThis.left = (globalThis.left ?? 0) + 1;
        const changed = fetch.changed ?? 0;
        fetch.changed = 1;
        return [globalThis.left, changed, Math.random()];`),
    );
    const { inputs } = run(1);
    sandbox.send({ type: 'sweep', world: 1, inputs, seeds: 3 });
    const { hashes } = await sandbox.report('swept');
    sandbox.send(run(2, 3));
    expect((await sandbox.report('ended')).hash).toBe(hashes[2]);
  });

  test('has no part in what an orchestration finds', async () => {
    const closed = load(
      "import { orchestration } from 'rehearsal';\nexport default orchestration({ name: 'x', steps: {}, run: () => setTimeout(() => 1, 1) });",
      2,
    );
    const sandbox = open(bundle, { engine: digest });
    const ended = () => sandbox.reports.filter(({ type }) => type === 'ended').length;
    sandbox.send(program('return 1;'));
    sandbox.send(run(1));
    await expect.poll(ended).toBe(1);
    sandbox.send(closed);
    sandbox.send(run(2));
    await expect.poll(ended).toBe(2);
    expect(eventsOf(sandbox).filter(({ type }) => type === 'run.finished')).toMatchObject([
      { outcome: 'returned' },
      {
        outcome: 'failed',
        failure: { message: expect.stringMatching(/^setTimeout is not part of a world yet/) },
      },
    ]);
  });
});
