/** Places in a text and on the screen. Lines count from 1, offsets from 0. Pure. */

/** Where an editor was left, so that another can take over there. */
export interface EditorPlace {
  /** The selection, as offsets. */
  readonly start: number;
  readonly end: number;
  readonly scrollTop: number;
  readonly focused: boolean;
}

export function lineOfOffset(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** Where a line begins; the text's end for a line beyond it. */
export function offsetOfLine(text: string, line: number): number {
  let at = 0;
  for (let passed = 1; passed < line; passed++) {
    const next = text.indexOf('\n', at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  return at;
}

/** Lines kept free above and below a line that is brought into view. */
const MARGIN_LINES = 3;

/** Where to scroll so that a line is in view, by whole lines; where it is already, nothing moves. */
export function scrolledTo(
  line: number,
  lineHeightPx: number,
  scrollTopPx: number,
  heightPx: number,
): number {
  const marginPx = Math.min(MARGIN_LINES * lineHeightPx, heightPx / 4);
  const topPx = (line - 1) * lineHeightPx;
  const whole = (px: number): number => Math.ceil(px / lineHeightPx) * lineHeightPx;
  if (topPx - marginPx < scrollTopPx) return Math.max(0, whole(topPx - marginPx));
  if (topPx + lineHeightPx + marginPx > scrollTopPx + heightPx)
    return whole(topPx + lineHeightPx + marginPx - heightPx);
  return scrollTopPx;
}
