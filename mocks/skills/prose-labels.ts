/** Labels that instructions name in prose, where a request brings no schema: "Classify as one of: a, b or c." */

const ASKS = /\bclassif|\bcategori[sz]|\blabel\b|\bone of\b|\bwhich of\b/i;
/** Instructions that want an answer in words, whatever else they mention. */
const ANSWERING = /\b(?:answer|reply|respond) (?:to )?(?:the )?(?:customer|user|question|ticket)/i;
/** The words before a list. */
const LEAD =
  /\b(?:one of|into|as|labels?|categories|classes|options)\b[^\n:,"'“]{0,40}?(?::\s*|\s+(?=["'“`])|\s+(?=\S+(?:,|\s*\||\s*\/|\s+or\s)))/i;
const READ_CHARS = 2000;
const LIST_CHARS = 600;
const LABELS_MOST = 40;
const WORDS_MOST = 3;

/** The labels, at least two; null if the instructions do not ask for one of a list. */
export function labelsInProse(instructions: string): string[] | null {
  const read = instructions.slice(0, READ_CHARS);
  if (!ASKS.test(read) || ANSWERING.test(read)) return null;
  const lead = LEAD.exec(read);
  if (!lead) return null;
  const rest = read.slice(lead.index + lead[0].length).slice(0, LIST_CHARS);
  const bulleted = rest.match(/^\s*[-*•] .*$/gm);
  const list =
    bulleted && bulleted.length > 1
      ? bulleted
      : (rest.split(/[.;!?]|\n/)[0] ?? '').split(/,|\||\/|\bor\b|\band\b/i);
  const labels = list.map(bare).filter((label) => label !== '' && label.split(' ').length <= WORDS_MOST);
  return labels.length >= 2 && labels.length <= LABELS_MOST ? [...new Set(labels)] : null;
}

/** A label without bullet, quotes and description. */
const bare = (label: string): string =>
  label
    .replace(/^\s*[-*•]\s*/, '')
    .split(/\s*[:–—(]/)[0]!
    .trim()
    .replace(/^["'“`]+|["'”`]+$/g, '');
