/** A timer of the page: it keeps ticking only while the page is responsive. */
export class Ticks {
  private ticks = 0;
  private longestGapMs = 0;
  private lastMs = performance.now();

  constructor(periodMs: number) {
    setInterval(() => {
      this.look();
      this.ticks++;
    }, periodMs);
  }

  restart(): void {
    this.ticks = 0;
    this.longestGapMs = 0;
    this.lastMs = performance.now();
  }

  /** Since the restart; what has passed since the last tick counts as a gap too. */
  read(): { readonly ticks: number; readonly longestGapMs: number } {
    this.look();
    return { ticks: this.ticks, longestGapMs: this.longestGapMs };
  }

  private look(): void {
    const nowMs = performance.now();
    this.longestGapMs = Math.max(this.longestGapMs, nowMs - this.lastMs);
    this.lastMs = nowMs;
  }
}
