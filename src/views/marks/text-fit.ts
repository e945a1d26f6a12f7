/** Text in a picture: how wide it is, and what of it fits. */

/** Width in px of a text at a size in px and a weight; injected, so that layouts need no document. */
export type Measure = (text: string, sizePx: number, weight: number) => number;

export const WEIGHT = { text: 400, value: 500, name: 600 } as const;

/** Type inside a picture, px: the tokens --picture-text and --picture-name. */
export interface TypeSizes {
  readonly text: number;
  readonly name: number;
}
export const typeSizes = (present: boolean): TypeSizes =>
  present ? { text: 20, name: 20 } : { text: 12, name: 13 };

/** The text, or as much of it as `widthPx` holds with an ellipsis; empty where not even that fits. */
export function fitText(
  text: string,
  widthPx: number,
  measure: Measure,
  sizePx: number,
  weight = 400,
): string {
  if (measure(text, sizePx, weight) <= widthPx) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(`${text.slice(0, middle).trimEnd()}…`, sizePx, weight) <= widthPx) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : `${text.slice(0, low).trimEnd()}…`;
}

/** Breaks a text at spaces into at most `lines` lines of `widthPx`; what is left over ends in an ellipsis. */
export function wrapText(
  text: string,
  widthPx: number,
  lines: number,
  measure: Measure,
  sizePx: number,
  weight = 400,
): string[] {
  const out: string[] = [];
  let rest = text.trim();
  while (rest !== '' && out.length < lines) {
    if (out.length === lines - 1 || measure(rest, sizePx, weight) <= widthPx) {
      out.push(fitText(rest, widthPx, measure, sizePx, weight));
      break;
    }
    let taken = '';
    for (const word of rest.split(' ')) {
      const longer = taken === '' ? word : `${taken} ${word}`;
      if (measure(longer, sizePx, weight) > widthPx) break;
      taken = longer;
    }
    if (taken === '') {
      out.push(fitText(rest, widthPx, measure, sizePx, weight));
      break;
    }
    out.push(taken);
    rest = rest.slice(taken.length).trimStart();
  }
  return out;
}
