/**
 * An estimate of token counts for simulated models: a token for every four Latin characters of a word, at least one a
 * word, one for each CJK or kana character, and one for each punctuation mark. Always labelled "estimated" where shown.
 */
const CJK = '\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af';
// ranges, not \\p{P}: what belongs to that differs with the engine's Unicode version
const MARK = '!-/:-@\\[-`{-~\\u00a1-\\u00bf\\u2010-\\u2bff\\u3000-\\u303f\\uff01-\\uff0f\\uff1a-\\uff20';
/** One CJK character, a run of other letters and digits, or one mark. */
const PIECE = new RegExp(`[${CJK}]|[^\\s${MARK}${CJK}]+|[${MARK}]`, 'gu');
/** The same, at most eight characters a piece, with the white space before it. */
const CHUNK = new RegExp(`\\s*(?:[${CJK}]|[^\\s${MARK}${CJK}]{1,8}|[${MARK}])|\\s+$`, 'gu');

/** Estimated tokens of a text; 0 for an empty one. */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const piece of text.match(PIECE) ?? []) tokens += Math.ceil(piece.length / 4);
  return tokens;
}

/** Splits text into pieces the size of a token or two. Joined, they are the same text. */
export function splitTokens(text: string): string[] {
  return text.match(CHUNK) ?? [];
}
