/** From a program's bundle, one CommonJS text with everything in it, to something that worlds are made from. */
import { Misuse } from '../../engine/step-error.ts';
import type { Locate } from '../../engine/step-error.ts';
import { codeDigest } from '../../scenario/code-digest.ts';
import { problemFromSyntaxError, registryScript } from '../../scenario/registry.ts';
import type { ModuleFunction, Registry } from '../../scenario/link.ts';
import type { SourceFile } from '../../scenario/source.ts';
import { tokensOf } from '../../scenario/tokens.ts';
import { locateError } from '../../scenario/stack.ts';
import type { Loaded, LoadingRealm, Refused } from '../load-source.ts';
import { textOf } from './bytes.ts';
import type { Door } from './door.ts';
import { programOrchestration } from './program.ts';

const REGISTRY = 'rehearsal program';

export interface BundleWorld {
  readonly door: Door;
  /** Puts the globals of a fresh world in place. */
  readonly place: () => void;
}

/** Loads a bundle. Every world evaluates it afresh, so that no state of its modules is shared. */
export async function loadBundle(
  { runScript, global }: Pick<LoadingRealm, 'runScript' | 'global'>,
  { door, place }: BundleWorld,
  bundle: SourceFile,
): Promise<Loaded | Refused> {
  const { path, text } = bundle;
  const digest = codeDigest([bundle]);
  const script = registryScript(
    { entry: path, modules: [{ path, code: withoutImports(text) }], digest },
    REGISTRY,
  );
  const { url, fault } = await runScript(script.text);
  if (fault) return { problems: [problemFromSyntaxError(fault.line, fault.message, script.locate)] };
  const define = (Reflect.get(global, REGISTRY) as Registry)[path] as ModuleFunction;
  Reflect.deleteProperty(global, REGISTRY);
  const locate: Locate = (stack) => locateError(stack, url, script.locate);
  const name = path.replace(/^.*\//, '').replace(/\.[cm]?js$/, '');
  const evaluate = (): unknown => {
    const module = { exports: {} as unknown };
    define(module, module.exports as object, requireIn(path));
    return module.exports;
  };
  return {
    code: digest,
    name,
    locate,
    evaluate: () => {
      place();
      return programOrchestration(name, door, evaluate);
    },
  };
}

/**
 * `import()` as a function of `require`: the platform's own looks for a module outside, and says when it likes that there
 * is none.
 */
function withoutImports(code: string): string {
  if (!/\bimport\s*\(/.test(code)) return code;
  const { tokens } = tokensOf(code);
  const found = tokens.filter(
    ({ kind, text }, i) =>
      kind === 'word' &&
      text === 'import' &&
      tokens[i + 1]?.text === '(' &&
      !/^(?:\?\.|\.)$/.test(tokens[i - 1]?.text ?? ''),
  );
  return found.reduceRight(
    (text, { at }) => `${text.slice(0, at)}require.import${text.slice(at + 'import'.length)}`,
    code,
  );
}

/** A bundle has everything in it: whatever it asks for besides is not there. */
function requireIn(path: string): (specifier: string) => never {
  const missing = (how: string) => (specifier: string) => {
    throw new Misuse(`${path} ${how} '${textOf(specifier)}', which is not in its bundle`);
  };
  const load = missing('imports');
  return Object.assign(missing('requires'), { import: async (specifier: string) => load(specifier) });
}
