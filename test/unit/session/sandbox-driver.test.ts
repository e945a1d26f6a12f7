import { beforeEach, describe, expect, test } from 'vitest';
import type { RunId } from '../../../src/base/units.ts';
import { EMPTY_PLAN } from '../../../src/faults/plan.ts';
import type { History } from '../../../src/history/events.ts';
import type { Command, Report, WorldInputs } from '../../../src/sandbox/messages.ts';
import {
  SandboxDriver,
  type Code,
  type ComputedWorld,
  type DriverListener,
  type SandboxEvents,
} from '../../../src/session/sandbox-driver.ts';
import { sample } from './sample-history.ts';

const code = (text: string): Code => ({ files: [{ path: 'a.ts', text }], entry: 'a.ts' });
const program = (name: string): Code => ({ ...code('to be read'), program: name });
const parts = (name: string) => ({
  files: [{ path: `${name}.js`, text: 'bundled' }],
  entry: `${name}.js`,
  door: 'the door',
});
const inputs = (seed: number): WorldInputs => ({
  scenario: 's',
  input: null,
  faults: EMPTY_PLAN,
  seed,
  host: 'simulated',
});

/** A sandbox in the test's own hands. */
class HeldSandbox {
  readonly sent: Command[] = [];
  readonly events: SandboxEvents;
  constructor(events: SandboxEvents) {
    this.events = events;
  }
  send(command: Command): void {
    this.sent.push(command);
  }
  /** Bundles that were asked for, by program. */
  readonly bundles = new Map<
    string,
    { resolve(found: ReturnType<typeof parts>): void; reject(why: Error): void }
  >();
  openProgram(name: string): Promise<ReturnType<typeof parts>> {
    return new Promise((resolve, reject) => this.bundles.set(name, { resolve, reject }));
  }
  stop(): void {
    this.events.onDead({ type: 'stopped', message: 'It was stopped.' });
  }
  report(report: Report): void {
    this.events.onReport(report);
  }
  get last(): Command | undefined {
    return this.sent.at(-1);
  }
  loads(): void {
    if (this.last?.type === 'load')
      this.report({ type: 'loaded', load: this.last.load, code: 'c0de', name: 'A' });
  }
  ends(hash = 'h'): void {
    if (this.last?.type !== 'run') throw new Error('no world is under way');
    const { world } = this.last;
    this.report({ type: 'events', world, events: sample });
    this.report({ type: 'ended', world, hash, events: sample.length, tookMs: 4 });
  }
}

const nothing = (): void => undefined;
const silence: DriverListener = {
  ready: nothing,
  refused: nothing,
  grew: nothing,
  ended: nothing,
  diverged: nothing,
  skipped: nothing,
  died: nothing,
  began: nothing,
  recorded: nothing,
  over: nothing,
  asked: nothing,
  silent: nothing,
};

const opened: HeldSandbox[] = [];
let heard: [string, ...unknown[]][] = [];
let driver: SandboxDriver;
const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

beforeEach(() => {
  opened.length = 0;
  heard = [];
  driver = new SandboxDriver(
    (events) => {
      const sandbox = new HeldSandbox(events);
      opened.push(sandbox);
      return Promise.resolve(sandbox);
    },
    {
      ready: (engine) => heard.push(['ready', engine]),
      refused: (_, problems) => heard.push(['refused', problems.length]),
      grew: (soFar) => heard.push(['grew', soFar().history.length]),
      ended: (purpose, { hash, inputs: { seed } }) => heard.push(['ended', purpose, hash, seed]),
      died: ({ type }, world: ComputedWorld | null) =>
        heard.push(['died', type, world?.history.length ?? null]),
      diverged: (purpose, _, { seq }) => heard.push(['diverged', purpose, seq]),
      skipped: (purpose, { inputs: { seed } }) => heard.push(['skipped', purpose, seed]),
      began: (_, { inputs: { seed } }) => heard.push(['began', seed]),
      recorded: (_, events) => heard.push(['recorded', events.length]),
      over: () => heard.push(['over']),
      asked: (report) => heard.push(['asked', report.type]),
      silent: () => undefined,
    },
  );
});

