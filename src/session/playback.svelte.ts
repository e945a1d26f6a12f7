import { advance, effectivePace } from './playback.ts';

/** The playhead: where it stands and whether it moves. */
export class PlaybackDoor {
  atMs = $state(0);
  playing = $state(false);
  #frame = 0;
  readonly #endMs: () => number;
  readonly #pace: () => number | 'fit';

  /** `endMs` and `pace` are read every frame, so that a change holds at once. */
  constructor(endMs: () => number, pace: () => number | 'fit') {
    this.#endMs = endMs;
    this.#pace = pace;
  }

  get atEnd(): boolean {
    return this.atMs >= this.#endMs();
  }

  /** Plays on, or from the start when it stands at the end. */
  play(): void {
    if (this.#endMs() <= 0) return;
    if (this.atEnd) this.atMs = 0;
    this.playing = true;
    cancelAnimationFrame(this.#frame);
    let before: number | null = null;
    const step = (wall: number): void => {
      if (!this.playing) return;
      const end = this.#endMs();
      this.atMs = advance(
        this.atMs,
        before === null ? 0 : wall - before,
        effectivePace(this.#pace(), end),
        end,
      );
      before = wall;
      if (this.atMs >= end) this.playing = false;
      else this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }

  pause(): void {
    this.playing = false;
    cancelAnimationFrame(this.#frame);
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Stops there; whole ms, kept inside the history. */
  scrub(atMs: number): void {
    this.pause();
    this.atMs = Math.round(Math.min(this.#endMs(), Math.max(0, atMs)));
  }

  toEnd(): void {
    this.scrub(this.#endMs());
  }
}
