/** `performance` on the world's clock. Marks are made and given back, and nobody keeps a list of them. */
import type { Door } from './door.ts';
import { EPOCH_MS } from './epoch.ts';

interface Marked {
  readonly startTime?: number;
  readonly detail?: unknown;
}

interface Measured {
  readonly start?: number | string;
  readonly end?: number | string;
  readonly detail?: unknown;
}

interface Entry {
  readonly name: string;
  readonly entryType: string;
  readonly startTime: number;
  readonly duration: number;
  readonly detail: unknown;
}

export function worldPerformance(door: Door) {
  const marks = new Map<string, number>();
  const at = (place: number | string | undefined, otherwise: number): number =>
    typeof place === 'string' ? (marks.get(place) ?? 0) : (place ?? otherwise);
  return {
    timeOrigin: EPOCH_MS,
    now: (): number => door.nowMs,
    mark(name: string, { startTime = door.nowMs, detail = null }: Marked = {}): Entry {
      marks.set(name, startTime);
      return { name, entryType: 'mark', startTime, duration: 0, detail };
    },
    measure(name: string, from?: string | Measured, to?: string): Entry {
      const given: Measured =
        typeof from === 'object'
          ? from
          : { ...(from === undefined ? {} : { start: from }), ...(to === undefined ? {} : { end: to }) };
      const startTime = at(given.start, 0);
      const duration = at(given.end, door.nowMs) - startTime;
      return { name, entryType: 'measure', startTime, duration, detail: given.detail ?? null };
    },
    clearMarks: (name?: string): void => (name === undefined ? marks.clear() : void marks.delete(name)),
    clearMeasures: (): void => undefined,
    getEntries: (): Entry[] => [],
    getEntriesByName: (): Entry[] => [],
    getEntriesByType: (): Entry[] => [],
    addEventListener: (): void => undefined,
    removeEventListener: (): void => undefined,
    toJSON: () => ({ timeOrigin: EPOCH_MS }),
  };
}
