/** The lane of people: who was waited for and how long, and what was done when. */
import { interventionWords, type Intervention } from '../../session/intervention-edits.ts';
import type { PersonWait, RunView } from '../../history/projections/run-view.ts';
import { WEIGHT, type Measure } from '../marks/text-fit.ts';
import type { TimeScale } from './scale-layout.ts';

export interface PersonPlace {
  readonly key: string;
  readonly wait: PersonWait;
  readonly fromPx: number;
  /** Null while it goes on. */
  readonly toPx: number | null;
}
export interface DeedPlace {
  readonly key: string;
  /** What was done; null for what the history tells and the scenario does not: it cannot be taken back. */
  readonly deed: Intervention | null;
  readonly atMs: number;
  readonly xPx: number;
  readonly words: string;
  /** The words, where they find room before the next. */
  readonly label: string;
}

/** Of the mark before the words, and of the air behind them, px at 12 px type. */
const MARK_PX = 22;

export const placePeople = (run: RunView, scale: TimeScale): readonly PersonPlace[] =>
  run.waits.map((wait) => ({
    key: `${wait.signal} ${wait.sinceMs}`,
    wait,
    fromPx: scale.x(wait.sinceMs),
    toPx: wait.endedMs === null ? null : scale.x(wait.endedMs),
  }));

/** `deeds` in the order of time. */
export function placeDeeds(
  deeds: readonly { readonly deed: Intervention; readonly planned: boolean }[],
  scale: TimeScale,
  rightPx: number,
  sizePx: number,
  measure: Measure,
): readonly DeedPlace[] {
  const places = deeds.map(({ deed }) => Math.min(scale.toPx, scale.x(deed.atMs)));
  return deeds.map(({ deed, planned }, i) => {
    const words = interventionWords(deed);
    const xPx = places[i] ?? 0;
    const room = (places[i + 1] ?? rightPx) - xPx;
    const fits = measure(words, sizePx, WEIGHT.text) + MARK_PX * (sizePx / 12) <= room;
    return {
      key: `${deed.atMs} ${deed.order} ${i}`,
      deed: planned ? deed : null,
      atMs: deed.atMs,
      xPx,
      words,
      label: fits ? words : '',
    };
  });
}
