import { newestFirst, type ListPlace } from './run-summary.ts';

/** A kept run as the limits see it; `weight` in whatever the limit counts. */
export interface Weighed extends ListPlace {
  readonly weight: number;
}

/**
 * Which runs must leave so that the rest meets both limits: the oldest, in that order. Runs in `spared` never leave,
 * even if the rest alone is too much.
 */
export function beyondLimits(
  runs: readonly Weighed[],
  most: { readonly runs: number; readonly weight: number },
  spared: ReadonlySet<string>,
): string[] {
  let count = runs.length;
  let weight = runs.reduce((sum, run) => sum + run.weight, 0);
  const leaving: string[] = [];
  for (const run of [...runs].sort(newestFirst).reverse()) {
    if (count <= most.runs && weight <= most.weight) break;
    if (spared.has(run.id)) continue;
    leaving.push(run.id);
    count -= 1;
    weight -= run.weight;
  }
  return leaving;
}

/** What the visitor is told about runs that left. */
export const noticeOf = (removed: readonly string[], kept: string): string =>
  removed.length === 0
    ? ''
    : `${removed.length === 1 ? 'The oldest run was' : `The ${removed.length} oldest runs were`} removed: at most ${kept} are kept.`;
