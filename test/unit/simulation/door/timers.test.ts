import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { rehearseProgram, type Globals } from './program-world.ts';

type Log = (what: unknown) => void;

/** What a program logs with the world's time, until `ms` have passed. */
const logged = async (ms: number, body: (g: Globals, log: Log) => unknown) => {
  const { value } = await rehearseProgram((g) => async () => {
    const log: [number, unknown][] = [];
    body(g, (what) => log.push([g.performance.now(), what]));
    await new Promise((resolve) => g.setTimeout(resolve, ms));
    return log;
  });
  return value;
};

describe('timers go by the world’s clock', () => {
  test('a minute is over at once, and in order', async () => {
    const log = await logged(60_000, (g, say) => {
      g.setTimeout(say, 59_000, 'late');
      g.setTimeout(say, 10, 'early');
      g.setTimeout(say, 10, 'second');
    });
    expect(log).toEqual([
      [10, 'early'],
      [10, 'second'],
      [59_000, 'late'],
    ]);
  });

  test.each([
    [undefined, 1],
    [0, 1],
    [0.9, 1],
    [1, 1],
    [1.9, 1],
    [2, 2],
    [-5, 1],
    [NaN, 1],
    [2_147_483_647, 2_147_483_647],
    [2_147_483_648, 1],
  ])('a time-out of %s takes %i ms', async (delay, ms) => {
    const { value } = await rehearseProgram(
      (g) => () => new Promise((resolve) => g.setTimeout(() => resolve(g.performance.now()), delay)),
    );
    expect(value).toBe(ms);
  });

  test('an immediate takes none, and comes after what is pending', async () => {
    const log = await logged(5, (g, say) => {
      g.setImmediate(say, 'immediate');
      void Promise.resolve().then(() => say('microtask'));
    });
    expect(log).toEqual([
      [0, 'microtask'],
      [0, 'immediate'],
    ]);
  });

  test('what is cleared never comes, by its handle or by its number', async () => {
    const log = await logged(100, (g, say) => {
      g.clearTimeout(g.setTimeout(say, 10, 'cleared'));
      g.clearTimeout(+g.setTimeout(say, 10, 'cleared by number'));
      g.clearImmediate(g.setImmediate(say, 'cleared'));
      g.clearTimeout(undefined);
      g.setTimeout(say, 20, 'kept');
    });
    expect(log).toEqual([[20, 'kept']]);
  });

  test('an interval comes again until it is cleared, also from within', async () => {
    const log = await logged(1000, (g, say) => {
      let times = 0;
      const interval = g.setInterval(() => {
        say(++times);
        if (times === 3) g.clearInterval(interval);
      }, 100);
    });
    expect(log).toEqual([
      [100, 1],
      [200, 2],
      [300, 3],
    ]);
  });

  test('a handle is what Node’s is', async () => {
    const log = await logged(100, (g, say) => {
      const timer = g.setTimeout(say, 30, 'refreshed');
      g.setTimeout(() => timer.refresh(), 20);
      say([timer.unref() === timer, timer.ref() === timer, timer.hasRef()]);
      g.setTimeout(say, 10, 'closed').close();
    });
    expect(log).toEqual([
      [0, [true, true, true]],
      [50, 'refreshed'],
    ]);
  });

  test('they can be promised, and given up', async () => {
    const { value } = await rehearseProgram((g) => async () => {
      const value = await promisify(g.setTimeout)(40, 'done');
      const controller = new AbortController();
      g.setTimeout(() => controller.abort(new Error('enough')), 5);
      const given = await promisify(g.setTimeout)(50, 'late', { signal: controller.signal }).catch(
        (error: unknown) => (error as Error).message,
      );
      return [value, given, g.performance.now()];
    });
    expect(value).toEqual(['done', 'enough', 45]);
  });

  test('text is not evaluated', async () => {
    const { finished } = await rehearseProgram((g) => () => g.setTimeout('1 + 1' as never, 1));
    expect(finished.failure?.$unhashed?.detail).toMatch(/^setTimeout takes a function/);
  });
});

describe('code that a timer calls', () => {
  test('fails the run when it throws, as Node would end the process', async () => {
    const { finished, history } = await rehearseProgram((g) => async () => {
      g.setTimeout(() => {
        throw new RangeError('out of stock');
      }, 10);
      await new Promise((resolve) => g.setTimeout(resolve, 1000));
    });
    expect(finished).toMatchObject({ t: 10, outcome: 'failed', failure: { code: 'thrown' } });
    expect(history.at(-1)).toMatchObject({ type: 'world.ended', t: 10 });
  });

  test('is not called after the run has ended', async () => {
    const { events, history } = await rehearseProgram((g) => () => {
      g.setInterval(() => g.console.log('still here'), 10);
      return 'done';
    });
    expect(events('log.written')).toEqual([]);
    expect(history.at(-1)?.t).toBe(0);
  });
});

test('waiting for something that is not of the world is told of', async () => {
  const { finished } = await rehearseProgram(() => () => new Promise(() => undefined));
  expect(finished).toMatchObject({ outcome: 'stalled' });
  expect(finished.failure?.message).toContain('something that the world does not know of');
});

describe('other ways to wait', () => {
  test('a scheduler posts and yields', async () => {
    const { value } = await rehearseProgram((g) => async () => {
      await g.scheduler.yield();
      const now = (): number => g.performance.now();
      const posted: number = await g.scheduler.postTask(now, { delay: 70 });
      const next: number = await g.scheduler.postTask(now);
      return [posted, next];
    });
    expect(value).toEqual([70, 70]);
  });

  test('messages arrive in the order of posting, each a copy', async () => {
    const log = await logged(5, (g, say) => {
      const { port1, port2 } = new g.MessageChannel();
      port1.onmessage = ({ data }: MessageEvent<unknown>) => say(data);
      const message = { n: 1 };
      port2.postMessage(message);
      message.n = 2;
      port2.postMessage(message);
      port2.close();
    });
    expect(log).toEqual([
      [0, { n: 1 }],
      [0, { n: 2 }],
    ]);
  });

  test('a port that was closed hears nothing', async () => {
    const log = await logged(5, (g, say) => {
      const { port1, port2 } = new g.MessageChannel();
      port1.addEventListener('message', () => say('heard'));
      port2.postMessage(1);
      port1.close();
    });
    expect(log).toEqual([]);
  });
});
