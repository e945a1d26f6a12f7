import { setImmediate as macrotask } from 'node:timers';
import { describe, expect, test } from 'vitest';
import { RealmEdits } from '../../../../src/simulation/ambient-realm.ts';
import { Door } from '../../../../src/simulation/door/door.ts';
import { captureNatives } from '../../../../src/simulation/door/natives.ts';
import { placeGlobals, worldGlobals } from '../../../../src/simulation/door/world-globals.ts';
import { freshRealm, type Globals } from './program-world.ts';

/** Globals of a program outside any world: bodies need none. */
function globals(): Globals {
  const realm = freshRealm();
  const parts = {
    door: new Door(),
    natives: captureNatives(realm),
    addresses: { dialectOf: () => null, known: [] },
    log: () => undefined,
  };
  const edits = new RealmEdits(realm);
  placeGlobals(edits, worldGlobals(parts), parts);
  const { Request, Response, Blob, File, FormData } = realm;
  edits.restore();
  return { Request, Response, Blob, File, FormData } as unknown as Globals;
}

const { Request, Response, Blob, File, FormData } = globals();
const bytes = (text: string) => new TextEncoder().encode(text);
const streamOf = (...texts: string[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const text of texts) controller.enqueue(bytes(text));
      controller.close();
    },
  });

/** Whether a promise settles before the platform's next macrotask. */
async function settlesAtOnce(promise: Promise<unknown>): Promise<boolean> {
  let late = false;
  const next = new Promise<void>((resolve) =>
    macrotask(() => {
      late = true;
      resolve();
    }),
  );
  await promise;
  const atOnce = !late;
  await next;
  return atOnce;
}

describe('a body is read without leaving the turn', () => {
  test.each([
    ['text', () => new Response('hello').text()],
    ['json of a stream', () => new Response(streamOf('{"a":', '1}')).json()],
    ['arrayBuffer', () => new Response(bytes('hello')).arrayBuffer()],
    ['blob', () => new Response('hello').blob()],
    ['a blob', () => new Blob(['hello']).text()],
    ['a request', () => new Request('https://x.test/', { method: 'POST', body: 'hello' }).text()],
    ['a clone', () => new Response(streamOf('a', 'b')).clone().text()],
  ])('%s', async (_what, read) => {
    expect(await settlesAtOnce(read())).toBe(true);
  });
});

describe('a response', () => {
  test.each([
    ['text', 'grün', 'grün'],
    ['bytes', bytes('grün'), 'grün'],
    ['a part of a buffer', bytes('xabcx').subarray(1, 4), 'abc'],
    ['a blob', new Blob(['a', bytes('b')]), 'ab'],
    ['parameters', new URLSearchParams({ a: '1 2' }), 'a=1+2'],
    ['a stream that splits a character', streamOfHalves('ü'), 'ü'],
    ['nothing', null, ''],
    ['a number', 5, '5'],
  ])('of %s', async (_what, body, text) => {
    expect(await new Response(body as never).text()).toBe(text);
  });

  test('can be read once', async () => {
    const response = new Response('hello');
    expect(response.bodyUsed).toBe(false);
    await response.text();
    expect(response.bodyUsed).toBe(true);
    await expect(response.text()).rejects.toThrow(TypeError);
    expect(() => response.clone()).toThrow(TypeError);
  });

  test('counts as read once its stream was', async () => {
    const response = new Response('hello');
    const reader = response.body!.getReader();
    expect(response.bodyUsed).toBe(false);
    await reader.read();
    expect(response.bodyUsed).toBe(true);
  });

  test('and its clone are read apart', async () => {
    const response = new Response(streamOf('a', 'b'), { status: 201, headers: { 'x-a': '1' } });
    const clone = response.clone();
    expect([await clone.text(), await response.text()]).toEqual(['ab', 'ab']);
    expect([clone.status, clone.headers.get('x-a')]).toEqual([201, '1']);
  });

  test('knows whether it went well', () => {
    expect([199, 200, 299, 300].map((status) => [status, isOk(status)])).toEqual([
      [199, 'RangeError'],
      [200, true],
      [299, true],
      [300, false],
    ]);
  });

  test('tells its type by what it was made of', () => {
    const types = ['hello', new URLSearchParams(), new Blob(['x'], { type: 'Image/PNG' }), bytes('x')].map(
      (body) => new Response(body as never).headers.get('content-type'),
    );
    expect(types).toEqual([
      'text/plain;charset=UTF-8',
      'application/x-www-form-urlencoded;charset=UTF-8',
      'image/png',
      null,
    ]);
    expect(Response.json({ a: 1 }).headers.get('content-type')).toBe('application/json');
  });

  test('goes through the platform’s streams', async () => {
    let text = '';
    for await (const piece of new Response('grün').body!.pipeThrough(new TextDecoderStream())) text += piece;
    expect(text).toBe('grün');
  });

  test('refuses a form by name', () => {
    const form = new FormData();
    form.append('file', new File(['x'], 'x.txt'));
    expect(() => new Response(form as never)).toThrow(/^a form as a body is not part of a world/);
  });
});

function streamOfHalves(character: string): ReadableStream<Uint8Array> {
  const all = bytes(character);
  return new ReadableStream({
    start(controller) {
      for (const byte of all) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
}

function isOk(status: number): boolean | string {
  try {
    return new Response('', { status }).ok;
  } catch (error) {
    return (error as Error).name;
  }
}

describe('a request', () => {
  test('takes what it is made of from another, and what is said anew', async () => {
    const first = new Request('https://x.test/a', { method: 'post', body: 'hello', headers: { a: '1' } });
    const second = new Request(first, { headers: { b: '2' } });
    expect([second.method, second.url, second.headers.get('a'), second.headers.get('b')]).toEqual([
      'POST',
      'https://x.test/a',
      null,
      '2',
    ]);
    expect(await second.text()).toBe('hello');
  });

  test('of a GET has no body', () => {
    expect(() => new Request('https://x.test/', { body: 'hello' })).toThrow(TypeError);
  });

  test('needs an address', () => {
    expect(() => new Request('/relative')).toThrow();
  });
});

describe('a blob', () => {
  test('is cut by bytes', async () => {
    expect(await new Blob(['hello']).slice(1, -1, 'text/plain').text()).toBe('ell');
    expect(new Blob(['grün']).size).toBe(5);
  });

  test('streams what it holds', async () => {
    expect(await new Response(new Blob(['a', 'b']).stream()).text()).toBe('ab');
  });

  test('that is a file has a name, and the age of the world', () => {
    const file = new File(['x'], 'x.txt');
    expect([file.name, file.size, file.lastModified, file instanceof Blob]).toEqual([
      'x.txt',
      1,
      Date.UTC(2026, 0, 1),
      true,
    ]);
  });
});

test('a form is a list by name', () => {
  const form = new FormData();
  form.append('a', '1');
  form.append('a', '2');
  form.append('b', '3');
  form.set('b', '4');
  expect([...form]).toEqual([
    ['a', '1'],
    ['a', '2'],
    ['b', '4'],
  ]);
  expect([form.get('a'), form.getAll('a'), form.get('c'), form.has('b')]).toEqual([
    '1',
    ['1', '2'],
    null,
    true,
  ]);
});
