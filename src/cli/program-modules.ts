/**
 * A program's modules in Node, its own and those of its packages: read and compiled once, evaluated afresh for each world.
 * Node's own loader evaluates a module once a process, in turns of its own; this one does it at once and again.
 *
 * 1. Each module is evaluated at most once an instance, when it is first required; the entry first of all.
 * 2. An import leads where Node's leads: conditions, `node_modules`, and a CommonJS module's `default` is all it exports.
 * 3. `import()` answers within the turn.
 * 4. `await` at the top is the entry's alone: whoever imports another module has it at once.
 */
import { readFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import { moduleShape } from '../scenario/module-shape.ts';
import { asCommonJs, IMPORT_META, missing, refused, stripTypes, type ProgramFault } from './program-text.ts';
import { ProgramResolver, type ImportKind, type Package } from './program-resolve.ts';

type ModuleFunction = (...given: unknown[]) => unknown;

interface Compiled {
  readonly file: string;
  /** The same as an address. */
  readonly url: string;
  /** Whether it was written as an ES module. */
  readonly isModule: boolean;
  /** What is wrong with it for whoever imports it: `await` stands at its top, and it is there later. Else null. */
  readonly late: ProgramFault | null;
  readonly define: ModuleFunction;
  /** Where its imports lead, by specifier. */
  readonly links: Map<string, string>;
}

interface Instance {
  exports: unknown;
  readonly compiled: Compiled;
}

type Require = (specifier: string) => unknown;

/** Where an import leads. */
export interface Imported {
  /** An absolute path, or 'node:…'. */
  readonly target: string;
  /** The package of that file; null for a module of Node's. */
  readonly from: Package | null;
}

/** What a world has in place of Node's own modules. */
export type Builtins = (name: string, requireFrom: (file: string) => Require) => object;

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname', IMPORT_META];

export class ProgramModules {
  private readonly resolver = new ProgramResolver();
  private readonly compiled = new Map<string, Compiled>();

  /** Evaluates the entry and what it imports. @returns what the entry exports; a promise of it where its top awaits */
  instantiate(entry: string, builtins: Builtins): unknown {
    return new Linking(this, builtins).evaluate(this.compile(entry));
  }

  /** @throws {ProgramFault} */
  compile(file: string): Compiled {
    let found = this.compiled.get(file);
    if (!found) this.compiled.set(file, (found = this.read(file)));
    return found;
  }

  /** Where an import of a module leads. @throws {ProgramFault} */
  link({ file, isModule, links }: Compiled, specifier: string): string {
    let target = links.get(specifier);
    if (target !== undefined) return target;
    const kind: ImportKind = isModule ? 'import' : 'require';
    const found = this.resolver.resolve(specifier, file, kind);
    if (found === null) throw missing(file, 0, specifier);
    links.set(specifier, (target = found));
    return target;
  }

  /**
   * What a module imports, whether or not it is ever evaluated: where it leads, and the package that it leads to. An
   * `import()` may lead nowhere, since the program may be prepared for that.
   * @throws {ProgramFault}
   */
  importsOf(file: string): readonly Imported[] {
    const code = stripTypes(file, readFileSync(file, 'utf8'));
    return moduleShape(code).imports.flatMap(({ specifier, at }) => {
      const target = this.resolver.resolve(specifier, file, 'import');
      if (target === null && /^import\s*\(/.test(code.slice(at))) return [];
      if (target === null) throw missing(file, code.slice(0, at).split('\n').length, specifier);
      return [{ target, from: target.startsWith('node:') ? null : this.resolver.packageOf(target) }];
    });
  }

  private read(file: string): Compiled {
    const text = readFileSync(file, 'utf8');
    const links = new Map<string, string>();
    const url = pathToFileURL(file).href;
    if (extname(file) === '.json') {
      const define: ModuleFunction = (_exports, _require, module) => {
        (module as Instance).exports = JSON.parse(text);
      };
      return { file, url, isModule: false, late: null, define, links };
    }
    const isModule = this.isModule(file, text);
    // a script may import() as well
    const asked = isModule || /\bimport\s*\(/.test(text);
    const code = asked ? asCommonJs(file, text) : text.replace(/^#!/, '//');
    const compile = (body: string): ModuleFunction =>
      compileFunction(body, PARAMETERS, { filename: file }) as ModuleFunction;
    try {
      return { file, url, isModule, late: null, define: compile(code), links };
    } catch (error) {
      const late = refused(file, error as Error);
      if (!isModule || !late.awaits) throw late;
      try {
        return { file, url, isModule, late, define: compile(`return (async () => {${code}\n})();`), links };
      } catch {
        throw late;
      }
    }
  }

  private isModule(file: string, text: string): boolean {
    const ending = extname(file);
    if (/^\.[mc]?tsx?$|^\.(?:mjs|jsx)$/.test(ending)) return true;
    if (ending === '.cjs') return false;
    const type = this.resolver.packageOf(file)?.type;
    return type === 'module' || (type === undefined && /^\s*(?:import|export)\b/m.test(text));
  }
}

/** One world's modules. */
class Linking {
  private readonly modules: ProgramModules;
  private readonly builtins: Builtins;
  private readonly instances = new Map<string, Instance>();
  private readonly namespaces = new Map<unknown, object>();

  constructor(modules: ProgramModules, builtins: Builtins) {
    this.modules = modules;
    this.builtins = builtins;
  }

  evaluate(compiled: Compiled): unknown {
    const { file, url, define } = compiled;
    const begun = this.instances.get(file);
    if (begun) return begun.exports;
    const exports = {};
    const instance: Instance = { exports, compiled };
    this.instances.set(file, instance);
    const folder = dirname(file);
    const meta = { url, filename: file, dirname: folder };
    const given = define(exports, this.requireOf(compiled), instance, file, folder, meta);
    return compiled.late ? (given as Promise<unknown>).then(() => exports) : instance.exports;
  }

  private requireOf(compiled: Compiled): Require {
    const resolved = (specifier: string): string => this.modules.link(compiled, specifier);
    const required: Require = (specifier) => {
      const target = resolved(specifier);
      if (target.startsWith('node:')) return this.foreign(compiled, this.builtin(target));
      const asked = this.modules.compile(target);
      if (asked.late) throw asked.late;
      const exports = this.evaluate(asked);
      return asked.isModule ? exports : this.foreign(compiled, exports);
    };
    return Object.assign(required, { resolve: resolved, cache: {} });
  }

  private builtin(target: string): object {
    return this.builtins(target.slice('node:'.length), (file) => this.requireOf(this.modules.compile(file)));
  }

  /** 2. What is no ES module, as `from` sees it. */
  private foreign(from: Compiled, exports: unknown): unknown {
    if (!from.isModule) return exports;
    let namespace = this.namespaces.get(exports);
    if (!namespace) this.namespaces.set(exports, (namespace = namespaceOf(exports)));
    return namespace;
  }
}

function namespaceOf(exports: unknown): object {
  const namespace = Object.defineProperty({}, '__esModule', { value: true });
  const holder = Object(exports) as Record<string, unknown>;
  if (holder === exports)
    for (const key of Object.keys(holder))
      if (key !== 'default' && key !== '__esModule')
        Object.defineProperty(namespace, key, { get: () => holder[key], enumerable: true });
  return Object.defineProperty(namespace, 'default', { value: exports, enumerable: true });
}
