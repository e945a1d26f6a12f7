/**
 * Gathers a module of a person's project with the files that it imports, directly or not, as a scenario would hold them.
 * What an import leads to that is not there, or that may not be imported, is for the compiler to say.
 */
import { statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { moduleShape } from '../scenario/module-shape.ts';
import { isRelative, resolveImport } from '../scenario/resolve.ts';
import { FILE_LIMIT, type SourceFile } from '../scenario/source.ts';
import { readText } from './read-text.ts';

/**
 * Paths are relative to the deepest folder that holds all the files, so that where the project lies, and where it is
 * rehearsed from, change nothing.
 * @throws {Error} with a message for the user.
 */
export function authoredFiles(path: string): {
  readonly files: readonly SourceFile[];
  readonly entry: string;
} {
  const start = resolve(path).split(sep).join('/');
  const texts = new Map([[start, readText(path, 'module')]]);
  for (const [from, text] of texts) {
    for (const { specifier } of moduleShape(text).imports) {
      const target = isRelative(specifier) ? fileOf(from, specifier) : null;
      if (target === null || texts.has(target) || texts.size > FILE_LIMIT) continue;
      texts.set(target, readText(target, 'module'));
    }
  }
  const root = commonFolder([...texts.keys()]);
  const files = [...texts].map(([file, text]) => ({ path: file.slice(root.length), text }));
  return { files, entry: start.slice(root.length) };
}

/** By the rule for a project's own files; it knows relative paths only, so the first slash is set aside. */
function fileOf(from: string, specifier: string): string | null {
  const lead = from.startsWith('/') ? '/' : '';
  const found = resolveImport(from.slice(lead.length), specifier, (path) => isModule(lead + path));
  return found === null ? null : lead + found;
}

const isModule = (path: string): boolean =>
  /\.[tj]s$/.test(path) && statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** Ends with a slash. */
function commonFolder(paths: readonly string[]): string {
  const [first, ...rest] = paths.map((path) => path.slice(0, path.lastIndexOf('/') + 1));
  let common = first!;
  for (const folder of rest)
    while (!folder.startsWith(common))
      common = common.slice(0, common.lastIndexOf('/', common.length - 2) + 1);
  return common;
}
