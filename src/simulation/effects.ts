/**
 * What tools did outside: a service with side effects does its work once for each idempotency key. It outlives the
 * orchestrator: a crash does not undo what was done.
 */
export class Effects {
  private readonly done = new Map<string, number>();

  /** Whether the work of this key was done already. */
  has(target: string, key: string): boolean {
    return this.done.has(`${target} ${key}`);
  }

  /** Counts the work once more. @returns how often it was done by now, ≥ 1. */
  execute(target: string, key: string): number {
    const at = `${target} ${key}`;
    const times = (this.done.get(at) ?? 0) + 1;
    this.done.set(at, times);
    return times;
  }
}
