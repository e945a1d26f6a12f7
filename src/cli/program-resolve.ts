/**
 * Where an import of a program leads: Node's own algorithm for packages, with a file's TypeScript where its JavaScript is
 * asked for. Reads package.json files and asks whether files are there; loads nothing.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export type ImportKind = 'import' | 'require';

export interface Package {
  /** Absolute. */
  readonly folder: string;
  readonly name?: string;
  readonly version?: string;
  readonly type?: string;
  readonly main?: unknown;
  readonly exports?: Exports;
  readonly imports?: Exports;
}

type Exports = string | null | readonly Exports[] | { readonly [key: string]: Exports };

const CONDITIONS: Readonly<Record<ImportKind, ReadonlySet<string>>> = {
  import: new Set(['node', 'import', 'default']),
  require: new Set(['node', 'require', 'default']),
};

const ENDINGS = ['', '.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '.json'];
const SOURCE_OF: Readonly<Record<string, string>> = { '.js': '.ts', '.mjs': '.mts', '.cjs': '.cts' };

/** Resolves imports, and remembers what it read. */
export class ProgramResolver {
  private readonly packages = new Map<string, Package | null>();

  /**
   * @param from the importing file, absolute
   * @returns an absolute path, or 'node:…'; null where it leads nowhere
   */
  resolve(specifier: string, from: string, kind: ImportKind): string | null {
    if (isBuiltin(specifier)) return `node:${specifier.replace(/^node:/, '')}`;
    if (specifier.startsWith('file:')) return fileAt(fileURLToPath(specifier));
    if (/^(?:\.{0,2}\/|\.{1,2}$)/.test(specifier)) return fileAt(resolve(dirname(from), specifier));
    if (specifier.startsWith('#')) return this.internal(specifier, from, kind);
    return this.inPackages(specifier, from, kind);
  }

  /** The package that a file belongs to. */
  packageOf(file: string): Package | null {
    for (let folder = dirname(file); ; folder = dirname(folder)) {
      const found = this.read(folder);
      if (found || dirname(folder) === folder) return found;
    }
  }

  private internal(specifier: string, from: string, kind: ImportKind): string | null {
    const own = this.packageOf(from);
    const target = own?.imports === undefined ? null : targetOf(own.imports, specifier, CONDITIONS[kind]);
    if (!own || target === null) return null;
    return target.startsWith('./') ? fileAt(resolve(own.folder, target)) : this.resolve(target, from, kind);
  }

  private inPackages(specifier: string, from: string, kind: ImportKind): string | null {
    const parts = /^(@[^/]+\/[^/]+|[^/@][^/]*)(\/.*)?$/.exec(specifier);
    if (!parts) return null;
    const [, name, rest = ''] = parts;
    const own = this.packageOf(from);
    if (own?.name === name && own?.exports !== undefined) return entryOf(own, `.${rest}`, kind);
    for (let folder = dirname(from); ; folder = dirname(folder)) {
      const found = this.read(join(folder, 'node_modules', name!));
      if (found) return entryOf(found, `.${rest}`, kind);
      if (dirname(folder) === folder) return null;
    }
  }

  private read(folder: string): Package | null {
    let found = this.packages.get(folder);
    if (found === undefined) {
      const file = join(folder, 'package.json');
      const read = isFile(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Omit<Package, 'folder'>) : null;
      this.packages.set(folder, (found = read ? { ...read, folder } : null));
    }
    return found;
  }
}

function entryOf({ folder, main, exports }: Package, path: string, kind: ImportKind): string | null {
  if (exports !== undefined && exports !== null) {
    const target = targetOf(exports, path, CONDITIONS[kind]);
    return target === null ? null : fileAt(resolve(folder, target));
  }
  if (path !== '.') return fileAt(resolve(folder, path));
  return (
    (typeof main === 'string' ? fileAt(resolve(folder, main)) : null) ?? fileAt(resolve(folder, 'index'))
  );
}

/** What a map of exports or imports says of a path, by the conditions of the one who asks. */
function targetOf(map: Exports, path: string, conditions: ReadonlySet<string>): string | null {
  if (!isTable(map) || !Object.keys(map).some((key) => /^[.#]/.test(key)))
    return path === '.' ? chosen(map, conditions, null) : null;
  if (Object.hasOwn(map, path)) return chosen(map[path]!, conditions, null);
  let best: { readonly key: string; readonly lead: string; readonly tail: string } | null = null;
  for (const key of Object.keys(map)) {
    const [lead, tail] = key.split('*');
    if (tail === undefined || !path.startsWith(lead!) || !path.endsWith(tail)) continue;
    if (path.length >= key.length && lead!.length > (best?.lead.length ?? -1))
      best = { key, lead: lead!, tail };
  }
  if (!best) return null;
  return chosen(map[best.key]!, conditions, path.slice(best.lead.length, path.length - best.tail.length));
}

const isTable = (map: Exports): map is { readonly [key: string]: Exports } =>
  typeof map === 'object' && map !== null && !Array.isArray(map);

function chosen(target: Exports, conditions: ReadonlySet<string>, star: string | null): string | null {
  if (typeof target === 'string') return star === null ? target : target.replaceAll('*', star);
  if (target === null) return null;
  const tried = isTable(target)
    ? Object.keys(target)
        .filter((key) => conditions.has(key))
        .map((key) => target[key]!)
    : target;
  for (const one of tried) {
    const found = chosen(one, conditions, star);
    if (found !== null) return found;
  }
  return null;
}

/** The file itself, with an ending that was left out, as the TypeScript that it is compiled from, or a folder's index. */
function fileAt(path: string): string | null {
  const ending = /\.[mc]?js$/.exec(path)?.[0];
  const source = ending === undefined ? null : path.slice(0, -ending.length) + SOURCE_OF[ending]!;
  const tried = [...ENDINGS.map((more) => path + more), ...(source === null ? [] : [source])];
  const found =
    tried.find(isFile) ??
    ENDINGS.slice(1)
      .map((more) => join(path, `index${more}`))
      .find(isFile);
  return found === undefined ? null : realpathSync(found);
}

/** What this process may not read is not there for it. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
