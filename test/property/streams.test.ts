/** Whatever goes through the streams of a world comes out as it would of the platform's. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { captureNatives } from '../../src/simulation/door/natives.ts';
import { worldStreams } from '../../src/simulation/door/streams.ts';

type Streams = Pick<
  typeof globalThis,
  'ReadableStream' | 'TransformStream' | 'TextDecoderStream' | 'TextEncoderStream'
>;

const world = worldStreams(captureNatives(globalThis)) as unknown as Streams;

type Way = 'through' | 'text and back' | 'tee' | 'to' | 'breaks' | 'stop';
const way = fc.constantFrom<Way>('through', 'text and back', 'tee', 'to', 'breaks', 'stop');
const chunk = fc.string({ unit: 'binary', minLength: 1, maxLength: 4 });

/** What comes out at the end of all ways, and how it ended. */
async function outcome(streams: Streams, chunks: readonly string[], ways: readonly Way[]): Promise<unknown> {
  const found: string[] = [];
  let stopAt = Infinity;
  let stream: ReadableStream<string> = new streams.ReadableStream({
    start(controller) {
      for (const text of chunks) controller.enqueue(text);
      controller.close();
    },
  });
  try {
    for (const one of ways) {
      if (one === 'stop') stopAt = 2;
      else stream = await after(streams, stream, one);
    }
    for await (const text of stream) {
      found.push(text);
      if (found.length >= stopAt) break;
    }
    return { text: found.join(''), ended: 'whole', locked: stream.locked };
  } catch (error) {
    return { text: found.join(''), ended: (error as Error).message };
  }
}

async function after(
  streams: Streams,
  stream: ReadableStream<string>,
  one: Exclude<Way, 'stop'>,
): Promise<ReadableStream<string>> {
  switch (one) {
    case 'through':
      return stream.pipeThrough(
        new streams.TransformStream<string, string>({
          transform: (text, controller) => controller.enqueue(`<${text}>`),
        }),
      );
    case 'breaks': {
      let left = 3;
      return stream.pipeThrough(
        new streams.TransformStream<string, string>({
          transform(text, controller) {
            if (--left === 0) throw new Error('broken on purpose');
            controller.enqueue(text);
          },
        }),
      );
    }
    case 'text and back':
      return stream.pipeThrough(new streams.TextEncoderStream()).pipeThrough(new streams.TextDecoderStream());
    case 'tee': {
      const [first, second] = stream.tee();
      void second.cancel(); // it settles when the other is through
      return first;
    }
    case 'to': {
      const kept: string[] = [];
      await stream.pipeTo(new WritableStream({ write: (text) => void kept.push(text) }));
      return new streams.ReadableStream({
        start(controller) {
          for (const text of kept) controller.enqueue(text);
          controller.close();
        },
      });
    }
  }
}

test('any text by any ways, to its end, to a break or as far as anybody reads', async () => {
  const ways = fc.array(way, { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(chunk, { maxLength: 8 }), ways, async (chunks, some) => {
      expect(await outcome(world, chunks, some)).toEqual(await outcome(globalThis, chunks, some));
    }),
    { numRuns: 500 },
  );
});
