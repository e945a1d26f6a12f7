import { describe, expect, test } from 'vitest';
import { generate, orchestration, step } from '../../../src/authoring/index.ts';
import type { Command, Report } from '../../../src/sandbox/messages.ts';
import type { Loaded, Refused } from '../../../src/simulation/load-source.ts';
import { Worlds } from '../../../src/sandbox/worker/worlds.ts';
import { nodeFence } from '../../support/fence.ts';

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

const source = (name: string): Loaded => ({
  code: name,
  name,
  locate: () => null,
  evaluate: () =>
    orchestration({
      name,
      steps: {},
      run: async (_: unknown, __, context) => {
        await context.sleep('1s');
        return name;
      },
    }),
});

const answer = generate({ model: 'm', system: 's' });
const broken = step(() => {
  throw new Error('at once');
});
/** Asks a model; or asks one and gives it up in the same turn. */
const asking = (name: 'asks' | 'gives up'): Loaded => ({
  ...source(name),
  evaluate: () =>
    orchestration({
      name,
      steps: { given: answer, answer, broken },
      run: async (_: unknown, steps, { all }) => {
        if (name === 'gives up')
          await all({ a: steps.given('x'), b: steps.broken('x') }).then(
            () => null,
            () => null,
          );
        return steps.answer('y');
      },
    }),
});

/** A worker's worlds; its loads are answered by name: 'bad' is refused. */
function worlds() {
  const said: Report[] = [];
  const tidied: number[] = [];
  const waiting: (() => void)[] = [];
  const all = new Worlds({
    realm: {
      nowMs: () => 0,
      onRejection: () => undefined,
      later: nodeFence,
      after: () => () => undefined,
      every: () => undefined,
      runScript: () => Promise.reject(new Error('not here')),
    },
    cast: new Map(),
    engine: 'e',
    post: (report) => {
      said.push(report);
      for (const check of waiting) check();
    },
    beat: () => undefined,
    tidy: () => tidied.push(said.length),
    load: async ({ entry }): Promise<Loaded | Refused> =>
      entry === 'bad'
        ? { problems: [{ file: 'bad', line: 1, column: 1, message: 'no' }] }
        : entry === 'asks' || entry === 'gives up'
          ? asking(entry)
          : source(entry),
  });
  const until = (count: number) =>
    new Promise<Report[]>((resolve) => {
      const check = () => {
        const answers = said.filter(({ type }) => type !== 'events');
        if (answers.length >= count) resolve(answers);
      };
      waiting.push(check);
      check();
    });
  return { all, said, until, tidied };
}

const load = (entry: string, number: number): CommandOf<'load'> => ({
  type: 'load',
  load: number,
  files: [],
  entry,
});
const inputs: CommandOf<'run'>['inputs'] = {
  scenario: 's',
  input: null,
  faults: { faults: [] },
  seed: 10,
  host: 'simulated',
};
const run = (world: number): CommandOf<'run'> => ({ type: 'run', world, inputs });
const sweep = (world: number, seeds: number): CommandOf<'sweep'> => ({ type: 'sweep', world, inputs, seeds });
const brief = (reports: readonly Report[]) =>
  reports.map((report) =>
    report.type === 'loaded' || report.type === 'refused'
      ? `${report.type} ${report.load}`
      : 'world' in report
        ? `${report.type} ${report.world}`
        : report.type,
  );

