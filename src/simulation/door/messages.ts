/** `MessageChannel`, with which programs put work off: what is posted arrives in a wake of its own, in the order of posting. */
import type { Door } from './door.ts';
import type { Natives } from './natives.ts';

interface Message {
  readonly type: 'message';
  readonly data: unknown;
  readonly target: Port;
}
type Listener = (event: Message) => void;

class Port {
  onmessage: Listener | null = null;
  #other: Port | null = null;
  #closed = false;
  readonly #listeners = new Set<Listener>();
  readonly #door: Door;
  readonly #clone: Natives['structuredClone'];

  constructor(door: Door, clone: Natives['structuredClone']) {
    this.#door = door;
    this.#clone = clone;
  }

  static pair(door: Door, clone: Natives['structuredClone']): [Port, Port] {
    const [a, b] = [new Port(door, clone), new Port(door, clone)];
    a.#other = b;
    b.#other = a;
    return [a, b];
  }

  postMessage(value: unknown): void {
    const data = this.#clone(value);
    const to = this.#other!;
    this.#door.at('MessagePort.postMessage').timer(0, () => to.#hear({ type: 'message', data, target: to }));
  }

  #hear(event: Message): void {
    if (this.#closed) return;
    this.onmessage?.(event);
    for (const listener of this.#listeners) listener(event);
  }

  addEventListener(type: string, listener: Listener): void {
    if (type === 'message') this.#listeners.add(listener);
  }

  removeEventListener(_type: string, listener: Listener): void {
    this.#listeners.delete(listener);
  }

  /** Node's names for the same. */
  on(type: string, listener: (data: unknown) => void): this {
    this.addEventListener(type, ({ data }) => listener(data));
    return this;
  }

  close(): void {
    this.#closed = true;
  }

  start(): void {
    // it hears from the beginning
  }

  ref(): void {
    // a world ends when its run does
  }

  unref(): void {
    // as above
  }
}

export function worldMessages(door: Door, { structuredClone }: Natives) {
  return class MessageChannel {
    readonly port1: Port;
    readonly port2: Port;

    constructor() {
      [this.port1, this.port2] = Port.pair(door, structuredClone);
    }
  };
}
