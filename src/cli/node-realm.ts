/** What Node offers in place of a sandbox worker's realm: running a registry script, and a fence. */
import { Script } from 'node:vm';
import { MessageChannel } from 'node:worker_threads';
import type { RunScript } from '../simulation/load-source.ts';
import type { Fence } from '../simulation/turns.ts';

const SCRIPT = 'rehearsal-authored.js';

export const runScript: RunScript = (text) => {
  try {
    new Script(text, { filename: SCRIPT }).runInThisContext();
    return Promise.resolve({ url: SCRIPT, fault: null });
  } catch (error) {
    const { message, stack } = error as Error;
    const line = Number(new RegExp(`${SCRIPT}:(\\d+)`).exec(stack ?? '')?.[1] ?? 0);
    return Promise.resolve({ url: SCRIPT, fault: { message, line, column: 0 } });
  }
};

/**
 * Has Node make the globals that it makes when they are first asked for: some of what they are made of is among the doors
 * that a world closes.
 */
export function wakeGlobals(): void {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    try {
      Reflect.get(globalThis, name);
    } catch {
      // a global that this Node was not started with
    }
  }
}

/**
 * One macrotask a wake, by a message to ourselves.
 * @param onFault told what the simulator itself throws between two wakes. Default: Node is
 */
export function messageFence(onFault: (error: unknown) => void = rethrow): Fence & { close(): void } {
  const { port1, port2 } = new MessageChannel();
  let waiting: (() => void) | null = null;
  port1.on('message', () => {
    const next = waiting;
    waiting = null;
    try {
      next?.();
    } catch (error) {
      onFault(error);
    }
  });
  const fence = (next: () => void): void => {
    waiting = next;
    port2.postMessage(null);
  };
  return Object.assign(fence, { close: () => port1.close() });
}

const rethrow = (error: unknown): never => {
  throw error;
};
