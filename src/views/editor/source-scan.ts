/**
 * Reads TypeScript just far enough to set it in type and to find names in it: words, strings, comments. It parses
 * nothing, so half-written code reads as well as finished code.
 */

export type TokenKind = 'plain' | 'keyword' | 'string' | 'number' | 'comment';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const KEYWORDS = new Set(
  (
    'as async await break case catch class const continue default delete do else enum export extends false finally for ' +
    'from function if implements import in instanceof interface let new null of return satisfies static super switch ' +
    'this throw true try type typeof undefined var void while yield'
  ).split(' '),
);

// One alternative a kind, in order of precedence. A string that is not closed ends with its line, a template and a
// block comment with the text.
const PIECE =
  /(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|('(?:[^'\\\n]|\\[\s\S])*'?|"(?:[^"\\\n]|\\[\s\S])*"?|`(?:[^`\\]|\\[\s\S])*`?)|((?<![\w$])\d[\w.]*)|([A-Za-z_$][\w$]*)/g;

/** The tokens of a source, line by line; the lines' texts joined by newlines are the source. */
export function tokenLines(source: string): Token[][] {
  const lines: Token[][] = [[]];
  const put = (kind: TokenKind, text: string): void => {
    text.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([]);
      if (part === '') return;
      const line = lines.at(-1)!;
      const before = line.at(-1);
      if (before?.kind === kind) line[line.length - 1] = { kind, text: before.text + part };
      else line.push({ kind, text: part });
    });
  };
  let at = 0;
  for (const found of source.matchAll(PIECE)) {
    put('plain', source.slice(at, found.index));
    const [text, comment, string, number] = found;
    const kind: TokenKind = comment
      ? 'comment'
      : string
        ? 'string'
        : number
          ? 'number'
          : isKeyword(source, found.index, text)
            ? 'keyword'
            : 'plain';
    put(kind, text);
    at = found.index + text.length;
  }
  put('plain', source.slice(at));
  return lines;
}

/** The source with the insides of strings and comments blanked; every character keeps its place. */
export function codeOnly(source: string): string {
  return source.replace(PIECE, (text: string, comment?: string, string?: string) =>
    comment === undefined && string === undefined ? text : text.replace(/[^\n]/g, ' '),
  );
}

/** A property of that name (`a.from`, `type:`) is no keyword. */
function isKeyword(source: string, at: number, word: string): boolean {
  return (
    KEYWORDS.has(word) &&
    source[at - 1] !== '.' &&
    !/^\s*:/.test(source.slice(at + word.length, at + word.length + 3))
  );
}
