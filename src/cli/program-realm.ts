/**
 * Node's realm for a program: globals, `process` and Node's modules of the world, and the program's own modules evaluated
 * afresh in each. What a world left in the global scope is gone before the next.
 */
import { dirname, relative, sep } from 'node:path';
import type { Locate } from '../engine/step-error.ts';
import { dialectOf, KNOWN_ADDRESSES } from '../dialects/dialect.ts';
import { codeDigest } from '../scenario/code-digest.ts';
import type { Problem, SourceFile } from '../scenario/source.ts';
import type { WriteLog } from '../simulation/ambient-console.ts';
import { RealmEdits } from '../simulation/ambient-realm.ts';
import { Door } from '../simulation/door/door.ts';
import { captureNatives } from '../simulation/door/natives.ts';
import { programOrchestration } from '../simulation/door/program.ts';
import { placeGlobals, worldGlobals } from '../simulation/door/world-globals.ts';
import type { Loaded, Refused } from '../simulation/load-source.ts';
import { worldBuiltins } from './program-builtins.ts';
import { ProgramModules } from './program-modules.ts';
import { worldProcess } from './program-process.ts';
import { ProgramFault } from './program-text.ts';

export interface ProgramPlace {
  /** The entry's absolute path. */
  readonly entry: string;
  /** What it may read: its project, and whatever folders above hold its packages. Absolute. */
  readonly readable: readonly string[];
}

/**
 * The realm in which a program runs. Takes what it needs of this process first: make it before anything is closed.
 * @param onStray told what is thrown where nobody can catch it while no run is left to end with it
 */
export function openProgram(log: WriteLog, onStray: (error: unknown) => void = () => undefined) {
  const natives = captureNatives(globalThis);
  const realProcess = globalThis.process;
  const door = new Door();
  // what Node would end the process with ends the run
  realProcess.on('uncaughtException', (error) => {
    if (!door.stray(error)) onStray(error);
  });
  const parts = { door, natives, addresses: { dialectOf, known: KNOWN_ADDRESSES }, log };
  const edits = new RealmEdits(globalThis);
  const own = new Set(Reflect.ownKeys(globalThis));

  const place = (entry: string) => {
    edits.restore();
    for (const key of Reflect.ownKeys(globalThis)) if (!own.has(key)) Reflect.deleteProperty(globalThis, key);
    const globals = worldGlobals(parts);
    const folder = dirname(entry);
    const process = worldProcess({ door, log, folder, entry, builtin: (name) => builtins(name, unbound) });
    const builtins = worldBuiltins({ door, globals, process });
    placeGlobals(edits, globals, parts);
    edits.replace('process', process);
    return builtins;
  };

  return {
    /** @param files the program's own, as a history names them */
    load({ entry }: ProgramPlace, files: readonly SourceFile[]): Loaded | Refused {
      const modules = new ProgramModules();
      const [name, root] = namesOf(entry, files);
      const paths = files.map(({ path }) => root + path);
      const problems = paths.flatMap((path) => problemOf(modules, path, root, path === posix(entry)));
      if (problems.length > 0) return { problems };
      const packages = packagesOf(modules, paths);
      const code = codeDigest([...files, { path: 'node_modules', text: packages.join('\n') }]);
      const evaluate = () => {
        const builtins = place(entry);
        return programOrchestration(name, door, () => modules.instantiate(entry, builtins));
      };
      return { code, name, evaluate, locate: locateIn(new Set(paths), root) };
    },
  };
}

const unbound = (file: string): never => {
  throw new Error(`${file} cannot be required from here: import node:module instead`);
};

/** The program's name, and the folder that its files' paths begin at. */
function namesOf(entry: string, files: readonly SourceFile[]): [name: string, root: string] {
  const at = posix(entry);
  const own = files.find(({ path }) => at.endsWith(`/${path}`))!;
  return [own.path.replace(/^.*\//, '').replace(/\.[^.]+$/, ''), at.slice(0, -own.path.length)];
}

const posix = (path: string): string => path.split(sep).join('/');

/** The packages that the program's own files import, as `name@version`: a program is its packages as well. */
function packagesOf(modules: ProgramModules, paths: readonly string[]): string[] {
  const own = new Set(paths);
  const named = paths
    .flatMap((path) => modules.importsOf(path))
    .filter(({ target, from }) => from?.name !== undefined && !own.has(target))
    .map(({ from }) => `${from!.name}@${from!.version ?? ''}`);
  return [...new Set(named)].sort();
}

/** @param isEntry whether it may be there later than at once */
function problemOf(modules: ProgramModules, path: string, root: string, isEntry: boolean): Problem[] {
  try {
    const { late } = modules.compile(path);
    if (late && !isEntry) throw late;
    modules.importsOf(path);
    return [];
  } catch (error) {
    if (!(error instanceof ProgramFault)) throw error;
    const { file, line, message } = error;
    return [{ file: relative(root, file), line: Math.max(1, line), column: 1, message }];
  }
}

/** Finds the program's own line in a stack. */
function locateIn(paths: ReadonlySet<string>, root: string): Locate {
  return (stack) => {
    for (const [, file, line] of stack.matchAll(
      /^\s+at .*?\(?((?:\/|[A-Za-z]:\\)[^()\n]*?):(\d+):\d+\)?$/gm,
    )) {
      const path = posix(file!);
      if (paths.has(path)) return { file: path.slice(root.length), line: Number(line) };
    }
    return null;
  };
}
