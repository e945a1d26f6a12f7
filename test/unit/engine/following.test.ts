import { describe, expect, test } from 'vitest';
import { withResolvers } from '../../../src/base/resolvers.ts';
import { Handle } from '../../../src/engine/handle.ts';
import { ignore } from '../../../src/engine/scope.ts';

interface Source {
  readonly promise: PromiseLike<number>;
  readonly resolve: (value: number) => void;
  readonly reject: (error: unknown) => void;
}
type Say = (what: string) => void;
type Play = (source: Source, say: Say) => void;

/** A promise behind a `then` of its own, as every handle has one: `await` asks that. */
function native(): Source {
  const { promise, resolve, reject } = withResolvers<number>();
  const then = promise.then.bind(promise) as PromiseLike<number>['then'];
  return { promise: { then }, resolve, reject };
}

function ours(): Source {
  const handle = new Handle<number>('step', null, ignore);
  return {
    promise: handle,
    resolve: (value) => handle.resolve(value),
    reject: (error) => handle.reject(error),
  };
}

/** What is said, with what else happens in the microtasks between. */
async function heard(make: () => Source, play: Play): Promise<readonly string[]> {
  const said: string[] = [];
  play(make(), (what) => said.push(what));
  for (let tick = 1; tick <= 8; tick++) {
    said.push(`tick ${tick}`);
    await Promise.resolve();
  }
  return said;
}

const both = (promise: PromiseLike<unknown>, say: Say, who: string) =>
  promise.then(
    (value) => (say(`${who} hears ${String(value)}`), `${who}'s`),
    (error: unknown) => (say(`${who} hears of ${String(error)}`), `${who} mended it`),
  );

const plays: Readonly<Record<string, Play>> = {
  'is followed before it is there': ({ promise, resolve }, say) => {
    both(promise, say, 'a');
    resolve(1);
  },
  'is followed when it is there': ({ promise, resolve }, say) => {
    resolve(1);
    both(promise, say, 'a');
  },
  'is followed twice': ({ promise, resolve }, say) => {
    both(promise, say, 'a');
    both(promise, say, 'b');
    resolve(1);
  },
  fails: ({ promise, reject }, say) => {
    both(both(promise, say, 'a'), say, 'b');
    reject('no');
  },
  'has a chain behind it that began before': ({ promise, resolve }, say) => {
    both(both(both(promise, say, 'a'), say, 'b'), say, 'c');
    resolve(1);
  },
  'has a chain behind it that begins late': ({ promise, resolve }, say) => {
    const next = both(promise, say, 'a');
    resolve(1);
    void Promise.resolve()
      .then(() => Promise.resolve())
      .then(() => both(next, say, 'b'));
  },
  'is followed by what throws': ({ promise, resolve }, say) => {
    const next = promise.then(
      () => {
        throw new RangeError('thrown');
      },
      () => 0,
    );
    both(next, say, 'b');
    resolve(1);
  },
  'is followed by what gives a promise': ({ promise, resolve }, say) => {
    const next = promise.then(
      () => Promise.resolve('late'),
      () => 0,
    );
    both(next, say, 'b');
    resolve(1);
  },
  'is followed by what gives a promise that fails': ({ promise, resolve }, say) => {
    const next = promise.then(
      () => Promise.reject(new RangeError('late')),
      () => 0,
    );
    resolve(1);
    void Promise.resolve().then(() => both(next, say, 'b'));
  },
  'is followed by an error handler alone': ({ promise, resolve }, say) => {
    const next = promise.then(null, () => 0);
    both(next, say, 'b');
    resolve(1);
  },
  'is awaited by two': ({ promise, resolve }, say) => {
    const wait = async (who: string) => say(`${who} got ${await promise}`);
    void wait('a');
    void wait('b');
    resolve(1);
  },
  'is returned by an async function': ({ promise, resolve }, say) => {
    both((async () => promise)(), say, 'a');
    resolve(1);
  },
};

describe('a handle', () => {
  test.each(Object.entries(plays))('that %s is heard exactly as a promise', async (_, play) => {
    expect(await heard(ours, play)).toEqual(await heard(native, play));
  });

  test('gives what can be gathered and raced', async () => {
    const { promise, resolve } = ours();
    const next = promise.then(
      (value) => value + 1,
      () => 0,
    ) as Promise<number>;
    const gathered = Promise.all([next, Promise.resolve(3)]);
    const raced = Promise.race([next, new Promise<number>(() => undefined)]);
    resolve(1);

    expect([await gathered, await raced]).toEqual([[2, 3], 2]);
  });

  test('gives what can be caught and what ends in any case', async () => {
    const { promise, reject } = ours();
    const next = promise.then(
      () => 0,
      (error: unknown) => {
        throw new RangeError(`worse than ${String(error)}`);
      },
    ) as Promise<number>;
    const said: string[] = [];
    const last = next.finally(() => said.push('at last')).catch((error: unknown) => String(error));
    reject('bad');

    expect(await last).toBe('RangeError: worse than bad');
    expect(said).toEqual(['at last']);
    expect(Object.prototype.toString.call(next)).toBe('[object Promise]');
  });
});
