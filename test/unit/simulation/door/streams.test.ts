import { describe, expect, test } from 'vitest';
import { captureNatives } from '../../../../src/simulation/door/natives.ts';
import { worldStreams } from '../../../../src/simulation/door/streams.ts';

const platform = captureNatives(globalThis);

/** The platform's stream, whose own ways must not be taken. */
class OnlyReadersAndWriters extends platform.ReadableStream {}
for (const way of ['tee', 'pipeTo', 'pipeThrough', 'values', Symbol.asyncIterator])
  Object.defineProperty(OnlyReadersAndWriters.prototype, way, {
    value: () => {
      throw new Error('the platform’s own way was taken');
    },
  });

const { ReadableStream, TransformStream, TextDecoderStream, TextEncoderStream } = worldStreams(
  platform,
) as unknown as typeof globalThis & {
  readonly ReadableStream: { from<T>(values: Iterable<T> | AsyncIterable<T>): ReadableStream<T> };
};

const listOf = <T>(...values: T[]): ReadableStream<T> =>
  new ReadableStream({
    start(controller) {
      for (const value of values) controller.enqueue(value);
      controller.close();
    },
  });

async function read<T>(stream: ReadableStream<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of stream) found.push(value);
  return found;
}

/** What `act` does, between the microtasks of another chain. */
async function interleaved(act: (say: (word: string) => void) => Promise<void>): Promise<string> {
  const said: string[] = [];
  const ticks = (async () => {
    for (let i = 0; i < 60; i++) {
      await Promise.resolve();
      said.push(String(i));
    }
  })();
  await act((word) => said.push(word));
  await ticks;
  return said.join(' ').replace(/ \d+(?: \d+)*$/, '');
}

describe('the microtasks of a stream are the same in every engine', () => {
  test('of for await', async () => {
    const order = await interleaved(async (say) => {
      for await (const value of listOf('a', 'b', 'c')) say(value);
      say('end');
    });
    expect(order).toBe('0 1 2 a 3 4 5 b 6 7 8 c 9 10 end');
  });

  test('of a stream in two', async () => {
    const order = await interleaved(async (say) => {
      const [one, two] = listOf('a', 'b').tee();
      const drain = async (name: string, stream: ReadableStream<string>) => {
        const reader = stream.getReader();
        for (let next = await reader.read(); !next.done; next = await reader.read()) say(name + next.value);
        say(`${name}end`);
      };
      await Promise.all([drain('1', one), drain('2', two)]);
    });
    expect(order).toBe('0 1 2 1a 2a 3 1b 2b 4 1end 2end');
  });

  test('of a pipe', async () => {
    const order = await interleaved(async (say) => {
      await listOf('a', 'b').pipeTo(new WritableStream({ write: (value) => say(value) }));
      say('end');
    });
    expect(order).toBe('0 1 2 3 4 5 a 6 7 8 9 10 11 12 b 13 14 15 16 17 18 19 20 21 22 23 end');
  });

  test('since none of the platform’s own ways is taken', async () => {
    const own = worldStreams({
      ...platform,
      ReadableStream: OnlyReadersAndWriters,
    }) as unknown as typeof globalThis;
    const source = new own.ReadableStream<string>({
      start(controller) {
        controller.enqueue('grün');
        controller.close();
      },
    });
    const [one, two] = source.pipeThrough(new own.TextEncoderStream()).tee();
    expect(await read(one.pipeThrough(new own.TextDecoderStream()))).toEqual(['grün']);
    let bytes = 0;
    await two.pipeTo(new WritableStream({ write: ({ length }: Uint8Array) => void (bytes += length) }));
    expect(bytes).toBe(5);
  });
});

