import { describe, expect, test } from 'vitest';
import { orchestration } from '../../../../src/authoring/index.ts';
import { EMPTY_PLAN } from '../../../../src/faults/plan.ts';
import { Door } from '../../../../src/simulation/door/door.ts';
import { loadBundle } from '../../../../src/simulation/door/load-bundle.ts';
import type { Loaded, RunScript } from '../../../../src/simulation/load-source.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { nodeFence } from '../../../support/fence.ts';
import { scriptedCast } from '../../../support/scripted-cast.ts';
import { rehearseProgram } from './program-world.ts';

describe('what a program exports', () => {
  const main = (input: unknown): unknown => ({ got: input });

  test.each([
    ['a default export', { default: main }],
    ['a CommonJS module', main],
    ['a function named main', { main }],
  ])('%s is called with the input', async (_what, exported) => {
    expect((await rehearseProgram(() => exported, { input: 5 })).value).toEqual({ got: 5 });
  });

  test.each([
    [
      'nothing',
      {},
      'program exports no main function: write export default async function main(input) { … }',
    ],
    ['null', null, 'program exports no main function: write export default async function main(input) { … }'],
    [
      'an orchestration',
      { default: orchestration({ name: 'x', steps: {}, run: () => 1 }) },
      /^program exports an orchestration without importing 'rehearsal' itself/,
    ],
  ])('%s is refused with what to write', async (_what, exported, message) => {
    const { finished } = await rehearseProgram(() => exported);
    expect(finished.failure).toMatchObject({ code: 'misuse' });
    expect(finished.failure?.message).toMatch(message);
  });

  test('what its module throws is the run’s failure', async () => {
    const { finished } = await rehearseProgram(() => {
      throw new Error('no such file');
    });
    expect(finished).toMatchObject({ outcome: 'failed', failure: { message: 'no such file' } });
  });

  test('its module may use time and chance while it is evaluated', async () => {
    const { value } = await rehearseProgram((g) => {
      const id = g.crypto.randomUUID();
      const at = g.Date.now();
      return () => [id.length, at];
    });
    expect(value).toEqual([36, Date.UTC(2026, 0, 1)]);
  });

  test('outside a run a door says where to use it', () => {
    expect(() => new Door().at('fetch')).toThrow(
      'fetch came before a world had begun: do it in main, or in what main calls',
    );
  });
});

describe('a bundle', () => {
  const global = globalThis as Record<string, unknown>;
  const runScript: RunScript = (text) => {
    try {
      (0, eval)(text);
      return Promise.resolve({ url: 'bundle.js', fault: null });
    } catch (error) {
      return Promise.resolve({
        url: 'bundle.js',
        fault: { message: (error as Error).message, line: 3, column: 0 },
      });
    }
  };
  const load = (text: string, place: () => unknown = () => undefined) =>
    loadBundle(
      { runScript, global },
      { door: new Door(), place: () => void place() },
      { path: 'programs/one.js', text },
    );

  const worldOf = ({ code, evaluate }: Loaded) =>
    simulate({
      scenario: 'test',
      input: null,
      faults: EMPTY_PLAN,
      seed: 1,
      code,
      engine: 'source',
      evaluate,
      cast: scriptedCast({}),
      fence: nodeFence,
    });

  test('is evaluated afresh for each world, with the globals of that world', async () => {
    const placed: number[] = [];
    const loaded = (await load('let n = 0; module.exports = { default: () => ++n };', () =>
      placed.push(1),
    )) as Loaded;
    expect(loaded.name).toBe('one');
    for (const world of [1, 2]) {
      const { history } = await worldOf(loaded);
      expect(history.find(({ type }) => type === 'run.finished')).toMatchObject({
        outcome: 'returned',
        value: 1,
      });
      expect(placed).toHaveLength(world);
    }
    expect(Object.keys(global)).not.toContain('rehearsal program');
  });

  test('says by name what it requires and does not hold', async () => {
    const loaded = (await load("require('node:fs')")) as Loaded;
    const { history } = await worldOf(loaded);
    expect(history.find(({ type }) => type === 'run.finished')).toMatchObject({
      failure: { code: 'misuse', message: "programs/one.js requires 'node:fs', which is not in its bundle" },
    });
  });

  test.each([
    ['written out', "import('data:text/javascript,1')", 'data:text/javascript,1'],
    ['computed', "import (['./a', 'js'].join('.'))", './a.js'],
  ])('asks nobody for what it imports while it runs, %s', async (_how, asked, named) => {
    const loaded = (await load(
      `const said = 'import("x")'; module.exports = async () => ({ said, why: await ${asked}.catch((error) => error.message) });`,
    )) as Loaded;
    const { history } = await worldOf(loaded);
    expect(history.find(({ type }) => type === 'run.finished')).toMatchObject({
      value: {
        said: 'import("x")',
        why: `programs/one.js imports '${named}', which is not in its bundle`,
      },
    });
  });

  test('has another digest for another text', async () => {
    const [a, b] = [
      (await load('exports.default = () => 1')) as Loaded,
      (await load('exports.default = () => 2')) as Loaded,
    ];
    expect(a.code).not.toBe(b.code);
  });

  test('that cannot be read says where', async () => {
    expect(await load('const = 1;')).toMatchObject({ problems: [{ file: 'programs/one.js' }] });
  });
});
