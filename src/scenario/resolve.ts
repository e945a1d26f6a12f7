/** Which file an import means. */

/** What an orchestration may import beside its own files. */
export const EXTERNALS: readonly string[] = ['rehearsal'];

export const isRelative = (specifier: string): boolean => /^\.{1,2}\//.test(specifier);

/**
 * The file that a relative import means: the path itself, with .ts or .js put after it or in place of .js, or the index
 * of a folder; null if there is none, or if it would lead out of the project.
 * @param from the path of the importing file
 * @param has whether there is a file of this path
 */
export function resolveImport(
  from: string,
  specifier: string,
  has: (path: string) => boolean,
): string | null {
  const path = joined(from, specifier);
  if (path === null) return null;
  const asTypeScript = path.replace(/\.js$/, '.ts');
  const candidates = [path, asTypeScript, `${path}.ts`, `${path}.js`, `${path}/index.ts`, `${path}/index.js`];
  return candidates.find(has) ?? null;
}

function joined(from: string, specifier: string): string | null {
  const segments = from.split('/').slice(0, -1);
  for (const segment of specifier.split('/')) {
    if (segment === '.' || segment === '') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return null;
  }
  return segments.join('/');
}
