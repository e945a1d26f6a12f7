/**
 * How many words a text has, by a declared rule that needs no locale: runs of letters, digits and inner apostrophes or
 * hyphens count one each; Chinese, Japanese and Korean text, which has no spaces, counts one word for every two
 * characters, rounded up, a run of such characters at a time.
 */
const CJK = '\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af\\uff66-\\uff9f';
// ranges, not \\p{P}: what belongs to that differs with the engine's Unicode version
const MARK =
  '!-/:-@\\[-`{-~\\u00a1-\\u00bf\\u2010-\\u2bff\\u3000-\\u303f\\ufe0f\\uff01-\\uff0f\\uff1a-\\uff20\\u{1f000}-\\u{1faff}';
const RUN = new RegExp(`[${CJK}]+|[^\\s${MARK}${CJK}]+(?:['’-][^\\s${MARK}${CJK}]+)*`, 'gu');
const IS_CJK = new RegExp(`^[${CJK}]`, 'u');

/** Words of a text by the rule above; 0 for an empty one. */
export function wordCount(text: string): number {
  let words = 0;
  for (const run of text.match(RUN) ?? []) words += IS_CJK.test(run) ? Math.ceil(run.length / 2) : 1;
  return words;
}
