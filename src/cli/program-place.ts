/** Tells a program from an orchestration, and what it must be able to read. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { moduleShape } from '../scenario/module-shape.ts';
import type { SourceFile } from '../scenario/source.ts';
import type { ProgramPlace } from './program-realm.ts';

/**
 * A module is an orchestration if it, or a file that it imports, imports 'rehearsal'; else it is a program, which knows
 * nothing of worlds.
 * @param path of the entry
 * @param files the entry with the files that it imports
 * @returns null for an orchestration
 */
export function programAt(path: string, files: readonly SourceFile[]): ProgramPlace | null {
  const imports = files.flatMap(({ text }) => moduleShape(text).imports);
  if (imports.some(({ specifier }) => specifier === 'rehearsal')) return null;
  const entry = resolve(path);
  return { entry, readable: [projectOf(dirname(entry))] };
}

/** The outermost folder above that is a package, since packages of a workspace lie beside each other; else the folder. */
function projectOf(folder: string): string {
  let found = folder;
  for (let at = folder; dirname(at) !== at; at = dirname(at))
    if (existsSync(join(at, 'package.json'))) found = at;
  return found;
}
