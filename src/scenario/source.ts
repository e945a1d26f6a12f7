/** Authored source: files by path, and what can be wrong with them. */

export interface SourceFile {
  /** Relative to the project, with `/`: 'triage.ts'. */
  readonly path: string;
  readonly text: string;
}

/** One problem in authored source. Line and column count from 1; both are 0 where no place is known. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong, why, what to try. */
  readonly message: string;
}

/** How many files a project may have. */
export const FILE_LIMIT = 200;
/** How long all its files may be together, in UTF-16 units. */
export const SOURCE_LIMIT_CHARS = 1_000_000;
/** How long a path may be, in UTF-16 units. */
const PATH_LIMIT_CHARS = 200;

const SEGMENT = /^[\p{L}\p{N}_@-][\p{L}\p{M}\p{N}_@ .-]*$/u;

/** Why a path cannot name a file of a project; null if it can. Such a path stays inside the project. */
export function pathProblem(path: string): string | null {
  if (path === '') return 'a file needs a name';
  if (path.length > PATH_LIMIT_CHARS) return `a path has at most ${PATH_LIMIT_CHARS} characters`;
  if (path.includes('\\')) return `'${path}' is written with \\: use /`;
  if (path.startsWith('/')) return `'${path}' is absolute: paths start inside the project`;
  const segments = path.split('/');
  if (segments.some((segment) => segment === '.' || segment === '..'))
    return `'${path}' may not contain . or .. as a folder`;
  if (!segments.every((segment) => SEGMENT.test(segment)))
    return `'${path}' may hold letters, digits, spaces and _ - . @ only, and no folder may be empty or start with a dot`;
  if (!/\.(?:ts|js)$/.test(path)) return `'${path}' must end in .ts or .js`;
  return null;
}

/** The text with every line ended by LF, and without a byte order mark. */
export const withLf = (text: string): string => text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');

/** Orders text by code points, which no locale can disturb. Negative, zero or positive. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return i === length ? a.length - b.length : rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
}

/** UTF-16 units in the order of the characters they stand for: halves of pairs come after U+FFFF. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
