/** Labels that instructions name in prose, where a request brings no schema: "Classify as one of: a, b or c." */

const ASKS = /\bclassif|\bcategori[sz]|\blabel\b|\bone of\b|\bwhich of\b/i;
const LIST =
  /(?:one of|into|as|labels?|categories|classes|options)(?: the following| these)?(?: labels| categories| classes| intents)?\s*:?\s*((?:["'“`]?[\p{L}\d _-]{1,30}["'”`]?\s*(?:,|\||\/|\n\s*[-*]|\bor\b|\band\b)\s*(?:or\s+|and\s+)?)+["'“`]?[\p{L}\d_-]{1,30}["'”`]?)/iu;
const LABELS_MOST = 40;
const WORDS_MOST = 3;
const ANSWERING = /\b(?:answer|reply|respond) (?:to )?(?:the )?(?:customer|user|question|ticket)/i;

/** The labels, at least two; null if the instructions do not ask for one of a list. */
export function labelsInProse(instructions: string): string[] | null {
  const read = instructions.slice(0, 2000);
  if (!ASKS.test(read) || ANSWERING.test(read)) return null;
  const list = LIST.exec(read)?.[1];
  if (list === undefined) return null;
  const labels = list
    .split(/,|\||\/|\n\s*[-*]|\bor\b|\band\b/i)
    .map((label) => label.trim().replace(/^["'“`]+|["'”`.]+$/g, ''))
    .filter((label) => label !== '' && label.split(' ').length <= WORDS_MOST);
  return labels.length >= 2 && labels.length <= LABELS_MOST ? [...new Set(labels)] : null;
}