describe('the driver', () => {
  test('opens a sandbox, loads the code once, and hands over worlds', async () => {
    const a = code('1');
    driver.ask('shown', { code: a, inputs: inputs(1) });
    await settled();
    opened[0]?.loads();
    opened[0]?.ends('h1');
    driver.ask('shown', { code: a, inputs: inputs(2) });
    opened[0]?.ends('h2');
    expect(opened[0]?.sent.map(({ type }) => type)).toEqual(['load', 'run', 'run']);
    expect(heard.filter(([what]) => what === 'ended')).toEqual([
      ['ended', 'shown', 'h1', 1],
      ['ended', 'shown', 'h2', 2],
    ]);
  });

  test('computes only the newest of the worlds asked for meanwhile', async () => {
    const a = code('1');
    driver.ask('shown', { code: a, inputs: inputs(1) });
    await settled();
    opened[0]?.loads();
    for (const seed of [2, 3, 4]) driver.ask('shown', { code: a, inputs: inputs(seed) });
    opened[0]?.ends();
    opened[0]?.ends();
    expect(heard.filter(([what]) => what === 'ended').map((entry) => entry[3])).toEqual([1, 4]);
    expect(heard.filter(([what]) => what === 'skipped').map((entry) => entry[2])).toEqual([2, 3]);
    expect(driver.busy).toBe(false);
  });

  test('tells of refused code and goes on with code that was mended meanwhile', async () => {
    driver.ask('shown', { code: code('bad'), inputs: inputs(1) });
    await settled();
    const load = opened[0]?.last;
    driver.ask('shown', { code: code('good'), inputs: inputs(2) });
    opened[0]?.report({
      type: 'refused',
      load: load?.type === 'load' ? load.load : 0,
      problems: [{ file: 'a.ts', line: 1, column: 1, message: 'no' }],
    });
    expect(heard.filter(([what]) => what === 'refused')).toEqual([['refused', 1]]);
    opened[0]?.loads();
    opened[0]?.ends();
    expect(heard.at(-1)).toEqual(['ended', 'shown', 'h', 2]);
  });

  test('fetches the bundle of a program before it loads it, and its source is not what is loaded', async () => {
    driver.ask('shown', { code: program('chat'), inputs: inputs(1) });
    await settled();
    expect(opened[0]?.sent).toEqual([]);
    expect(driver.busy).toBe(true);
    opened[0]?.bundles.get('chat')?.resolve(parts('chat'));
    await settled();
    expect(opened[0]?.last).toMatchObject({ type: 'load', ...parts('chat') });
    opened[0]?.loads();
    opened[0]?.ends();
    expect(heard.at(-1)).toEqual(['ended', 'shown', 'h', 1]);
  });

  test('refuses a program whose bundle is not there, and goes on with what is asked next', async () => {
    driver.ask('shown', { code: program('chat'), inputs: inputs(1) });
    await settled();
    opened[0]?.bundles.get('chat')?.reject(new Error('it is not there'));
    await settled();
    expect(heard.at(-1)).toEqual(['refused', 1]);
    expect(driver.busy).toBe(false);
    driver.ask('shown', { code: code('1'), inputs: inputs(2) });
    opened[0]?.loads();
    opened[0]?.ends();
    expect(heard.at(-1)).toEqual(['ended', 'shown', 'h', 2]);
  });

  test('does not wait for a bundle that nobody asks for any more', async () => {
    driver.ask('shown', { code: program('chat'), inputs: inputs(1) });
    await settled();
    driver.ask('shown', { code: code('1'), inputs: inputs(2) });
    opened[0]?.loads();
    opened[0]?.bundles.get('chat')?.resolve(parts('chat'));
    await settled();
    opened[0]?.ends();
    expect(opened[0]?.sent.map(({ type }) => type)).toEqual(['load', 'run']);
    expect(heard.filter(([what]) => what !== 'grew')).toEqual([
      ['skipped', 'shown', 1],
      ['ended', 'shown', 'h', 2],
    ]);
  });

  test('hears nothing of a bundle that comes after a stop', async () => {
    driver.ask('shown', { code: program('chat'), inputs: inputs(1) });
    await settled();
    driver.stop();
    opened[0]?.bundles.get('chat')?.resolve(parts('chat'));
    await settled();
    expect(opened[0]?.sent).toEqual([]);
    expect(heard).toEqual([['died', 'stopped', null]]);
  });

  test('hands back what there is of a stopped world, and begins anew with the next', async () => {
    driver.ask('shown', { code: code('1'), inputs: inputs(1) });
    await settled();
    opened[0]?.loads();
    const run = opened[0]?.last;
    const world = run?.type === 'run' ? run.world : 0;
    opened[0]?.report({ type: 'events', world, events: sample.slice(0, 5) });
    driver.stop();
    expect(heard.at(-1)).toEqual(['died', 'stopped', 5]);
    opened[0]?.report({ type: 'ended', world, hash: 'late', events: 5, tookMs: 1 });
    expect(heard.some(([what]) => what === 'ended')).toBe(false);
    driver.ask('shown', { code: code('2'), inputs: inputs(2) });
    opened[0]?.loads();
    opened[0]?.ends();
    expect(heard.at(-1)).toEqual(['ended', 'shown', 'h', 2]);
  });

  test('loads the same code again after a death', async () => {
    const a = code('1');
    driver.ask('shown', { code: a, inputs: inputs(1) });
    await settled();
    opened[0]?.loads();
    opened[0]?.events.onDead({ type: 'hung', message: 'silent' });
    expect(heard.at(-1)).toEqual(['died', 'hung', 0]);
    driver.ask('shown', { code: a, inputs: inputs(1) });
    expect(opened).toHaveLength(1);
    expect(opened[0]?.last?.type).toBe('load');
  });

  test('ends code that has gone silent when another run is asked for, and begins that', async () => {
    driver.ask('shown', { code: code('for (;;) {}'), inputs: inputs(1) });
    await settled();
    opened[0]?.loads();
    opened[0]?.events.onBusy(2_000);
    driver.ask('baseline', { code: code('3'), inputs: inputs(3) });
    expect(heard.some(([what]) => what === 'died')).toBe(false);
    driver.ask('shown', { code: code('2'), inputs: inputs(2) });
    expect(heard.at(-1)).toEqual(['died', 'stopped', 0]);
    opened[0]?.loads();
    driver.ask('shown', { code: code('2'), inputs: inputs(2) });
    expect(heard.filter(([what]) => what === 'died')).toHaveLength(1);
  });

  test('tells what a world on the wall clock records before the calls that it led to', async () => {
    driver.ask('shown', { code: code('1'), inputs: { ...inputs(1), host: 'wall' } });
    await settled();
    opened[0]?.loads();
    opened[0]?.report({ type: 'events', world: 2, events: sample.slice(0, 4) });
    const identity = { run: 'r1' as RunId, step: 'a', model: 'm', attempt: 1 };
    const request = { kind: 'chat', model: 'm', messages: [] } as const;
    opened[0]?.report({ type: 'call', world: 2, call: 1, identity, request, after: 4 });
    opened[0]?.report({ type: 'events', world: 2, events: sample.slice(4) });
    opened[0]?.report({ type: 'ended', world: 2, hash: 'h', events: sample.length, tookMs: 4 });
    expect(heard.filter(([what]) => what !== 'grew').map((entry) => entry.slice(0, 2))).toEqual([
      ['began', 1],
      ['recorded', 4],
      ['asked', 'call'],
      ['recorded', sample.length - 4],
      ['over'],
      ['ended', 'shown'],
    ]);
  });

  test('hands over a world that was gone on with whole, with what was there before', async () => {
    const whole: History[] = [];
    driver = new SandboxDriver(
      (events) => Promise.resolve(opened[opened.push(new HeldSandbox(events)) - 1]!),
      { ...silence, ended: (_, { history }) => whole.push(history) },
    );
    driver.ask('shown', { code: code('1'), inputs: { ...inputs(1), resume: sample.slice(0, 6) } });
    await settled();
    opened[0]?.loads();
    opened[0]?.report({ type: 'events', world: 2, events: sample.slice(6) });
    opened[0]?.report({ type: 'ended', world: 2, hash: 'h', events: sample.length, tookMs: 4 });
    expect(whole).toEqual([sample]);
  });

  test('goes on with what waits when a world could not be gone on with', async () => {
    const a = code('1');
    driver.ask('shown', { code: a, inputs: { ...inputs(1), resume: sample.slice(0, 6) } });
    await settled();
    opened[0]?.loads();
    driver.ask('check', { code: a, inputs: inputs(2) });
    opened[0]?.report({ type: 'diverged', world: 2, seq: 3, recorded: sample[3]!, computed: sample[4]! });
    expect(heard.at(-1)).toEqual(['diverged', 'shown', 3]);
    opened[0]?.ends('h');
    expect(heard.at(-1)).toEqual(['ended', 'check', 'h', 2]);
  });

  test('ignores reports about worlds that it did not ask for', async () => {
    driver.ask('shown', { code: code('1'), inputs: inputs(1) });
    await settled();
    opened[0]?.loads();
    opened[0]?.report({ type: 'events', world: 99, events: sample });
    opened[0]?.report({ type: 'ended', world: 99, hash: 'x', events: 0, tookMs: 0 });
    expect(heard.filter(([what]) => what !== 'ready')).toEqual([]);
  });
});
