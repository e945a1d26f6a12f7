/**
 * A place in a bulkhead: taken now, waited for in line, given back when the work has really ended.
 *
 * 1. A place that was handed over wakes its new holder in a turn of its own run.
 * 2. Whoever leaves while the place is on its way to him hands it on.
 */
import type { Cell } from './host.ts';
import {
  enter,
  leave,
  newBulkhead,
  stepOut,
  underWay,
  type Bulkhead,
  type BulkheadState,
} from './policies/bulkhead.ts';
import type { RunCore } from './run-core.ts';
import { policyCell, tellChange } from './shared-state.ts';

export class Place {
  private readonly core: RunCore;
  private readonly subject: string;
  private readonly cell: Cell<BulkheadState<Place>>;
  private readonly granted: () => void;
  private has: 'nothing' | 'line' | 'place' = 'nothing';

  /** @param granted called in a turn of the run when a place that was waited for is there */
  constructor(core: RunCore, bulkhead: Bulkhead, subject: string, granted: () => void) {
    this.core = core;
    this.subject = subject;
    this.cell = policyCell<BulkheadState<Place>>(core, 'bulkhead', subject, bulkhead.key, newBulkhead);
    this.granted = granted;
  }

  take(bulkhead: Bulkhead): 'in' | 'waits' | 'full' {
    const { core, subject, cell } = this;
    const was = cell.value.full;
    const { state, how } = enter<Place>(bulkhead, cell.value, this);
    cell.value = state;
    if (state.full && !was) tellChange(core, 'bulkhead', subject, 'free', 'full', underWay(bulkhead));
    if (!state.full && was) tellChange(core, 'bulkhead', subject, 'full', 'free', 'a call has ended');
    this.has = how === 'in' ? 'place' : how === 'waits' ? 'line' : 'nothing';
    return how;
  }

  /** Whether it is held, or on its way. */
  get held(): boolean {
    return this.has === 'place';
  }

  /** Gives back what there is. Idempotent. */
  giveBack(): void {
    const { has, cell } = this;
    this.has = 'nothing';
    if (has === 'line') cell.value = stepOut(cell.value, this);
    if (has !== 'place') return;
    const { state, next } = leave(cell.value);
    cell.value = state;
    next?.arrive();
  }

  private arrive(): void {
    this.has = 'place';
    const { core } = this;
    core.host.defer(core.run, () => {
      if (this.has === 'place') this.granted();
    });
  }
}
