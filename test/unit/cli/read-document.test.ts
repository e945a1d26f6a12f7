import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { plainScenario, readFaults } from '../../../src/cli/read-document.ts';

const folder = mkdtempSync(join(tmpdir(), 'faults-'));
afterAll(() => rmSync(folder, { recursive: true }));

const outage = '{ "id": "down", "kind": "outage", "match": { "model": "gpt-4o" } }';

test('a fault plan is a list of faults, a plan, or a file that holds either', () => {
  const file = join(folder, 'plan.json');
  writeFileSync(file, `[${outage}]`);
  const plans = [`[${outage}]`, ` { "faults": [${outage}] }`, file].map(readFaults);
  expect(plans[0]).toMatchObject({ faults: [{ id: 'down', kind: 'outage' }] });
  expect(new Set(plans.map((plan) => JSON.stringify(plan))).size).toBe(1);
});

test('a fault plan that is not understood is named, with where and why', () => {
  expect(() => readFaults('[{]')).toThrow(/^--faults is not JSON: /);
  expect(() => readFaults('[{ "id": "x", "kind": "nosuch" }]')).toThrow(/faults\[0\]\.kind/);
  expect(() => readFaults(join(folder, 'gone.json'))).toThrow(
    /gone\.json' cannot be read: there is no such file/,
  );
});

test('a module of its own is rehearsed without input and faults, under seed 1', () => {
  expect(plainScenario('mine')).toMatchObject({
    name: 'mine',
    input: null,
    faults: { faults: [] },
    cast: {},
    seed: 1,
  });
});
