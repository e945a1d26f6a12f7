/** What an endpoint shares: the calls of the world's other runs, and the breaker in front of it. */
import type { PolicyTrack, RunView, WorldView } from './run-view.ts';

/** A stretch of virtual ms; no end while it lasts. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number | null;
}

/** How a breaker stood for a while. */
export interface BreakerSpan extends Span {
  readonly state: string;
  /** Why it came to this. */
  readonly because: string;
}

/** What of a world its lanes show beside one run. */
export type LaneWorld = Pick<WorldView, 'runs' | 'policies'>;
/** The calls of the world's other runs by endpoint, those that overlap as one stretch. */
export function othersOf(run: RunView, { runs }: LaneWorld): ReadonlyMap<string, readonly Span[]> {
  const spans = new Map<string, Span[]>();
  for (const other of runs) {
    if (other.run === run.run) continue;
    for (const { attempts } of other.steps)
      for (const { request, target, startedMs: fromMs, finishedMs: toMs } of attempts) {
        if (request === null) continue;
        const known = spans.get(target);
        if (known) known.push({ fromMs, toMs });
        else spans.set(target, [{ fromMs, toMs }]);
      }
  }
  return new Map([...spans].map(([model, all]) => [model, merged(all)]));
}

function merged(spans: readonly Span[]): readonly Span[] {
  const out: { fromMs: number; toMs: number | null }[] = [];
  for (const { fromMs, toMs } of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = out.at(-1);
    if (last && (last.toMs === null || fromMs <= last.toMs)) {
      if (last.toMs !== null) last.toMs = toMs === null ? null : Math.max(last.toMs, toMs);
    } else out.push({ fromMs, toMs });
  }
  return out;
}

/** A breaker begins closed. Of several with other settings, the one that changed first. */
export function breakerOf(
  model: string,
  { started }: RunView,
  policies: readonly PolicyTrack[],
): readonly BreakerSpan[] {
  const key = started.tenant === undefined || started.tenant === '' ? model : `${model} of ${started.tenant}`;
  const track = policies.find((one) => one.policy === 'breaker' && one.key === key);
  const [first] = track?.changes ?? [];
  if (!track || !first) return [];
  const from = { fromMs: 0, toMs: first.atMs, state: first.from, because: '' };
  return [
    ...(first.atMs > 0 ? [from] : []),
    ...track.changes.map(({ atMs, to, because }, i) => ({
      fromMs: atMs,
      toMs: track.changes[i + 1]?.atMs ?? null,
      state: to,
      because,
    })),
  ];
}
