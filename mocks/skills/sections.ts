/** An object input as authoring renders it: `<key>\n…\n</key>` blocks, strings as they are, the rest as JSON. */

export interface Section {
  readonly key: string;
  readonly text: string;
  /** The text parsed as JSON; undefined if it is none. */
  readonly json: unknown;
}

const OPENING = /\s*<([A-Za-z_][\w.-]*)>\n/y;
/** JSON longer than this is read as plain text. */
const JSON_LIMIT_CHARS = 200_000;

/** The blocks of a message in their order, or null if it is not made of blocks from start to end. */
export function readSections(content: string): Section[] | null {
  const sections: Section[] = [];
  let at = 0;
  while (at < content.length) {
    OPENING.lastIndex = at;
    const opening = OPENING.exec(content);
    if (!opening) break;
    const key = opening[1]!;
    const start = OPENING.lastIndex;
    const end = content.indexOf(`\n</${key}>`, start - 1);
    if (end < 0) return null;
    const text = content.slice(start, Math.max(start, end));
    sections.push({ key, text, json: parseJson(text) });
    at = end + key.length + 4;
  }
  return sections.length > 0 && content.slice(at).trim() === '' ? sections : null;
}

/** A JSON object or array; undefined for anything else. */
function parseJson(text: string): unknown {
  const first = text.trimStart().charAt(0);
  if ((first !== '{' && first !== '[') || text.length > JSON_LIMIT_CHARS) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An article as a prompt carries it. */
export interface Passage {
  readonly title: string;
  readonly text: string;
}

/** The articles in a value: an array with at least one {title?, text|body}; null if it is no such array. */
export function asPassages(value: unknown): Passage[] | null {
  if (!Array.isArray(value)) return null;
  const passages: Passage[] = [];
  for (const item of value.slice(0, 20)) {
    if (typeof item !== 'object' || item === null) continue;
    const { title, text, body } = item as Record<string, unknown>;
    const said = typeof text === 'string' ? text : typeof body === 'string' ? body : null;
    if (said !== null) passages.push({ title: typeof title === 'string' ? title : '', text: said });
  }
  return passages.length > 0 || value.length === 0 ? passages : null;
}

/** What a customer wrote: the body (and subject) of a ticket, or the text itself. */
export function bodyOf(section: Section): string {
  if (typeof section.json !== 'object' || section.json === null) return section.text;
  const ticket = section.json as Record<string, unknown>;
  const parts = ['subject', 'body', 'text', 'message', 'question', 'content']
    .map((key) => ticket[key])
    .filter((part): part is string => typeof part === 'string' && part !== '');
  return parts.length > 0 ? [...new Set(parts)].join('\n') : section.text;
}
