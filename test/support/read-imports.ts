import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import ts from 'typescript';

/** One import, export-from, `import()` or `import('…')` type. Paths are relative to the root, with slashes. */
export type Import = {
  readonly file: string;
  /** Starting at 1. */
  readonly line: number;
  readonly specifier: string;
  /** The file that a relative specifier or 'rehearsal' means, whether it exists or not; else undefined. */
  readonly target: string | undefined;
};

export const root = resolve(import.meta.dirname, '../..');

/** Every import under these folders, in the order of paths and lines. */
export function importsUnder(...folders: string[]): Import[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(root, folder, name),
      ),
    )
    .filter((path) => /\.(?:[mc]?[jt]s|svelte)$/.test(path) && statSync(path).isFile())
    .sort()
    .flatMap((path) => importsOf(relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')));
}

export function importsOf(file: string, text: string): Import[] {
  const script = file.endsWith('.svelte') ? onlyScripts(text) : text;
  const source = ts.createSourceFile(file, script, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      found.push({ file, line, specifier, target: targetOf(file, specifier) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The text with everything outside <script> blanked, so that lines keep their numbers. */
function onlyScripts(text: string): string {
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  const pieces = text.split(/(<script\b[^>]*>[\s\S]*?<\/script>)/);
  return pieces
    .map((piece, index) =>
      index % 2 === 0
        ? blank(piece)
        : piece.replace(
            /^(<script\b[^>]*>)([\s\S]*)(<\/script>)$/,
            (_, open: string, body: string, close: string) => [blank(open), body, blank(close)].join(''),
          ),
    )
    .join('');
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : undefined;
  if (ts.isExternalModuleReference(node)) return textOf(node.expression);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return textOf(node.arguments[0]);
  return undefined;
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function targetOf(file: string, specifier: string): string | undefined {
  if (specifier === 'rehearsal') return 'src/authoring/index.ts';
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(dirname(file), specifier.replace(/\?.*$/, ''));
}
