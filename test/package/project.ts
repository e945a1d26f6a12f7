/** An empty project somewhere else, into which the package is installed as anybody would. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Project {
  readonly folder: string;
  readonly tarballBytes: number;
  /** What npm put into the tarball: path a file. */
  readonly packed: readonly string[];
  write(path: string, text: string): void;
  run(file: string, args: readonly string[]): Promise<Said>;
  remove(): void;
}

/** Packs, installs without a network. @throws {Error} with what npm said. */
export async function installedProject(): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), 'installed-'));
  const built = join(folder, 'built');
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  await well(process.execPath, [join(root, 'scripts/package/build.ts'), built], root);
  const packed = JSON.parse(
    (await well('npm', ['pack', '--json', '--pack-destination', folder], built)).out,
  ) as [{ readonly filename: string; readonly files: readonly { readonly path: string }[] }];
  const [{ filename, files }] = packed;
  const tarball = join(folder, filename);
  await well('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], project);
  return {
    folder: project,
    tarballBytes: statSync(tarball).size,
    packed: files.map(({ path }) => path),
    write(path, text) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), text);
    },
    run: (file, args) => run(file, args, project),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

async function well(file: string, args: readonly string[], folder: string): Promise<Said> {
  const said = await run(file, args, folder);
  if (said.code !== 0)
    throw new Error(`${file} ${args.join(' ')} ended with ${said.code}:\n${said.err}${said.out}`);
  return said;
}

/** What `npm test` tells npm of this project is no business of the other one's. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));

export const run = (file: string, args: readonly string[], folder = root): Promise<Said> =>
  new Promise((resolve) => {
    const options = { cwd: folder, env: { ...env, npm_config_loglevel: 'error' }, maxBuffer: 100_000_000 };
    const child = execFile(file, args, options, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? NaN), out, err }),
    );
    child.stdin?.end();
  });
