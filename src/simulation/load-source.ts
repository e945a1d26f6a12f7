/**
 * From authored source to something that worlds are made from, or to the problems that stand in the way. It owns the
 * steps and their order; each step is src/scenario's, and running a script is the realm's.
 *
 * 1. compile → one script of functions → run by the engine without eval → evaluated once, to see that it can be.
 * 2. Every problem names its file and line, whoever found it: sucrase, the engine's parser, or the code by throwing.
 */
import { isOrchestration } from '../engine/definition.ts';
import type { Locate } from '../engine/step-error.ts';
import { compile, type Compiled } from '../scenario/compile.ts';
import { link, LinkError, type Registry } from '../scenario/link.ts';
import { problemFromSyntaxError, registryScript } from '../scenario/registry.ts';
import type { Problem, SourceFile } from '../scenario/source.ts';
import { locateError } from '../scenario/stack.ts';

/**
 * Runs a classic script in the global scope. `url` is how the engine names it in stacks; `fault` is what the engine said
 * of a script that it refused, with the script's line and column from 1, 0 where it gives none.
 */
export type RunScript = (text: string) => Promise<{
  readonly url: string;
  readonly fault: { readonly message: string; readonly line: number; readonly column: number } | null;
}>;

/** What a realm lends to loading. */
export interface LoadingRealm {
  readonly runScript: RunScript;
  readonly global: object;
  /** What bare imports mean. */
  readonly externals: { readonly rehearsal: object };
}

/** Source that worlds can be made from. */
export interface Loaded {
  /** Digest of the source. */
  readonly code: string;
  /** The orchestration's. */
  readonly name: string;
  /** Evaluates every module afresh and gives the entry's default export. */
  readonly evaluate: () => unknown;
  readonly locate: Locate;
}

export interface Refused {
  readonly problems: readonly Problem[];
}

const REGISTRY = 'rehearsal registry';

/** Loads source. Resolves also for what cannot be loaded: an endless loop at the top of a module is all that does not. */
export async function loadSource(
  { runScript, global, externals }: LoadingRealm,
  { files, entry }: { readonly files: readonly SourceFile[]; readonly entry: string },
): Promise<Loaded | Refused> {
  const compilation = compile(files, entry);
  if (!compilation.ok) return { problems: compilation.problems };
  const { compiled } = compilation;
  const script = registryScript(compiled, REGISTRY);
  const { url, fault } = await runScript(script.text);
  if (fault) return { problems: [problemFromSyntaxError(fault.line, fault.message, script.locate)] };
  const registry = (global as Record<string, unknown>)[REGISTRY] as Registry;
  Reflect.deleteProperty(global, REGISTRY);
  const evaluate = (): unknown => link(registry, entry, externals)['default'];
  const locate: Locate = (stack) => locateError(stack, url, script.locate);
  try {
    const exported = evaluate();
    if (isOrchestration(exported)) return { code: compiled.digest, name: exported.name, evaluate, locate };
    return { problems: [notAnOrchestration(compiled, exported)] };
  } catch (error) {
    return { problems: [thrownProblem(error, entry, locate)] };
  }
}

function notAnOrchestration({ entry, modules }: Compiled, exported: unknown): Problem {
  const code = modules.find(({ path }) => path === entry)?.code ?? '';
  const before = code.slice(0, Math.max(0, code.search(/\bexports\s*\.\s*default\s*=/)));
  return {
    file: entry,
    line: before.split('\n').length,
    column: 1,
    message: `the default export is ${exported === null ? 'null' : `of type ${typeof exported}`}, not an orchestration: write 'export default orchestration({ … })'`,
  };
}

/** What a module threw while it was evaluated. */
function thrownProblem(error: unknown, entry: string, locate: Locate): Problem {
  const isError = error instanceof Error;
  const place = isError && error.stack ? locate(error.stack) : null;
  const file = place?.file ?? (error instanceof LinkError ? error.file : entry);
  const message = isError ? error.message || error.name : `it threw ${String(error)}, which is not an Error`;
  return { file, line: place?.line ?? 1, column: 1, message };
}
