/** W7 in a process of its own, started as `rehearse` starts its own: the figures of each round, as JSON. */
import { messageFence } from '../../src/cli/node-realm.ts';
import { wakes, type Wakes } from './engine-work.ts';

const collect = (globalThis as { gc?: () => void }).gc ?? (() => undefined);
const fence = messageFence();
const list: Wakes[] = [];
for (let round = -3; round < 7; round++) {
  collect();
  const one = await wakes(10_000, fence);
  if (round >= 0) list.push(one);
}
fence.close();
console.log(JSON.stringify(list));
