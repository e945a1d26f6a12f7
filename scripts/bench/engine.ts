/**
 * What the engine costs, beside a bare promise and beside the least that can be called an orchestrator: full history on,
 * simulated host, interleaved rounds, medians. Run with --expose-gc.
 */
import { execFileSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { messageFence } from '../../src/cli/node-realm.ts';
import { YOUNG_GENERATION } from '../../src/cli/run-child.ts';
import { hashHistory } from '../../src/history/hash.ts';
import type { Event } from '../../src/history/events.ts';
import type { World } from '../../src/simulation/world.ts';
import { scriptedCast } from '../../test/support/scripted-cast.ts';
import { chromiumLaunch } from '../browsers.mjs';
import { oneScript } from '../one-script.ts';
import {
  asking,
  fourCalls,
  values,
  wide,
  WORKLOADS,
  world,
  type Wakes,
  type Workload,
} from './engine-work.ts';
import { median, say } from './table.ts';

const fence = messageFence();
const collect = (globalThis as { gc?: () => void }).gc ?? (() => undefined);

for (const workload of WORKLOADS) await stepCost(workload);
await callCost();
await hashCost();
await scaling();
await fan();
await memory();
sayWakes('Node', nodeWakes(), 100_000);
sayWakes('Chromium', await chromiumWakes(), 50_000);
fence.close();

/** Milliseconds that it takes, garbage of others left out. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  collect();
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Each of these, turn by turn: what each round took, all but the first. */
async function inTurns(
  works: Readonly<Record<string, () => Promise<unknown>>>,
  { rounds, warmUp }: { rounds: number; warmUp: number },
): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = {};
  for (let round = -warmUp; round < rounds; round++)
    for (const [name, work] of Object.entries(works)) {
      const tookMs = await timed(work);
      if (round >= 0) (times[name] ??= []).push(tookMs);
    }
  return times;
}

/** How many times one took what the other took, round by round. */
function ratio(these: readonly number[], those: readonly number[]): number {
  return median(these.map((ms, round) => ms / those[round]!));
}

function times(runs: number, run: () => Promise<unknown>): () => Promise<unknown> {
  return async () => {
    for (let i = 0; i < runs; i++) await run();
  };
}

async function stepCost({
  name,
  steps,
  runs,
  expected,
  input,
  bare,
  minimal,
  ours,
}: Workload): Promise<void> {
  const inputs = Array.from({ length: runs }, () => input);
  const play = () => world({ made: ours, inputs, fence });
  for (const value of [...values(await play()), await bare(), await minimal()])
    if (!isDeepStrictEqual(value, expected)) throw new Error(`${name}: a contestant came to something else`);
  const tookMs = await inTurns(
    { bare: times(runs, bare), minimal: times(runs, minimal), ours: play },
    { rounds: 15, warmUp: 15 },
  );
  const us = (who: string) => (median(tookMs[who]!) * 1_000) / (runs * steps);
  const beside = `${us('bare').toFixed(3)} bare, ${us('minimal').toFixed(2)} minimal`;
  const promise = name.startsWith('W3')
    ? '5 µs'
    : `5× minimal; is ${ratio(tookMs['ours']!, tookMs['minimal']!).toFixed(1)}×`;
  say(name, `${us('ours').toFixed(2)} µs a step`, `promised: ${promise} (${beside})`);
}

async function callCost(): Promise<void> {
  const cast = scriptedCast({ model: { takesMs: 10 } });
  const inputs = Array.from({ length: 1_000 }, () => 'hello');
  const tookMs = await inTurns(
    { call: () => world({ made: asking(), inputs, fence, cast }) },
    { rounds: 9, warmUp: 6 },
  );
  say('a run of one model step under a policy', `${median(tookMs['call']!).toFixed(1)} µs`);
}

async function hashCost(): Promise<void> {
  const { ours, runs, steps, input } = WORKLOADS[1]!;
  const inputs = Array.from({ length: runs }, () => input);
  const history = await world({ made: ours, inputs, fence });
  const tookMs = await inTurns({ hash: async () => hashHistory(history) }, { rounds: 15, warmUp: 5 });
  const us = median(tookMs['hash']!) * 1_000;
  say(
    'hash, when it is asked for',
    `${(us / history.length).toFixed(2)} µs an event`,
    `${(us / runs / steps).toFixed(2)} µs a step of W2`,
  );
}

