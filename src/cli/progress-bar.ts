/** A bar for many worlds, drawn over itself on a terminal; nothing anywhere else. */

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Of those done, how many did not survive. */
  readonly fallen: number;
  /** Wall ms since the first world began. */
  readonly elapsedMs: number;
}

/** A terminal, as far as the bar asks for one. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressBar {
  /** @param fallen of those done, how many did not survive */
  show(done: number, fallen: number): void;
  /** Wipes the bar. */
  close(): void;
}

const BAR_CELLS = 24;
/** Wall ms between two drawings, and before the first: what is over at once shows no bar. */
const FRAME_MS = 100;
/** Wall ms before a guess is made of what is left. */
const GUESS_MS = 1000;
/** Where a terminal does not say, or says none. */
const USUAL_COLUMNS = 80;
const WIPE = '\r\x1b[K';

/** The bar as one line of at most `columns` characters; what does not fit is left out, the bar first. */
export function progressLine(progress: Progress, columns: number, colour: boolean): string {
  const { done, total, fallen, elapsedMs } = progress;
  const filled = total === 0 ? BAR_CELLS : Math.floor((done / total) * BAR_CELLS);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
  const count = `${done}/${total} worlds`;
  const lost = fallen === 0 ? '' : `${fallen} did not survive`;
  const leftS = Math.ceil(((elapsedMs / done) * (total - done)) / 1000);
  const guess = done > 0 && done < total && elapsedMs >= GUESS_MS ? `${leftS} s left` : '';
  const choices = [[bar, count, lost, guess], [count, lost, guess], [count, lost], [count]].map((parts) =>
    parts.filter((part) => part !== ''),
  );
  const parts = choices.find((some) => some.join('  ').length <= columns) ?? [];
  const red = (text: string): string => (colour ? `\x1b[31m${text}\x1b[39m` : text);
  return parts.map((part) => (part === lost ? red(part) : part)).join('  ');
}

/**
 * @param now wall ms, from any zero
 * @param env NO_COLOR and TERM are heard
 */
export function progressBar(
  terminal: Terminal,
  total: number,
  env: Readonly<Record<string, string | undefined>>,
  now: () => number,
): ProgressBar {
  const none = { show: () => undefined, close: () => undefined };
  if (!terminal.isTTY || env['TERM'] === 'dumb' || total < 2) return none;
  const colour = (env['NO_COLOR'] ?? '') === '';
  const began = now();
  let drawn = began;
  let visible = false;
  return {
    show(done, fallen) {
      const at = now();
      if (at - drawn < FRAME_MS) return;
      drawn = at;
      visible = true;
      // one column stays free, since some terminals wrap when the last is written
      const columns = (terminal.columns || USUAL_COLUMNS) - 1;
      const line = progressLine({ done, total, fallen, elapsedMs: at - began }, columns, colour);
      terminal.write(`${WIPE}${line}`);
    },
    close() {
      if (visible) terminal.write(WIPE);
      visible = false;
    },
  };
}
