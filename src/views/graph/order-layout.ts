/** The order of nodes within their rank: declared order, unless another crosses fewer edges. */
export interface OrderEdge {
  readonly from: string;
  readonly to: string;
}

const SWEEPS = 4;

/**
 * Ranks of node names, reordered by barycentre sweeps. Only a strictly better order replaces the given one, so that a
 * graph without crossings reads as it was declared.
 * Source: K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system structures", 1981.
 */
export function orderRanks(
  ranks: readonly (readonly string[])[],
  edges: readonly OrderEdge[],
): readonly (readonly string[])[] {
  let best = ranks;
  let fewest = crossings(ranks, edges);
  let current = ranks;
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    current = swept(current, edges, sweep % 2 === 0);
    const count = crossings(current, edges);
    if (count < fewest) {
      best = current;
      fewest = count;
    }
  }
  return best;
}

function swept(
  ranks: readonly (readonly string[])[],
  edges: readonly OrderEdge[],
  forward: boolean,
): readonly (readonly string[])[] {
  const out = ranks.map((rank) => [...rank]);
  const place = placesOf(ranks);
  for (let i = 1; i < out.length; i++) {
    const index = forward ? i : out.length - 1 - i;
    const rank = out[index] as string[];
    const weights = new Map<string, number>();
    for (const name of rank) {
      const near = edges
        .filter((edge) => (forward ? edge.to : edge.from) === name)
        .map((edge) => place.get(forward ? edge.from : edge.to))
        .filter((at) => at !== undefined);
      const own = place.get(name) ?? 0;
      weights.set(name, near.length === 0 ? own : near.reduce((a, b) => a + b, 0) / near.length);
    }
    rank.sort((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0));
    rank.forEach((name, at) => place.set(name, (at + 0.5) / rank.length));
  }
  return out;
}

/** Where each node stands in its rank, 0–1. */
function placesOf(ranks: readonly (readonly string[])[]): Map<string, number> {
  const place = new Map<string, number>();
  for (const rank of ranks) rank.forEach((name, at) => place.set(name, (at + 0.5) / rank.length));
  return place;
}

/** How many pairs of edges between neighbouring ranks cross. */
export function crossings(ranks: readonly (readonly string[])[], edges: readonly OrderEdge[]): number {
  const at = new Map<string, readonly [rank: number, order: number]>();
  ranks.forEach((names, rank) => names.forEach((name, order) => at.set(name, [rank, order])));
  let count = 0;
  for (let rank = 0; rank + 1 < ranks.length; rank++) {
    const here = edges
      .map(({ from, to }) => [at.get(from), at.get(to)] as const)
      .filter(([from, to]) => from?.[0] === rank && to?.[0] === rank + 1)
      .map(([from, to]) => [from?.[1] ?? 0, to?.[1] ?? 0] as const);
    for (let i = 0; i < here.length; i++)
      for (let j = 0; j < i; j++) {
        const [a, b] = [here[i] as readonly [number, number], here[j] as readonly [number, number]];
        if ((a[0] - b[0]) * (a[1] - b[1]) < 0) count++;
      }
  }
  return count;
}
