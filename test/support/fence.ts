/** A fence for Node: one macrotask through a MessageChannel, after every pending microtask. */
import { MessageChannel } from 'node:worker_threads';
import type { Fence } from '../../src/simulation/turns.ts';

export const nodeFence: Fence = (() => {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.on('message', () => {
    const next = waiting.shift();
    next?.();
    if (waiting.length === 0) port1.unref();
  });
  port1.unref();
  return (next: () => void) => {
    waiting.push(next);
    port1.ref();
    port2.postMessage(0);
  };
})();
