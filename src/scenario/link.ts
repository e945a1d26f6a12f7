/**
 * Runs a registry of modules as CommonJS: called afresh for each world, so that no world sees another's module state.
 *
 * Owns evaluation order, cycles and the doors to what is not authored. Its caller owns the realm and its globals.
 *
 * 1. Each module is evaluated at most once a link, when it is first required; the entry first of all.
 * 2. In a cycle a module sees what the other has exported so far.
 * 3. What a module throws while it is evaluated comes out as it is.
 */
import { assert } from '../base/assert.ts';
import { isRelative, resolveImport } from './resolve.ts';

export type Require = (specifier: string) => unknown;
export type ModuleFunction = (module: { exports: unknown }, exports: object, require: Require) => void;
/** By path, as registryScript defines it. */
export type Registry = Readonly<Record<string, ModuleFunction>>;

/** A project whose modules do not fit together. The message is for the author. */
export class LinkError extends Error {
  /** The authored file that is at fault. */
  readonly file: string;
  constructor(file: string, message: string) {
    super(message);
    this.name = 'LinkError';
    this.file = file;
  }
}

/**
 * Evaluates the entry and what it imports.
 * @param externals what bare imports mean: { rehearsal }
 * @returns the entry's exports, `default` among them
 * @throws {LinkError} for an import that leads nowhere, or an entry without a default export
 * @throws whatever a module throws
 */
export function link(
  registry: Registry,
  entry: string,
  externals: Readonly<Record<string, object>>,
): Readonly<Record<string, unknown>> {
  const has = (path: string): boolean => Object.hasOwn(registry, path);
  assert(has(entry), `the registry has no module '${entry}'`);
  const modules = new Map<string, { exports: unknown }>();

  const evaluate = (path: string): unknown => {
    const begun = modules.get(path);
    if (begun) return begun.exports;
    const exports = {};
    const module = { exports: exports as unknown };
    modules.set(path, module);
    registry[path]!(module, exports, (specifier) => required(path, specifier));
    return module.exports;
  };
  const required = (from: string, specifier: string): unknown => {
    if (Object.hasOwn(externals, specifier)) return namesChecked(externals[specifier]!, specifier, from);
    const target = isRelative(specifier) ? resolveImport(from, specifier, has) : null;
    if (target === null) throw new LinkError(from, `'${specifier}' cannot be imported by ${from}`);
    return evaluate(target);
  };

  const exports = evaluate(entry);
  if (
    typeof exports !== 'object' ||
    exports === null ||
    (exports as { default?: unknown }).default === undefined
  )
    throw new LinkError(entry, `${entry} has no default export: write 'export default orchestration({ … })'`);
  return exports as Readonly<Record<string, unknown>>;
}

/** An external whose missing names are errors by name: compiled imports would otherwise read as `undefined`. */
function namesChecked(external: object, name: string, from: string): object {
  return new Proxy(external, {
    get(target, key) {
      if (key === '__esModule') return true;
      if (typeof key === 'string' && !(key in target) && key !== 'then')
        throw new LinkError(from, `'${name}' exports nothing named '${key}', which ${from} imports`);
      return Reflect.get(target, key) as unknown;
    },
  });
}