describe('the worlds of a worker', () => {
  test('wait for the load that came before them', async () => {
    const { all, until } = worlds();
    all.ask(load('a', 1));
    all.ask(run(1));
    expect(brief(await until(2))).toEqual(['loaded 1', 'ended 1']);
  });

  test('a run supersedes one that has not begun', async () => {
    const { all, until } = worlds();
    all.ask(load('a', 1));
    for (const number of [1, 2, 3]) all.ask(run(number));
    expect(brief(await until(4))).toEqual(['skipped 1', 'skipped 2', 'loaded 1', 'ended 3']);
  });

  test('a load supersedes everything that has not begun', async () => {
    const { all, until, said } = worlds();
    all.ask(load('a', 1));
    all.ask(run(1));
    all.ask(sweep(2, 5));
    all.ask(load('b', 2));
    all.ask(run(3));
    expect(brief(await until(5))).toEqual(['skipped 1', 'skipped 2', 'loaded 1', 'loaded 2', 'ended 3']);
    const events = said.flatMap((report) => (report.type === 'events' ? report.events : []));
    expect(events.find(({ type }) => type === 'run.finished')).toMatchObject({ value: 'b' });
  });

  test('a run goes before the next seed of a sweep, and changes none of its hashes', async () => {
    const { all, until, said } = worlds();
    all.ask(load('a', 1));
    all.ask(sweep(1, 20));
    await until(1);
    all.ask(run(2));
    expect(brief(await until(3))).toEqual(['loaded 1', 'ended 2', 'swept 1']);
    const ended = said.find((report) => report.type === 'ended');
    const swept = said.find((report) => report.type === 'swept');
    expect(swept?.hashes).toHaveLength(20);
    expect(swept?.hashes[0]).toBe(ended?.hash);
    expect(new Set(swept?.hashes).size).toBe(20);
  });

  test('are skipped when nothing is loaded', async () => {
    const { all, until } = worlds();
    all.ask(run(1));
    all.ask(load('bad', 1));
    all.ask(run(2));
    all.ask(sweep(3, 2));
    expect(brief(await until(4))).toEqual(['skipped 1', 'refused 1', 'skipped 2', 'skipped 3']);
  });

  test('are tidied up after, each', async () => {
    const { all, until, tidied } = worlds();
    all.ask(load('a', 1));
    all.ask(sweep(1, 3));
    await until(2);
    await Promise.resolve();
    expect(tidied).toHaveLength(4);
  });

  test('a failure of the engine is told', async () => {
    const { all, until } = worlds();
    all.ask(load('a', 1));
    await until(1);
    all.ask({ type: 'run', world: 1, inputs: { ...inputs, faults: null as never } });
    expect(brief(await until(2))).toEqual(['loaded 1', 'crashed']);
  });
});

describe('a world on the wall clock', () => {
  const wall = (world: number, more: Partial<CommandOf<'run'>['inputs']> = {}): CommandOf<'run'> => ({
    type: 'run',
    world,
    inputs: { ...inputs, host: 'wall', ...more },
  });
  const reply = (call: number): CommandOf<'parts'> => ({
    type: 'parts',
    world: 1,
    call,
    parts: [
      { atMs: 1, part: { type: 'head', version: 'v' } },
      { atMs: 2, part: { type: 'text', text: 'hi' } },
      { atMs: 3, part: { type: 'end', reason: 'stop' } },
    ],
  });
  const callsIn = (said: readonly Report[]) =>
    said.filter(({ type }) => type === 'call' || type === 'dropped');

  test('asks once the events that led to the call are told, and says how many those are', async () => {
    const { all, said, until } = worlds();
    all.ask(load('asks', 1));
    all.ask(wall(1));
    await until(2);
    const told = said.flatMap((report) => (report.type === 'events' ? report.events : []));
    expect(said.at(-1)).toMatchObject({ type: 'call', call: 1, after: told.length });
    expect(told.at(-1)).toMatchObject({ type: 'attempt.started', step: 'answer' });
    all.parts(reply(1));
    expect(brief(await until(3))).toEqual(['loaded 1', 'call 1', 'ended 1']);
  });

  test('says nothing of a call that was given up in the turn that made it', async () => {
    const { all, said, until } = worlds();
    all.ask(load('gives up', 1));
    all.ask(wall(1));
    await until(2);
    expect(callsIn(said)).toMatchObject([{ type: 'call', call: 2, identity: { attempt: 1 } }]);
    all.parts(reply(2));
    await until(3);
    expect(said.at(-1)).toMatchObject({ type: 'ended' });
  });

  test('goes on from a history: nothing of it is told again, and what it had asked is asked again', async () => {
    const first = worlds();
    first.all.ask(load('asks', 1));
    first.all.ask(wall(1));
    await first.until(2);
    const resume = first.said.flatMap((report) => (report.type === 'events' ? report.events : []));
    const { all, said, until } = worlds();
    all.ask(load('asks', 1));
    all.ask(wall(1, { resume }));
    await until(2);
    const told = said.flatMap((report) => (report.type === 'events' ? report.events : []));
    expect(told).toMatchObject([{ seq: resume.length, type: 'orchestrator.resumed' }]);
    expect(said.at(-1)).toMatchObject({ type: 'call', call: 1, after: resume.length + 1 });
    all.parts(reply(1));
    await until(3);
    expect(said.at(-1)).toMatchObject({ type: 'ended', world: 1 });
  });

  test('tells where a history is not what the code does, and asks nobody anything', async () => {
    const first = worlds();
    first.all.ask(load('asks', 1));
    first.all.ask(wall(1));
    await first.until(2);
    const resume = first.said.flatMap((report) => (report.type === 'events' ? report.events : []));
    const { all, said, until } = worlds();
    all.ask(load('gives up', 1));
    all.ask(wall(1, { resume }));
    await until(2);
    expect(said.at(-1)).toMatchObject({ type: 'diverged', world: 1, seq: expect.any(Number) });
    expect(callsIn(said)).toEqual([]);
  });
});
