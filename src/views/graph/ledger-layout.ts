/**
 * The inside of a node that may try more than once. Every try that the policy allows has its place from the start:
 * the first target's tries a row each, a fallback's side by side in one row.
 */
import type { TargetAllowance } from '../marks/allowed.ts';

export type Density = 'roomy' | 'brief' | 'present';

/** Tries of the first target that get a row each; more share one. */
const ROWS_LIMIT = 4;

export interface LedgerRow {
  readonly target: string;
  /** The tries shown in this row, on this target, from 1. */
  readonly firstTry: number;
  readonly lastTry: number;
  /** Whether the target is a fallback. */
  readonly fallback: boolean;
  /** Baseline of the row's text from the node's top, px. */
  readonly baselinePx: number;
}
export interface LedgerTarget {
  readonly target: string;
  readonly baselinePx: number;
}
export interface LedgerLayout {
  /** Model and version lines; none in a presentation, where each row names its target. */
  readonly targets: readonly LedgerTarget[];
  readonly rows: readonly LedgerRow[];
  /** Top of the footer's rule from the node's top, px; null where there is none. */
  readonly footerPx: number | null;
  readonly heightPx: number;
}

const SIZES = {
  roomy: { head: 31, target: 18, between: 5, row: 17, rowBaseline: 12, footer: 47, tail: 0 },
  brief: { head: 31, target: 18, between: 4, row: 16, rowBaseline: 12, footer: 27, tail: 0 },
  present: { head: 44, target: 0, between: 0, row: 30, rowBaseline: 22, footer: 0, tail: 12 },
} as const;

/** Rows, target lines and height of a ledger, px. */
export function ledgerLayout(allowance: readonly TargetAllowance[], density: Density): LedgerLayout {
  const size = SIZES[density];
  const targets: LedgerTarget[] = [];
  const rows: LedgerRow[] = [];
  let y: number = size.head;
  allowance.forEach(({ target, tries }, index) => {
    if (index > 0) y += size.between;
    if (density !== 'present') targets.push({ target, baselinePx: y + 14 });
    y += size.target;
    const apart = index === 0 && tries <= ROWS_LIMIT;
    for (let n = 1; n <= (apart ? tries : 1); n++) {
      rows.push({
        target,
        firstTry: n,
        lastTry: apart ? n : tries,
        fallback: index > 0,
        baselinePx: y + size.rowBaseline,
      });
      y += size.row;
    }
  });
  const footerPx = size.footer === 0 ? null : y + 5;
  return { targets, rows, footerPx, heightPx: y + (footerPx === null ? size.tail : 5 + size.footer) };
}
