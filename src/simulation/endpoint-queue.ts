/**
 * An endpoint's capacity: so many calls at once, the rest in line, first come first served. Who is called to begin may
 * decline (false): the place is the next one's.
 */
export class EndpointQueue {
  private readonly concurrency: number;
  private serving = 0;
  private readonly line: (() => unknown)[] = [];

  constructor(concurrency: number) {
    this.concurrency = concurrency;
  }

  /** Calls `begin` now if there is room, else when a place is free. The result leaves the line (false: it had begun). */
  enter(begin: () => unknown): () => boolean {
    if (this.serving < this.concurrency) {
      this.serving++;
      if (begin() === false) this.leave();
      return () => false;
    }
    this.line.push(begin);
    return () => {
      const at = this.line.indexOf(begin);
      if (at < 0) return false;
      this.line.splice(at, 1);
      return true;
    };
  }

  /** A call that had begun is over: the next in line begins. */
  leave(): void {
    for (let next = this.line.shift(); next; next = this.line.shift()) if (next() !== false) return;
    this.serving--;
  }
}
