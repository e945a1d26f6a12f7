/**
 * Compiles authored TypeScript into CommonJS modules, without running any of it.
 *
 * Owns what is refused before evaluation: files that cannot be, syntax, imports that lead nowhere, top-level await.
 * registry.ts makes one script of the result, link.ts runs it. What sucrase lets through and an engine refuses is
 * reported by the realm that evaluates, through problemFromSyntaxError in registry.ts.
 *
 * 1. Line n of a module's code is line n of its file.
 * 2. The same files give the same code, in whatever order they are listed.
 * 3. Hostile source gives problems, never an exception.
 */
import { transform } from 'sucrase';
import { codeDigest } from './code-digest.ts';
import { placeAt } from './json-text.ts';
import { moduleShape, type ImportFound, type ModuleShape } from './module-shape.ts';
import { EXTERNALS, isRelative, resolveImport } from './resolve.ts';
import {
  compareCodePoints,
  FILE_LIMIT,
  pathProblem,
  SOURCE_LIMIT_CHARS,
  withLf,
  type Problem,
  type SourceFile,
} from './source.ts';

export interface CompiledModule {
  readonly path: string;
  /** The body of a function of `module`, `exports` and `require`. */
  readonly code: string;
}

export interface Compiled {
  /** The file whose default export is the orchestration. */
  readonly entry: string;
  /** By path, in code-point order. */
  readonly modules: readonly CompiledModule[];
  /** codeDigest of the files. */
  readonly digest: string;
}

export type Compilation =
  | { readonly ok: true; readonly compiled: Compiled }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A module on its way: types stripped, imports still as written. */
interface Stripped {
  readonly path: string;
  readonly code: string;
  readonly shape: ModuleShape;
}

/** Compiles a project. Every file is compiled, imported or not. */
export function compile(files: readonly SourceFile[], entry: string): Compilation {
  const listed = listProblems(files, entry);
  if (listed.length > 0) return { ok: false, problems: listed };
  const problems: Problem[] = [];
  const stripped = new Map<string, Stripped>();
  for (const { path, text } of [...files].sort((a, b) => compareCodePoints(a.path, b.path))) {
    const result = sucrase(path, withLf(text).replace(/^#!/, '//'), ['typescript']);
    if ('message' in result) problems.push(result);
    else stripped.set(path, { path, code: result.code, shape: moduleShape(result.code) });
  }
  const known = new Set(files.map(({ path }) => path));
  for (const module of stripped.values()) problems.push(...shapeProblems(module, stripped, known));
  const modules: CompiledModule[] = [];
  for (const { path, code } of stripped.values()) {
    const result = sucrase(path, code, ['imports']);
    if ('message' in result) problems.push(result);
    else modules.push({ path, code: result.code });
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, compiled: { entry, modules, digest: codeDigest(files) } };
}

function listProblems(files: readonly SourceFile[], entry: string): Problem[] {
  const problems: Problem[] = [];
  const say = (file: string, message: string) => problems.push({ file, line: 1, column: 1, message });
  if (files.length === 0) say(entry, 'there are no files: an orchestration needs at least one');
  if (files.length > FILE_LIMIT)
    say(entry, `there are ${files.length} files, and a project has at most ${FILE_LIMIT}`);
  const chars = files.reduce((sum, { text }) => sum + text.length, 0);
  if (chars > SOURCE_LIMIT_CHARS)
    say(entry, `the files hold ${chars} characters, and a project has at most ${SOURCE_LIMIT_CHARS}`);
  const seen = new Set<string>();
  for (const { path } of files) {
    const wrong = pathProblem(path);
    if (wrong !== null) say(path, wrong);
    else if (seen.has(path)) say(path, `two files are called '${path}': rename one`);
    seen.add(path);
  }
  if (files.length > 0 && !seen.has(entry)) say(entry, `'${entry}' shall be run, and is not among the files`);
  return problems;
}

function sucrase(
  path: string,
  text: string,
  transforms: ('typescript' | 'imports')[],
): { readonly code: string } | Problem {
  try {
    return { code: transform(text, { transforms, disableESTransforms: true }).code };
  } catch (error) {
    return syntaxProblem(path, error);
  }
}

function syntaxProblem(file: string, error: unknown): Problem {
  const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
  // Without a place it is no refusal of sucrase's: the engine's stack ran out, under a name that differs by engine.
  if (!loc) return { file, line: 1, column: 1, message: 'this file is nested too deeply to be read' };
  const what = message.replace(/ \(\d+:\d+\)$/, '');
  return {
    file,
    line: loc.line,
    column: loc.column,
    message: `this cannot be read as TypeScript: ${what.slice(0, 1).toLowerCase()}${what.slice(1)}`,
  };
}

function shapeProblems(
  module: Stripped,
  all: ReadonlyMap<string, Stripped>,
  known: ReadonlySet<string>,
): Problem[] {
  const { path, code, shape } = module;
  const at = (offset: number, message: string): Problem => ({
    file: path,
    ...placeAt(code, offset),
    message,
  });
  return [
    ...shape.imports.flatMap((found) =>
      importProblems(path, found, all, known).map((message) => at(found.at, message)),
    ),
    ...shape.awaits.map((offset) =>
      at(
        offset,
        'await stands outside every function, which is not supported: move it into run or into a step',
      ),
    ),
    ...shape.metas.map((offset) => at(offset, 'import.meta is not there: an orchestration has no address')),
  ];
}

function importProblems(
  from: string,
  { specifier, names }: ImportFound,
  all: ReadonlyMap<string, Stripped>,
  known: ReadonlySet<string>,
): string[] {
  if (EXTERNALS.includes(specifier)) return [];
  const target = resolveImport(from, specifier, (path) => known.has(path));
  if (!isRelative(specifier)) {
    const may = `an orchestration imports ${EXTERNALS.map((name) => `'${name}'`).join(', ')} and its own files, as './other-file'`;
    return [
      `'${specifier}' cannot be imported: ${target === null ? may : `for the file ${target} write './${specifier}'`}`,
    ];
  }
  if (target === null)
    return [`there is no file '${specifier}' beside ${from}: the files are ${listOf([...known])}`];
  const offered = all.get(target)?.shape.exports;
  if (!offered) return [];
  return names
    .filter((name) => !offered.has(name))
    .map(
      (name) =>
        `${target} has no export named '${name}': it exports ${listOf([...offered])} (a type is imported with 'import type')`,
    );
}

function listOf(names: readonly string[]): string {
  const sorted = [...names].sort(compareCodePoints);
  const shown = sorted.slice(0, 10).join(', ') || 'nothing';
  return sorted.length > 10 ? `${shown} and ${sorted.length - 10} more` : shown;
}
