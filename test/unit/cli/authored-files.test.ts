import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { authoredFiles } from '../../../src/cli/authored-files.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'authored-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function written(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const gathered = (entry: string) => {
  const { files, ...rest } = authoredFiles(join(folder, entry));
  return { ...rest, paths: files.map(({ path }) => path).sort() };
};

test('a module alone has its own name, wherever it lies', () => {
  written({ 'deep/in/mine.ts': "import { step } from 'rehearsal';" });
  expect(gathered('deep/in/mine.ts')).toEqual({ entry: 'mine.ts', paths: ['mine.ts'] });
});

test('a module comes with what it imports, directly or not, and with nothing else', () => {
  written({
    'mine.ts': "import { a } from './a.ts';\nimport type { T } from './types.js';\nexport * from './lib';",
    'a.ts': "import './mine.ts'; const b = () => import('./b');",
    'b.js': 'export const b = 1;',
    'types.ts': 'export interface T { n: number }',
    'lib/index.ts': '',
    'other.ts': '',
  });
  const paths = ['a.ts', 'b.js', 'lib/index.ts', 'mine.ts', 'types.ts'];
  expect(gathered('mine.ts')).toEqual({ entry: 'mine.ts', paths });
});

test('paths begin in the deepest folder that holds all files', () => {
  written({ 'app/desk/mine.ts': "import '../shared/labels.ts'", 'app/shared/labels.ts': '' });
  expect(gathered('app/desk/mine.ts')).toEqual({
    entry: 'desk/mine.ts',
    paths: ['desk/mine.ts', 'shared/labels.ts'],
  });
});

test('an import that leads nowhere is left for the compiler to name', () => {
  written({ 'mine.ts': "import './gone.ts'; import './data.json'; import 'left-pad'", 'data.json': '{}' });
  expect(gathered('mine.ts')).toEqual({ entry: 'mine.ts', paths: ['mine.ts'] });
});

test('a module that is not there, or is a folder, is named', () => {
  written({ 'folder.ts/x.ts': '' });
  expect(() => authoredFiles(join(folder, 'gone.ts'))).toThrow(
    /gone\.ts' cannot be read: there is no such file/,
  );
  expect(() => authoredFiles(join(folder, 'folder.ts'))).toThrow(/it is a folder/);
});
