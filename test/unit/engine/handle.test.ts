import { expect, test } from 'vitest';
import { Handle, type Watcher } from '../../../src/engine/handle.ts';
import { ignore } from '../../../src/engine/scope.ts';

class Heard implements Watcher {
  readonly said: string[];
  private readonly name: string;

  constructor(said: string[], name: string) {
    this.said = said;
    this.name = name;
  }

  answered(place: number, value: unknown): void {
    this.said.push(`${this.name} ${place} answered ${String(value)}`);
  }

  failed(place: number, error: unknown): void {
    this.said.push(`${this.name} ${place} failed ${String(error)}`);
  }
}

const open = () => new Handle<number>('step', null, ignore);

test('watchers and whoever awaits a handle hear of its answer in the order in which they asked, and not at once', async () => {
  const said: string[] = [];
  const handle = open();
  handle.watch(new Heard(said, 'first'), 4);
  const awaited = handle.then((value) => said.push(`awaited ${value}`));
  handle.watch(new Heard(said, 'second'), 7);
  handle.resolve(1);
  expect(said).toEqual([]);
  await awaited;
  await handle;
  expect(said).toEqual(['first 4 answered 1', 'awaited 1', 'second 7 answered 1']);
});

test('a watcher that comes after a failure hears of it as well', async () => {
  const said: string[] = [];
  const handle = open();
  handle.reject('too late');
  handle.watch(new Heard(said, 'late'), 0);
  await handle.catch(ignore);
  expect(said).toEqual(['late 0 failed too late']);
});

test('what settled before anybody asked is told to whoever asks', async () => {
  const [answered, failed] = [open(), open()];
  answered.resolve(3);
  failed.reject(new Error('no'));
  await expect(answered).resolves.toBe(3);
  await expect(failed).rejects.toThrow('no');
});

test('a failure that nobody asked for is no unhandled rejection, and nobody has observed it', () => {
  const handle = open();
  handle.reject(new Error('no'));
  expect(handle.observed).toBe(false);
});
