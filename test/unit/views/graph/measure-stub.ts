/** Text without a document: every character is 0.55 em wide. */
import type { Measure } from '../../../../src/views/marks/text-fit.ts';

export const measure: Measure = (text, sizePx) => text.length * sizePx * 0.55;
