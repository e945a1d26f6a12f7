/** Processor time of the workers' threads below this process, as Linux counts it: what really spins shows here. */
import { readdirSync, readFileSync } from 'node:fs';

/** Whether this machine can be asked. */
export const threadTimesKnown = (): boolean => read('/proc/self/schedstat') !== null;

/** What Chromium, Firefox and WebKit call a worker's thread, as far as Linux keeps a name. */
const WORKER = /^(DedicatedWorker|DOM Worker|WebCore: Worker)/;

/** Every worker's thread of every process that this one started, directly or not: `process/thread` → ms on a processor. */
export function workerTimes(): Map<string, number> {
  const times = new Map<string, number>();
  for (const process of descendants())
    for (const thread of list(`/proc/${process}/task`)) {
      if (!WORKER.test(read(`/proc/${process}/task/${thread}/comm`) ?? '')) continue;
      const timeMs = threadTime(`${process}/${thread}`);
      if (timeMs !== null) times.set(`${process}/${thread}`, timeMs);
    }
  return times;
}

/** Null once the thread is gone. */
export function threadTime(id: string): number | null {
  const text = read(`${folderOf(id)}/schedstat`);
  return text === null ? null : Number(text.split(' ')[0]) / 1e6;
}

/** Whether the thread has a processor or waits for one: a busy machine may leave it waiting long. */
export const wantsProcessor = (id: string): boolean => statOf(folderOf(id))?.state === 'R';

const folderOf = (id: string): string => `/proc/${id.replace('/', '/task/')}`;

/** The command in parentheses may hold anything; the state and the parent follow the last of them. */
function statOf(folder: string): { readonly state: string; readonly parent: number } | null {
  const found = /.*\) (\S) (\d+)/s.exec(read(`${folder}/stat`) ?? '');
  return found && { state: found[1]!, parent: Number(found[2]) };
}

function descendants(): number[] {
  const children = new Map<number, number[]>();
  for (const name of list('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = statOf(`/proc/${name}`)?.parent ?? 0;
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [...(children.get(process.pid) ?? [])];
  for (const id of found) found.push(...(children.get(id) ?? []));
  return found;
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
