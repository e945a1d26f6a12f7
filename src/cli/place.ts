/**
 * Where the command line stands: in this repository, run from its sources, or in an installed package, bundled. Both keep
 * the modules of the command line in one folder, with the examples in `examples` beside that folder.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';

const here = import.meta.dirname;
const suffix = extname(import.meta.filename);
const bundled = suffix === '.js';
const home = homeOf(here);
const { name, version } = JSON.parse(readFileSync(resolve(home, 'package.json'), 'utf8')) as {
  readonly name: string;
  readonly version: string;
};

export const PLACE = {
  version,
  /** How the command is called here. */
  program: bundled ? 'rehearse' : 'npm run rehearse --',
  /** What a history names as its engine. */
  engine: bundled ? `${name}@${version}` : 'source',
  /** The module that the process of authored code begins with. */
  child: resolve(here, `child${suffix}`),
  /** The folder that this process may read. */
  readable: home,
  /** The shipped programs with their clients; null in a package, which has none. */
  programs: bundled ? null : resolve(home, 'programs'),
  /** A folder an example. */
  examples: resolve(here, '../examples'),
} as const;

/** The nearest folder above with a package.json. */
function homeOf(folder: string): string {
  if (existsSync(resolve(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error(`there is no package.json above ${here}: install rehearsal anew`);
  return homeOf(above);
}
