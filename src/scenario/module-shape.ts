/**
 * What a module asks of others and offers them: its imports, its exports, and what an authored module may not do.
 * Reads JavaScript whose types are stripped, so an import that is still there is one that runs.
 */
import { tokensOf, type Token } from './tokens.ts';

export interface ImportFound {
  /** './labels' */
  readonly specifier: string;
  /** The names imported, 'default' among them; none for a namespace, a dynamic import, a bare one or a re-export. */
  readonly names: readonly string[];
  /** Offset of the word `import` or `export`. */
  readonly at: number;
}

export interface ModuleShape {
  readonly imports: readonly ImportFound[];
  /** Null where that cannot be told from the module alone, as for `export *`. */
  readonly exports: ReadonlySet<string> | null;
  /** Offsets of `await` outside every function. */
  readonly awaits: readonly number[];
  /** Offsets of `import.meta`. */
  readonly metas: readonly number[];
}

export function moduleShape(code: string): ModuleShape {
  const { tokens, balanced } = tokensOf(code);
  const imports: ImportFound[] = [];
  const exported: (readonly string[] | null)[] = [];
  const awaits: number[] = [];
  const metas: number[] = [];
  tokens.forEach((token, i) => {
    if (token.kind !== 'word' || isPropertyName(tokens, i)) return;
    const next = tokens[i + 1];
    if (token.text === 'await') {
      if (balanced && !token.inFunction) awaits.push(token.at);
    } else if (token.text === 'import') {
      if (next?.text === '.') metas.push(token.at);
      else imports.push(...(next?.text === '(' ? dynamicImport(tokens, i) : importStatement(tokens, i)));
    } else if (token.text === 'export' && token.depth === 0) {
      imports.push(...importStatement(tokens, i));
      exported.push(exportedNames(tokens, i + 1));
    }
  });
  const exports = exported.includes(null) ? null : new Set(exported.flatMap((names) => names ?? []));
  return { imports, exports, awaits, metas };
}

/** Whether a word stands where it names a property: `x.await`, `{ import: 1 }`. */
function isPropertyName(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1]?.text;
  return before === '.' || before === '?.' || tokens[i + 1]?.text === ':';
}

/** `import('x')`; none if its module is not written out. */
function dynamicImport(tokens: readonly Token[], start: number): ImportFound[] {
  const specifier = tokens[start + 2];
  return specifier?.kind === 'string'
    ? [{ specifier: unquoted(specifier), names: [], at: tokens[start]!.at }]
    : [];
}

/** The import that a statement makes: `import … from 'x'`, `import 'x'`, `export … from 'x'`; none if it makes none. */
function importStatement(tokens: readonly Token[], start: number): ImportFound[] {
  const { at, text, depth } = tokens[start]!;
  const next = tokens[start + 1];
  if (text === 'import' && next?.kind === 'string') return [{ specifier: unquoted(next), names: [], at }];
  if (text === 'export' && next?.text !== '*' && next?.text !== '{') return [];
  let end = start + 1;
  while (isClause(tokens[end], depth)) end++;
  const specifier = tokens[end];
  if (tokens[end - 1]!.text !== 'from' || specifier?.kind !== 'string') return [];
  // A re-export of a type cannot be told from one of a value, and does no harm.
  const names = text === 'import' ? namesAsked(tokens, start + 1, end) : [];
  return [{ specifier: unquoted(specifier), names, at }];
}

/** Whether a token may stand between `import` or `export` and the module's name. */
const isClause = (token: Token | undefined, depth: number): boolean => {
  if (!token || token.depth > depth) return token !== undefined;
  if (token.kind === 'word') return token.text !== 'import' && token.text !== 'export';
  return ['{', '}', ',', '*'].includes(token.text);
};

/** Of `a, { b as c, default as d }`: default, b, default. */
function namesAsked(tokens: readonly Token[], from: number, to: number): string[] {
  const names: string[] = tokens[from]!.kind === 'word' ? ['default'] : [];
  for (let i = from; i < to; i++)
    if (tokens[i]!.text === '{') names.push(...namesInBraces(tokens, i, 'before'));
  return names;
}

/** The names that an export offers; null where only another module can tell, or where a pattern hides them. */
function exportedNames(tokens: readonly Token[], start: number): string[] | null {
  switch (tokens[start]?.text) {
    case 'default':
      return ['default'];
    case '*':
      return tokens[start + 1]?.text === 'as' && tokens[start + 2] ? [nameIn(tokens[start + 2]!)] : null;
    case '{':
      return namesInBraces(tokens, start, 'after');
    case 'const':
    case 'let':
    case 'var':
      return declaredNames(tokens, start + 1);
    default: {
      const declared = tokens.slice(start, start + 4);
      const name = declared.find(({ kind, text }) => kind === 'word' && !DECLARES.has(text));
      return name ? [name.text] : null;
    }
  }
}

const DECLARES = new Set(['async', 'function', 'class']);

/** Of `a = 1, b = f(2)`: a, b. One too many does no harm. */
function declaredNames(tokens: readonly Token[], start: number): string[] | null {
  const depth = tokens[start]?.depth ?? 0;
  const names: string[] = [];
  for (let i = start; i < tokens.length; i++) {
    const { text, kind, depth: inner } = tokens[i]!;
    if (inner !== depth) continue;
    if (text === ';' || text === 'export' || text === 'import') break;
    if (i !== start && tokens[i - 1]!.text !== ',') continue;
    if (kind !== 'word') return null;
    names.push(text);
  }
  return names;
}

/** Of `{ a as b, c }`, open at `open`: the names before `as`, a and c, or after it, b and c. */
function namesInBraces(tokens: readonly Token[], open: number, side: 'before' | 'after'): string[] {
  const names: string[] = [];
  let i = open + 1;
  while (i < tokens.length && tokens[i]!.text !== '}') {
    const renamed = tokens[i + 1]?.text === 'as' && tokens[i + 2] !== undefined;
    names.push(nameIn(tokens[renamed && side === 'after' ? i + 2 : i]!));
    i += renamed ? 3 : 1;
    if (tokens[i]?.text === ',') i++;
  }
  return names;
}

const nameIn = (token: Token): string => (token.kind === 'string' ? unquoted(token) : token.text);
const unquoted = ({ text }: Token): string => text.slice(1, -1);
