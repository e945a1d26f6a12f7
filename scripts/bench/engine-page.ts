/** The engine's bench in a page: wakes a second, with the fence that a sandbox worker has. */
import { wakes, type Wakes } from './engine-work.ts';

const { port1, port2 } = new MessageChannel();
let waiting: () => void = () => undefined;
port1.onmessage = () => waiting();
const fence = (next: () => void): void => {
  waiting = next;
  port2.postMessage(null);
};

Object.assign(window, { wakes: (runs: number): Promise<Wakes> => wakes(runs, fence) });
