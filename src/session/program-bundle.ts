/**
 * A shipped program as the sandbox takes it: its bundle, which the site keeps beside its pages, and the script that lets
 * programs in. Both are fetched when a program is first run, and are no part of the site's first load.
 */
import door from 'virtual:sandbox-door';
import type { SourceFile } from '../sandbox/messages.ts';

interface ProgramParts {
  readonly files: readonly SourceFile[];
  readonly entry: string;
  readonly door: string;
}

const fetched = new Map<string, ProgramParts>();

/** @throws {Error} saying what is missing and what to do, in a sentence for the visitor */
export async function openProgram(name: string): Promise<ProgramParts> {
  const known = fetched.get(name);
  if (known) return known;
  const entry = `${name}.js`;
  const parts = { files: [{ path: entry, text: await bundleOf(entry) }], entry, door };
  fetched.set(name, parts);
  return parts;
}

async function bundleOf(entry: string): Promise<string> {
  const path = `programs/${entry}`;
  let response: Response;
  try {
    response = await fetch(new URL(path, document.baseURI));
  } catch {
    throw new Error(
      `its bundle ${path} cannot be fetched, and this browser has not kept it: run it once while there is a network`,
    );
  }
  // a server may answer what it lacks with a page
  const isScript = /javascript/.test(response.headers.get('content-type') ?? '');
  if (response.ok && isScript) return response.text();
  throw new Error(
    response.ok || response.status === 404
      ? `its bundle ${path} is not among the files of this site: where the site is built, run node scripts/programs.mjs build`
      : `its bundle ${path} was answered with status ${response.status}: run it again`,
  );
}
