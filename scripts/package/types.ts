import { posix } from 'node:path';
import ts from 'typescript';
import { authoringTypes } from '../authoring-types.ts';
import { authoringEntry } from '../sandbox-plugin.ts';

const PACKAGES = 'file:///node_modules/';
const OWN = 'rehearsal/';

/**
 * The declarations of the package: path → text, `index.d.ts` first of all. Those of what it bundles lie among them, so
 * that nothing else needs to be installed for them.
 * @throws {Error} for an import that leads out of the package.
 */
export function packageTypes(root: string): Map<string, string> {
  const { files } = authoringTypes(root, authoringEntry);
  const paths = new Map(
    Object.keys(files).map((name) => {
      const path = name.slice(PACKAGES.length);
      return [name, path.startsWith(OWN) ? path.slice(OWN.length) : `packages/${path}`];
    }),
  );
  const known = new Set(paths.values());
  return new Map(
    Object.entries(files).map(([name, text]) => {
      const path = paths.get(name)!;
      return [path, inside(path, text, known)];
    }),
  );
}

/** The declarations with every import made relative, and written as a published package has it: ending in .js. */
function inside(path: string, text: string, known: ReadonlySet<string>): string {
  const folder = posix.dirname(path);
  let written = '';
  let from = 0;
  for (const { fileName, pos } of ts.preProcessFile(text).importedFiles) {
    const target = /^\.{1,2}\//.test(fileName)
      ? posix.join(folder, fileName).replace(/\.[tj]s$/, '')
      : `packages/${fileName}/index`;
    if (!known.has(`${target}.d.ts`))
      throw new Error(`${path} imports '${fileName}', whose declarations are no part of the package`);
    const relative = posix.relative(folder, `${target}.js`);
    // pos is where the opening quote stands
    written += `${text.slice(from, pos + 1)}${relative.startsWith('.') ? '' : './'}${relative}`;
    from = pos + 1 + fileName.length;
  }
  return written + text.slice(from);
}
