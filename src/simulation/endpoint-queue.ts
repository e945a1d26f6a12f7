/** An endpoint's capacity: so many calls at once, the rest in line, first come first served. */
export class EndpointQueue {
  private readonly concurrency: number;
  private serving = 0;
  private readonly line: (() => void)[] = [];

  constructor(concurrency: number) {
    this.concurrency = concurrency;
  }

  /** Calls `begin` now if there is room, else when a place is free. The result leaves the line (false: it had begun). */
  enter(begin: () => void): () => boolean {
    if (this.serving < this.concurrency) {
      this.serving++;
      begin();
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
    const next = this.line.shift();
    if (next) next();
    else this.serving--;
  }
}
