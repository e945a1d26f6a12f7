/**
 * Promises of authored code that were rejected and that nobody handles. It owns which of them count; the realm tells of
 * them (every engine in its own time), and the world asks when its code has come to rest.
 */
import { StepError, Stray } from '../engine/step-error.ts';

export class Rejections {
  private readonly open = new Map<unknown, unknown>();

  /** What follows from an operation that was given up is no failure of its own. */
  add(promise: unknown, reason: unknown): void {
    if (!(reason instanceof StepError && reason.code === 'cancelled')) this.open.set(promise, reason);
  }

  /** What was thrown where nobody could catch it: in a microtask, or in a listener. */
  stray(error: unknown): void {
    this.add({}, new Stray(error));
  }

  /** Somebody handles it after all. */
  handled(promise: unknown): void {
    this.open.delete(promise);
  }

  /** The reasons, in the order in which they were told, once. */
  take(): readonly unknown[] {
    if (this.open.size === 0) return NONE;
    const reasons = [...this.open.values()];
    this.open.clear();
    return reasons;
  }
}

const NONE: readonly unknown[] = [];
