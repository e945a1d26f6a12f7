/** The text of a program's module: without types, as CommonJS on the same lines, or what is wrong with it. */
import { extname } from 'node:path';
import { transform } from 'sucrase';
import { moduleShape } from '../scenario/module-shape.ts';

/** A module that cannot be read, or an import that leads nowhere. The message is for the author. */
export class ProgramFault extends Error {
  readonly file: string;
  /** From 1; 0 where nobody said. */
  readonly line: number;
  /** Whether all that is wrong is an `await` at the top. */
  readonly awaits: boolean;

  constructor(file: string, line: number, message: string, awaits = false) {
    super(inPackage(file) + message);
    this.name = 'ProgramFault';
    this.file = file;
    this.line = line;
    this.awaits = awaits;
  }
}

/** Says which package's file it is: the program's own are named with their lines. */
function inPackage(file: string): string {
  const path = /.*[\\/]node_modules[\\/](.+)$/.exec(file)?.[1];
  return path === undefined ? '' : `${path}: `;
}

/** What stands for `import.meta`. */
export const IMPORT_META = '__importMeta';

export const missing = (file: string, line: number, specifier: string): ProgramFault =>
  new ProgramFault(
    file,
    line,
    `'${specifier}' cannot be found from here: install the package, or name the file with its ending`,
  );

/** sucrase makes `import()` a promise of `require`. @throws {ProgramFault} */
export function asCommonJs(file: string, text: string): string {
  try {
    return transform(withMeta(stripTypes(file, text)), {
      transforms: ['imports'],
      disableESTransforms: true,
      keepUnusedImports: true,
    }).code;
  } catch (error) {
    throw refused(file, error as Error);
  }
}

/** The same lines in JavaScript. @throws {ProgramFault} */
export function stripTypes(file: string, text: string): string {
  const plain = text.replace(/^#!/, '//');
  const transforms = stripped(/\.[mc]?tsx?$/.test(file), extname(file).endsWith('x'));
  if (transforms.length === 0) return plain;
  try {
    return transform(plain, { transforms, disableESTransforms: true }).code;
  } catch (error) {
    throw refused(file, error as Error);
  }
}

const stripped = (types: boolean, markup: boolean): ('typescript' | 'jsx')[] => [
  ...(types ? (['typescript'] as const) : []),
  ...(markup ? (['jsx'] as const) : []),
];

function withMeta(code: string): string {
  if (!code.includes('import.meta')) return code;
  return moduleShape(code).metas.reduceRight(
    (text, at) => text.slice(0, at) + text.slice(at).replace(/^import\s*\.\s*meta/, IMPORT_META),
    code,
  );
}

/** What sucrase or the engine said of a file, in the file's own lines. */
export function refused(
  file: string,
  error: Error & { readonly loc?: { readonly line: number } },
): ProgramFault {
  if (error instanceof ProgramFault) return error;
  const line = error.loc?.line ?? Number(/:(\d+)\n/.exec(error.stack ?? '')?.[1] ?? 0);
  const what = error.message.replace(/ \(\d+:\d+\)$/, '');
  const awaits = /\bawait\b/.test(what);
  const why = awaits
    ? `await stands at the top of a module that others import, outside of every function: only the program's own module may wait there (${what})`
    : `this cannot be read as JavaScript or TypeScript: ${what}`;
  return new ProgramFault(file, line, why, awaits);
}
