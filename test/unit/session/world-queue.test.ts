import { expect, test } from 'vitest';
import { WorldQueue } from '../../../src/session/world-queue.ts';

test('one world is computed at a time, and of those that wait only the newest', () => {
  const queue = new WorldQueue<number>();
  queue.ask('shown', 1);
  expect(queue.take()).toEqual({ purpose: 'shown', wish: 1 });
  queue.ask('shown', 2);
  queue.ask('shown', 3);
  expect(queue.take()).toBeNull();
  queue.done();
  expect(queue.take()).toEqual({ purpose: 'shown', wish: 3 });
  queue.done();
  expect(queue.take()).toBeNull();
});

test('what the visitor waits for goes before what it is compared with', () => {
  const queue = new WorldQueue<string>();
  queue.ask('baseline', 'b');
  queue.ask('shown', 's');
  const order: unknown[] = [];
  for (let job = queue.take(); job; job = queue.take()) {
    order.push(job.wish);
    queue.done();
  }
  expect(order).toEqual(['s', 'b']);
});

test('a cleared queue is idle and holds nothing', () => {
  const queue = new WorldQueue<number>();
  queue.ask('shown', 1);
  queue.take();
  queue.ask('shown', 2);
  queue.clear();
  expect(queue.busy).toBe(false);
  expect(queue.take()).toBeNull();
});