describe('a pipe', () => {
  test('gives everything in order, and closes', async () => {
    const doubled = new TransformStream<number, number>({
      transform: (value, controller) => controller.enqueue(value * 2),
    });
    expect(await read(listOf(1, 2, 3).pipeThrough(doubled))).toEqual([2, 4, 6]);
  });

  test('whose source breaks aborts what it writes to', async () => {
    let aborted: unknown;
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new Error('no more')),
    });
    await expect(
      broken.pipeTo(new WritableStream({ abort: (reason) => void (aborted = reason) })),
    ).rejects.toThrow('no more');
    expect(aborted).toEqual(new Error('no more'));
  });

  test('that can write no more cancels its source, and lets go of both', async () => {
    let cancelled: unknown;
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue('x'),
      cancel: (reason) => void (cancelled = reason),
    });
    const full = new WritableStream({
      write: () => {
        throw new Error('full');
      },
    });
    await expect(endless.pipeTo(full)).rejects.toThrow('full');
    expect(cancelled).toEqual(new Error('full'));
    expect([endless.locked, full.locked]).toEqual([false, false]);
  });

  test('that is aborted stops while nothing comes', async () => {
    const said: string[] = [];
    const silent = new ReadableStream({
      cancel: (reason: Error) => void said.push(`cancel ${reason.message}`),
    });
    const sink = new WritableStream({ abort: (reason: Error) => void said.push(`abort ${reason.message}`) });
    const controller = new AbortController();
    const piped = silent.pipeTo(sink, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(piped).rejects.toThrow('enough');
    expect(said).toEqual(['abort enough', 'cancel enough']);
  });

  test('keeps open what it is told to', async () => {
    const written: string[] = [];
    const sink = new WritableStream<string>({ write: (value) => void written.push(value) });
    await listOf('a').pipeTo(sink, { preventClose: true });
    await listOf('b').pipeTo(sink);
    expect(written).toEqual(['a', 'b']);
  });

  test('of a locked stream is refused', async () => {
    const locked = listOf('a');
    locked.getReader();
    await expect(locked.pipeTo(new WritableStream())).rejects.toThrow(TypeError);
    expect(() => locked.pipeThrough(new TransformStream())).toThrow(TypeError);
  });
});

describe('a stream', () => {
  test('that is left early is cancelled and free again', async () => {
    let cancelled = false;
    const endless = new ReadableStream<string>({
      pull: (controller) => controller.enqueue('x'),
      cancel: () => void (cancelled = true),
    });
    for await (const value of endless) if (value === 'x') break;
    expect([cancelled, endless.locked]).toEqual([true, false]);
  });

  test('in two is cancelled when both are', async () => {
    let cancelled: unknown = null;
    const source = new ReadableStream({ cancel: (reasons) => void (cancelled = reasons) });
    const [one, two] = source.tee();
    const first = one.cancel('a');
    expect(cancelled).toBeNull();
    await Promise.all([first, two.cancel('b')]);
    expect(cancelled).toEqual(['a', 'b']);
  });

  test('that breaks breaks both of its halves', async () => {
    const [one, two] = new ReadableStream({
      pull: (controller) => controller.error(new Error('cut')),
    }).tee();
    await expect(one.getReader().read()).rejects.toThrow('cut');
    await expect(two.getReader().read()).rejects.toThrow('cut');
  });

  test('comes of anything that can be iterated, here as in every engine', async () => {
    async function* later(): AsyncGenerator<number> {
      yield* [1, 2];
    }
    expect(await read(ReadableStream.from([1, 2]))).toEqual([1, 2]);
    expect(await read(ReadableStream.from(later()))).toEqual([1, 2]);
  });

  test('of text keeps characters whole that come in halves', async () => {
    const halves = listOf('a\ud83d', '\ude00b').pipeThrough(new TextEncoderStream());
    const bytes = await read(halves);
    expect(bytes.map(({ length }) => length)).toEqual([1, 5]);
    const split = listOf(new Uint8Array([0xf0, 0x9f]), new Uint8Array([0x98, 0x80]));
    expect(await read(split.pipeThrough(new TextDecoderStream()))).toEqual(['😀']);
  });
});
