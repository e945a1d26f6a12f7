import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../../src/simulation/door/sha-256.ts';
import { rehearseProgram, type Globals } from './program-world.ts';

/** What a program returns, after `ms` of the world's time. */
const told = async (body: (g: Globals) => unknown, ms = 0, seed = 1) => {
  const { value } = await rehearseProgram(
    (g) => async () => {
      if (ms > 0) await new Promise((resolve) => g.setTimeout(resolve, ms));
      return body(g);
    },
    { seed },
  );
  return value;
};

const refusal = async (body: (g: Globals) => unknown): Promise<string | undefined> =>
  (await rehearseProgram((g) => async () => body(g))).finished.failure?.message;

describe('the date is the world’s, in UTC on every machine', () => {
  test('it begins with 2026 and goes with the clock', async () => {
    const times = await told(
      (g) => [g.Date.now(), new g.Date().toISOString(), g.performance.timeOrigin],
      1500,
    );
    expect(times).toEqual([Date.UTC(2026, 0, 1) + 1500, '2026-01-01T00:00:01.500Z', Date.UTC(2026, 0, 1)]);
  });

  test.each([
    ['now', (g: Globals) => g.Date(), 'Thu Jan 01 2026 00:00:00 GMT+0000 (Coordinated Universal Time)'],
    ['parts', (g: Globals) => new g.Date(2026, 5, 1, 12).toISOString(), '2026-06-01T12:00:00.000Z'],
    [
      'a time without a zone',
      (g: Globals) => new g.Date('2026-06-01T12:00').toISOString(),
      '2026-06-01T12:00:00.000Z',
    ],
    ['a day', (g: Globals) => new g.Date('2026-06-01').toISOString(), '2026-06-01T00:00:00.000Z'],
    [
      'a zone',
      (g: Globals) => new g.Date('2026-06-01T12:00+02:00').toISOString(),
      '2026-06-01T10:00:00.000Z',
    ],
    ['English', (g: Globals) => new g.Date('Jun 1 2026 12:00').toISOString(), '2026-06-01T12:00:00.000Z'],
    [
      'a mail’s',
      (g: Globals) => new g.Date('Mon, 01 Jun 2026 12:00:00 GMT').toISOString(),
      '2026-06-01T12:00:00.000Z',
    ],
    ['another date', (g: Globals) => new g.Date(new g.Date(5)).getTime(), 5],
    [
      'fields',
      (g: Globals) => {
        const d = new g.Date('2026-06-01T12:34:56.789Z');
        return [d.getHours(), d.getDay(), d.getTimezoneOffset()];
      },
      [12, 1, 0],
    ],
    [
      'a field set',
      (g: Globals) => {
        const d = new g.Date(0);
        d.setHours(5, 6);
        return d.toISOString();
      },
      '1970-01-01T05:06:00.000Z',
    ],
    [
      'nothing readable',
      (g: Globals) => [String(new g.Date('soon')), Number.isNaN(g.Date.parse('soon'))],
      ['Invalid Date', true],
    ],
  ])('of %s', async (_what, body, expected) => {
    expect(await told(body)).toEqual(expected);
  });

  test('a subclass is one as well', async () => {
    const [at, isDate] = (await told((g) => {
      class Day extends g.Date {}
      const day = new Day();
      return [day.getTime(), day instanceof g.Date];
    })) as unknown[];
    expect([at, isDate]).toEqual([Date.UTC(2026, 0, 1), true]);
  });

  test('the default locale and zone are American and UTC', async () => {
    const texts = await told((g) => [
      new g.Date(0).toLocaleDateString(),
      new g.Intl.DateTimeFormat().resolvedOptions().timeZone,
      new g.Intl.NumberFormat().resolvedOptions().locale,
      new g.Intl.DateTimeFormat('en', { dateStyle: 'short' }).format(),
      (1234.5).toLocaleString('en'),
    ]);
    expect(texts).toEqual(['1/1/1970', 'UTC', 'en-US', '1/1/26', '1,234.5']);
  });
});

describe('chance is drawn from the seed', () => {
  const draws = (seed: number) =>
    told(
      (g) => [
        g.Math.random(),
        g.crypto.randomUUID(),
        Array.from(g.crypto.getRandomValues(new Uint8Array(5))),
      ],
      0,
      seed,
    );

  test('the same for one seed, and different for another', async () => {
    const [one, again, other] = [await draws(1), await draws(1), await draws(2)];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });

  test('a UUID is of version 4', async () => {
    expect(((await draws(3)) as unknown[])[1]).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  test('random numbers are spread over [0, 1)', async () => {
    const numbers = (await told((g) => Array.from({ length: 2000 }, () => g.Math.random()))) as number[];
    const tenths = numbers.map((n) => Math.floor(n * 10));
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = tenths.filter((n) => n === tenth).length / numbers.length;
      expect(share).toBeGreaterThan(0.07);
      expect(share).toBeLessThan(0.13);
    }
  });

  test.each([65_536, 65_537])('%i bytes at once', async (length) => {
    const text = await told((g) => {
      try {
        return g.crypto.getRandomValues(new Uint8Array(length)).length;
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(text).toBe(length === 65_536 ? length : 'crypto.getRandomValues gives at most 65536 bytes a call');
  });

  test('a digest is given at once, and only the one that every engine has in common', async () => {
    const hex = await told(async (g) =>
      Array.from(new Uint8Array(await g.crypto.subtle.digest('SHA-256', new TextEncoder().encode('abc')))),
    );
    expect(hex).toEqual([...createHash('sha256').update('abc').digest()]);
    expect(await refusal((g) => g.crypto.subtle.digest('SHA-512', new Uint8Array()))).toMatch(/use SHA-256$/);
    expect(await refusal((g) => g.crypto.subtle.generateKey('Ed25519', true, []))).toMatch(
      /^crypto\.subtle\.generateKey is not part of a world/,
    );
  });

  test('SHA-256 is the platform’s for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(
          createHash('sha256').update(bytes).digest('hex'),
        );
      }),
    );
  });
});

