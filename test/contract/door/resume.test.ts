import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { programExamples } from '../../../src/examples/programs.ts';
import type { CutScenario } from './cut-world.ts';

const run = promisify(execFile);

test.each(programExamples)(
  '$id, cut at any event of any of its scenarios, is gone on with to the same ends',
  async ({ id, scenarios }) => {
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'cut-world.ts'), id]);
    const told = JSON.parse(stdout) as readonly CutScenario[];
    expect(told.map(({ scenario }) => scenario)).toEqual(scenarios.map((scenario) => scenario.id));
    for (const { scenario, events, others } of told) {
      expect(events).toBeGreaterThan(7);
      expect(others, scenario).toEqual([]);
    }
  },
);
