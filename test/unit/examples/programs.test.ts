import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { PROGRAMS } from '../../../scripts/programs.mjs';
import { examples } from '../../../src/examples/index.ts';
import { programExamples } from '../../../src/examples/programs.ts';
import { parseScenario } from '../../../src/scenario/document.ts';

const folder = resolve(import.meta.dirname, '../../../programs');

test('every program that is bundled is an example, and every program example is bundled', () => {
  expect(programExamples.map(({ program }) => program)).toEqual(PROGRAMS);
  expect(examples.filter(({ program }) => program !== undefined)).toEqual(programExamples);
});

test.each(programExamples)('$id shows its own source and all that it imports of its folder', ({ files }) => {
  const shown = new Set(files);
  expect(files.filter((file) => !existsSync(resolve(folder, file)))).toEqual([]);
  const imported = files
    .flatMap((file) => [...readFileSync(resolve(folder, file), 'utf8').matchAll(/from '\.\/([^']+)'/g)])
    .map(([, path]) => path!);
  expect(imported.filter((path) => !shown.has(path))).toEqual([]);
});

test.each(programExamples)(
  '$id has its three scenarios, which name the program',
  ({ program, scenarios }) => {
    expect(scenarios.map(({ id }) => id)).toEqual(['calm', 'limited', 'cut']);
    for (const { scenario } of scenarios)
      expect(parseScenario(JSON.stringify(scenario))).toMatchObject({
        ok: true,
        scenario: { orchestration: { program } },
      });
  },
);