describe('what is no part of a world', () => {
  test.each([
    [
      'WebSocket',
      (g: Globals) => new g.WebSocket('wss://x.test'),
      /^WebSocket is not part of a world: a model is asked by fetch/,
    ],
    ['EventSource', (g: Globals) => new g.EventSource('https://x.test'), /^EventSource is not/],
    ['Worker', (g: Globals) => new g.Worker('x.js'), /^Worker is not part of a world: a world is one thread/],
    ['BroadcastChannel', (g: Globals) => new g.BroadcastChannel('x'), /^BroadcastChannel is not/],
    [
      'CompressionStream',
      (g: Globals) => new g.CompressionStream('gzip'),
      /^CompressionStream is not part of a world: it answers when the machine likes/,
    ],
    [
      'Atomics.waitAsync',
      (g: Globals) => (g.Atomics as unknown as Record<'waitAsync', () => unknown>).waitAsync(),
      /^Atomics\.waitAsync is not/,
    ],
    [
      'WebAssembly.compile',
      (g: Globals) => g.WebAssembly.compile(new Uint8Array()),
      /^WebAssembly\.compile is not .* use new WebAssembly\.Module/,
    ],
    [
      'a stream that goes over to another thread',
      (g: Globals) => {
        const stream = new g.ReadableStream();
        return g.structuredClone(stream, { transfer: [stream] });
      },
      /^structuredClone that transfers a ReadableStream is not part of a world: .* hand over the thing itself$/,
    ],
    ['an object URL', (g: Globals) => g.URL.createObjectURL({} as Blob), /^URL\.createObjectURL is not/],
  ])('%s is refused by name, with what to do', async (_name, body, message) => {
    expect(await refusal(body)).toMatch(message);
  });

  test('a buffer may be transferred: that is done at once', async () => {
    const lengths = await told((g) => {
      const buffer = new ArrayBuffer(4);
      const moved = g.structuredClone(buffer, { transfer: [buffer] });
      return [buffer.byteLength, moved.byteLength];
    });
    expect(lengths).toEqual([0, 4]);
  });

  test('whoever opens Node’s connections cannot be taken from the global scope', async () => {
    const key = Symbol.for('undici.globalDispatcher.1');
    const found = await told((g) => {
      const scope = g as unknown as Record<symbol, unknown>;
      return typeof scope[key];
    });
    expect(found).toBe('undefined');
  });

  test('what is there or not as the page was served is not there', async () => {
    const types = await told((g) => [typeof g.SharedArrayBuffer, typeof g.PerformanceObserver]);
    expect(types).toEqual(['undefined', 'undefined']);
  });

  test('what libraries look for is not there', async () => {
    const types = await told((g) => [typeof g.XMLHttpRequest, typeof g.localStorage, typeof g.indexedDB]);
    expect(types).toEqual(['undefined', 'undefined', 'undefined']);
  });
});

describe('the rest is there, and tells nothing of the machine', () => {
  test('weak references hold', async () => {
    const held = await told((g) => {
      const target = { a: 1 };
      new g.FinalizationRegistry(() => undefined).register(target, 1);
      return [new g.WeakRef(target).deref() === target, errorOf(() => new g.WeakRef(1 as never))];
    });
    expect(held).toEqual([true, 'TypeError']);
  });

  test('marks measure the world’s time', async () => {
    const durations = await told((g) => {
      g.performance.mark('begin', { startTime: 10 });
      return [
        g.performance.measure('a', 'begin').duration,
        g.performance.measure('b', { start: 'begin', end: 30 }).duration,
        g.performance.measure('c').duration,
        g.performance.getEntries(),
      ];
    }, 50);
    expect(durations).toEqual([40, 20, 50, []]);
  });

  test('the navigator is nobody’s', async () => {
    expect(await told((g) => [g.navigator.userAgent, g.navigator.hardwareConcurrency])).toEqual([
      'Rehearsal',
      1,
    ]);
  });

  test('the console writes to the history', async () => {
    const { events } = await rehearseProgram((g) => () => g.console.warn('careful', { n: 1 }));
    expect(events('log.written').map(({ level, text }) => [level, text])).toEqual([
      ['warn', 'careful {"n":1}'],
    ]);
  });

  test('an error that is reported fails the run', async () => {
    const { finished } = await rehearseProgram((g) => async () => {
      g.reportError(new Error('seen'));
      await new Promise((resolve) => g.setTimeout(resolve, 10));
    });
    expect(finished).toMatchObject({ outcome: 'failed', failure: { message: 'seen' } });
  });
});

function errorOf(act: () => unknown): string {
  try {
    act();
    return 'none';
  } catch (error) {
    return (error as Error).name;
  }
}
