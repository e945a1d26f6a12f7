/** Measuring text, so that a picture is laid out anew when a font has arrived. */
import type { Measure } from './text-fit.ts';
import { forgetWidths, textWidth } from './text-width.ts';

const measureNow = (): Measure => (text, sizePx, weight) => textWidth(text, sizePx, weight);

let current = $state.raw<Measure>(measureNow());

if (typeof document !== 'undefined' && 'fonts' in document) {
  document.fonts.addEventListener('loadingdone', () => {
    forgetWidths();
    current = measureNow();
  });
}

/** Measures text in the pictures' face; reactive: another function once the fonts have changed. */
export const textMeasure = (): Measure => current;
