import { readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

const packageFolder = 'file:///node_modules/rehearsal/';

/**
 * The declarations behind `import … from 'rehearsal'`, for an editor without a file system: virtual path → text.
 * `index.d.ts` leads to the rest, which keep their places under src/. `inputs` are the sources they came from.
 */
export function authoringTypes(
  root: string,
  entry: string,
): { files: Record<string, string>; inputs: string[] } {
  const config = ts.readConfigFile(resolve(root, 'tsconfig.core.json'), (path) => readFileSync(path, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const program = ts.createProgram([entry], {
    ...options,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    stripInternal: true,
    outDir: resolve(root, 'out'),
    rootDir: root,
  });
  const files: Record<string, string> = {};
  program.emit(undefined, (path, text) => {
    files[packageFolder + relative(resolve(root, 'out'), path).split(sep).join('/')] = text;
  });
  const lead = relative(root, entry).split(sep).join('/');
  files[`${packageFolder}index.d.ts`] = `export * from './${lead}';\n`;
  Object.assign(files, zodTypes(root));
  const within = root + sep;
  const modules = resolve(root, 'node_modules') + sep;
  const inputs = program
    .getSourceFiles()
    .map(({ fileName }) => resolve(dirname(entry), fileName))
    .filter((path) => path.startsWith(within) && !path.startsWith(modules));
  return { files, inputs };
}

/** zod's own declarations, as far as its mini build leads, without the message catalogues. */
function zodTypes(root: string): Record<string, string> {
  const folder = resolve(root, 'node_modules/zod');
  const files: Record<string, string> = {
    'file:///node_modules/zod/mini/index.d.ts': "export * from '../v4/mini/index.js';\n",
    'file:///node_modules/zod/v4/locales/index.d.ts': 'export {};\n',
  };
  const waiting = [resolve(folder, 'v4/mini/index.d.ts')];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const name = `file:///node_modules/zod/${relative(folder, path).split(sep).join('/')}`;
    if (name in files) continue;
    const text = readFileSync(path, 'utf8');
    files[name] = text;
    for (const [, target] of text.matchAll(/(?:from|import\()\s*["'](\.[^"']+)\.js["']/g))
      waiting.push(`${resolve(dirname(path), target ?? '')}.d.ts`);
  }
  return files;
}