/** Ten times the runs in one world. */
async function scaling(): Promise<void> {
  const { ours, input } = WORKLOADS[1]!;
  const of = (runs: number) => {
    const inputs = Array.from({ length: runs }, () => input);
    return () => world({ made: ours, inputs, fence });
  };
  const tookMs = await inTurns({ few: of(1_000), many: of(10_000) }, { rounds: 9, warmUp: 2 });
  say(
    '10,000 runs of W2 in one world',
    `${ratio(tookMs['many']!, tookMs['few']!).toFixed(1)}× the time`,
    'promised: 14× that of 1,000',
  );
}

async function fan(): Promise<void> {
  const made = wide();
  const us: string[] = [];
  for (const size of [1_000, 10_000, 100_000]) {
    const fan = () => world({ made, inputs: [size], fence, maxEvents: 5 * size });
    values(await fan());
    const tookMs = await inTurns({ fan }, { rounds: 5, warmUp: 1 });
    us.push(((median(tookMs['fan']!) * 1_000) / size).toFixed(2));
  }
  say('fan-out of 1,000, 10,000 and 100,000', `${us.join(', ')} µs`, 'a step; promised: linear');
}

/** What a run under way holds beyond its history: many are parked in their four calls, then let go of. */
async function memory(): Promise<void> {
  const runs = 1_000;
  const cast = scriptedCast({ model: { takesMs: 10_000, concurrency: 1e9 } });
  const inputs = Array.from({ length: runs }, (_, i) => `How do I reset password ${i}?`);
  await world({ made: fourCalls(), inputs, fence, cast });
  let parked: { readonly kept: readonly Event[]; world: World | null; next: (() => void) | null } | null =
    null;
  await new Promise<void>((resolve) => {
    let turns = 0;
    const until = (next: () => void): void => {
      if (++turns < runs) {
        fence(next);
        return;
      }
      parked!.next = next;
      fence(resolve);
    };
    const onWorld = (world: World): void => {
      parked = { kept: world.history, world, next: null };
    };
    void world({ made: fourCalls(), inputs, fence: until, cast, onWorld });
  });
  const whole = await heap();
  const open = parked!.kept.filter(({ type }) => type === 'attempt.started').length;
  if (open !== 4 * runs) throw new Error(`${open} calls are under way, not ${4 * runs}`);
  parked!.world = null;
  parked!.next = null;
  const historyAlone = await heap();
  if (historyAlone >= whole) throw new Error('the world was not let go of');
  const events = parked!.kept.length;
  say(
    'a run in flight with four policy-wrapped calls',
    `${((whole - historyAlone) / runs / 1_000).toFixed(1)} kB`,
    `promised: 24 kB beyond its history (${events / runs} events)`,
  );
}

async function heap(): Promise<number> {
  for (let i = 0; i < 4; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return process.memoryUsage().heapUsed;
}

function sayWakes(where: string, list: readonly Wakes[], promised: number): void {
  const perSecond = median(list.map((one) => one.perSecond));
  const exact = list.every((one) => one.exact) ? 'end times exact' : 'END TIMES WRONG';
  say(
    `W7  wakes a second in ${where}`,
    Math.round(perSecond).toLocaleString('en'),
    `promised: ${promised.toLocaleString('en')}; ${exact}`,
  );
}

function nodeWakes(): Wakes[] {
  const flags = ['--expose-gc', YOUNG_GENERATION, '--no-warnings'];
  const said = execFileSync(process.execPath, [...flags, join(import.meta.dirname, 'node-wakes.ts')]);
  return JSON.parse(String(said)) as Wakes[];
}

async function chromiumWakes(): Promise<Wakes[]> {
  const browser = await chromium.launch(chromiumLaunch());
  try {
    const page = await browser.newPage();
    await page.addScriptTag({
      type: 'module',
      content: await oneScript(join(import.meta.dirname, 'engine-page.ts')),
    });
    await page.waitForFunction(() => 'wakes' in window);
    const list: Wakes[] = [];
    for (let round = -3; round < 7; round++) {
      const one = await page.evaluate<Wakes>('wakes(10000)');
      if (round >= 0) list.push(one);
    }
    return list;
  } finally {
    await browser.close();
  }
}
