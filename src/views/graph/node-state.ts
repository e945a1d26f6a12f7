/** What the inside of a node says at the playhead: rows, bars, policy. Pure; the layout has already made the room. */
import { seconds, span, usd, wholeSeconds } from '../../history/projections/format.ts';
import {
  isFailed,
  isWasted,
  waitingFor,
  type AttemptView,
  type StepView,
} from '../../history/projections/run-view.ts';
import { isValue } from '../../history/projections/target.ts';
import { targetName } from '../marks/allowed.ts';
import type { MarkName } from '../marks/mark-name.ts';
import { elapsed } from '../marks/step-now.ts';
import {
  attemptBar,
  attemptMark,
  attemptTone,
  attemptWord,
  REFUSED_WORDS,
  type BarKind,
  type Tone,
} from '../marks/tones.ts';
import type { LedgerLayout, LedgerRow } from './ledger-layout.ts';

export interface RowBar {
  readonly attempt: number;
  readonly kind: BarKind;
  readonly waste: boolean;
  readonly ms: number;
}
export interface RowState {
  readonly tone: Tone;
  readonly mark: MarkName;
  readonly word: string;
  readonly target: string;
  /** Whether its target may be dimmed: it was not needed. */
  readonly idle: boolean;
  readonly bars: readonly RowBar[];
  readonly ms: number | null;
}
const triesOf = (row: LedgerRow, now: StepView | undefined): readonly AttemptView[] =>
  (now?.attempts ?? []).filter(
    (a) => a.target === row.target && a.tryOnTarget >= row.firstTry && a.tryOnTarget <= row.lastTry,
  );

/** One row of a ledger at the playhead. */
export function rowState(row: LedgerRow, now: StepView | undefined, atMs: number): RowState {
  const used = triesOf(row, now);
  const target = targetName(row.target);
  const last = used.at(-1);
  const wait = now ? waitingFor(now) : null;
  const over = now !== undefined && now.state !== 'waiting' && now.state !== 'running';
  if (!last) {
    const stoodIn = isValue(row.target) && now?.fallbacks.some(({ to }) => to === row.target);
    if (stoodIn)
      return {
        tone: 'recovered',
        mark: 'recovered',
        word: 'stood in',
        target,
        idle: false,
        bars: [],
        ms: null,
      };
    const refusal = now?.refusals.find((one) => one.target === row.target);
    if (refusal)
      return {
        tone: 'failure',
        mark: 'stopped',
        word: REFUSED_WORDS[refusal.policy],
        target,
        idle: false,
        bars: [],
        ms: null,
      };
    const tone = over ? 'skipped' : 'waiting';
    return {
      tone,
      mark: tone,
      word: over ? 'not needed' : plannedWord(row),
      target,
      idle: over,
      bars: [],
      ms: null,
    };
  }
  if (wait && last.outcome === null)
    return {
      tone: 'waiting',
      mark: 'person',
      word: 'waits',
      target,
      idle: false,
      bars: [
        { attempt: last.attempt, kind: 'waited', waste: false, ms: elapsed(last.startedMs, null, atMs) },
      ],
      ms: elapsed(last.startedMs, null, atMs),
    };
  const word = attemptWord(last);
  const same = used.length > 1 && used.every((a) => attemptWord(a) === word);
  return {
    tone: attemptTone(last),
    mark: attemptMark(last),
    word: same ? `${word} ×${used.length}` : word,
    target,
    idle: false,
    bars: used.map((a) => ({
      attempt: a.attempt,
      kind: attemptBar(a),
      waste: isWasted(a),
      ms: elapsed(a.startedMs, a.finishedMs, atMs),
    })),
    ms: used.reduce((sum, a) => sum + elapsed(a.startedMs, a.finishedMs, atMs), 0),
  };
}

function plannedWord(row: LedgerRow): string {
  if (row.fallback) return isValue(row.target) ? 'stands by' : 'fallback';
  if (row.lastTry > row.firstTry) return `${row.lastTry} tries`;
  return row.firstTry === 1 ? 'try 1' : `retry ${row.firstTry - 1}`;
}

/** Which attempt each row of a ledger stands for when it is pointed at: the first that failed, else the first. */
export function triesUnder(
  layout: LedgerLayout,
  now: StepView,
): readonly { readonly attempt: number; readonly topPx: number; readonly heightPx: number }[] {
  const heightPx = layout.targets.length === 0 ? 30 : 17;
  return layout.rows.flatMap((row) => {
    const used = triesOf(row, now);
    const attempt = (used.find(isFailed) ?? used[0])?.attempt;
    return attempt === undefined ? [] : [{ attempt, topPx: row.baselinePx - heightPx * 0.72, heightPx }];
  });
}

/** The longest that any row of a ledger comes to in the whole run, ms: what its bars are scaled by. */
export function longestRowMs(rows: readonly LedgerRow[], step: StepView, endMs: number): number {
  const sums = rows.map((row) => rowState(row, step, endMs).ms ?? 0);
  return Math.max(1, ...sums);
}

/** The policy in at most two lines, for a node that has not started. */
export function policyLines(step: StepView): string[] {
  const policy = step.declared?.policy;
  const lines: string[] = [];
  if (policy?.timeoutMs !== undefined) lines.push(`timeout ${wholeSeconds(policy.timeoutMs)} a try`);
  if (policy?.totalTimeoutMs !== undefined) lines.push(`${wholeSeconds(policy.totalTimeoutMs)} in all`);
  if (policy?.retries) lines.push(`retry ${policy.retries}, full jitter`);
  return lines.slice(0, 2);
}

/** A time in a row: short in a presentation. */
export const rowTime = (ms: number | null, present: boolean): string =>
  ms === null ? '' : present ? seconds(ms, 1) : span(ms);

export const cost = (nano: number): string => (nano === 0 ? '' : usd(nano));
