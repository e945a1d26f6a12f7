import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChildMessage, Job } from '../../../src/cli/child-message.ts';
import { runChild } from '../../../src/cli/run-child.ts';

const { spawn } = vi.hoisted(() => ({ spawn: vi.fn() }));
vi.mock('node:child_process', () => ({ spawn }));

/** A process that says what it is told to say, and closes when it is killed. */
class Child extends EventEmitter {
  readonly stdout = Object.assign(new EventEmitter(), { setEncoding: () => this.stdout });
  readonly stderr = Object.assign(new EventEmitter(), { setEncoding: () => this.stderr });
  readonly stdin = Object.assign(new EventEmitter(), { end: () => undefined });

  say(message: ChildMessage): void {
    this.stdout.emit('data', `\n${JSON.stringify(message)}\n`);
  }

  kill(): void {
    this.emit('close', null, 'SIGKILL');
  }
}

const world = { seed: 1, hash: 'a', outcome: 'returned', failure: null } as const;
let child: Child;
beforeEach(() => {
  vi.useFakeTimers();
  spawn.mockReturnValue((child = new Child()));
});
afterEach(() => void vi.useRealTimers());

const begun = () => runChild({ scenario: {}, files: [], entry: '' } as unknown as Job, 1000);

test('a machine that takes its time to start a process is not told that the code hangs', async () => {
  const ended = begun();
  vi.advanceTimersByTime(30_000);
  child.say({ type: 'ready' });
  vi.advanceTimersByTime(999);
  child.say({ type: 'world', world });
  child.say({ type: 'done', shown: 1, history: [], baseline: null, tookMs: 1 });
  child.emit('close', 0, null);
  expect(await ended).toMatchObject({ type: 'done', hashes: ['a'] });
});

test('the time of a world runs from when the process stands, and of the next from the one before', async () => {
  const ended = begun();
  child.say({ type: 'ready' });
  vi.advanceTimersByTime(999);
  child.say({ type: 'world', world });
  vi.advanceTimersByTime(1000);
  expect(await ended).toEqual({ type: 'hung', worlds: 1 });
});

test('a process that never stands is ended, and no code is blamed', async () => {
  const ended = begun();
  vi.advanceTimersByTime(120_000);
  expect(await ended).toEqual({ type: 'died', message: 'it did not start within 120 s' });
});
