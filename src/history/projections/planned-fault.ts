/** A fault of the plan as the pictures need it: what src/faults plans, without what it matches on. */
export interface PlannedFault {
  /** Unique in its plan. */
  readonly id: string;
  readonly kind: string;
  /** The endpoint it is on; absent where it matches any. */
  readonly model?: string;
  /** The step it is on; absent where it matches any. */
  readonly step?: string;
  /** Virtual ms [from, to); absent where it holds at any time. */
  readonly window?: readonly [from: number, to: number];
}
