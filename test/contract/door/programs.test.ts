import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Sameness, SameWorldJob } from './same-world.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const program = (name: string): string => join(root, 'programs', `${name}.js`);

const TIMES = 100;
const SEED = 7;

const PLANS = [
  [],
  [{ id: 'limited', kind: 'rate_limit', count: 1, retryAfterMs: 3000 }],
  [{ id: 'cut', kind: 'cut', count: 1, afterParts: 6, how: 'reset' }],
  [{ id: 'down', kind: 'outage', window: [0, 5000], how: 'refuse' }],
] as const;

async function sameWorld(
  name: string,
  plans: SameWorldJob['plans'],
  times: number,
): Promise<readonly Sameness[]> {
  const job: SameWorldJob = { path: program(name), scenario: name, seed: SEED, times, plans };
  const { stdout } = await run(
    process.execPath,
    [join(import.meta.dirname, 'same-world.ts'), JSON.stringify(job)],
    {
      maxBuffer: 1e8,
    },
  );
  return JSON.parse(stdout) as readonly Sameness[];
}

async function rehearsedHash(name: string): Promise<string> {
  const args = [join(root, 'src/cli/rehearse.ts'), program(name), '--seed', String(SEED), '--json'];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 1e8 });
  return (JSON.parse(stdout) as { hash: string }).hash;
}

/** How a run ends under each plan: its outcome, with the message of one that failed. */
type Endings = readonly [plain: string, limited: string, cut: string, down: string];

const PROGRAMS: readonly (readonly [name: string, endings: Endings])[] = [
  ['bare-fetch', ['returned', 'returned', 'returned', 'failed: fetch failed']],
  ['openai-chat', ['returned', 'returned', 'failed: terminated', 'failed: Connection error.']],
  ['openai-responses', ['returned', 'returned', 'returned', 'failed: Connection error.']],
  ['anthropic-messages', ['returned', 'returned', 'failed: terminated', 'returned']],
  ['ai-sdk', ['returned', 'returned', 'returned', 'returned']],
  ['langgraph', ['returned', 'returned', 'returned', 'returned']],
];

const ending = ({ outcome, message }: Sameness): string =>
  message === null ? outcome : `${outcome}: ${message}`;
/** What went wrong with calls, each kind once. */
const troubles = ({ calls }: Sameness): string[] => [
  ...new Set(calls.map((call) => call.split(' ')[1]!).filter((code) => code !== 'ok')),
];

describe.each(PROGRAMS)('the program %s, unmodified', { timeout: 600_000 }, (name, endings) => {
  test(`has one history for one seed, ${TIMES} times under each of ${PLANS.length} fault plans`, async () => {
    const worlds = await sameWorld(name, PLANS, TIMES);
    expect(worlds.map(({ hashes }) => hashes.length)).toEqual([1, 1, 1, 1]);
    expect(new Set(worlds.map(({ hashes }) => hashes[0])).size).toBe(PLANS.length);
    expect(worlds.map(ending)).toEqual(endings);
    expect(worlds.map(troubles)).toEqual([[], ['rate_limited'], ['cut'], ['unavailable']]);
    const [plain, limited] = worlds;
    expect(limited!.calls.length).toBe(plain!.calls.length + 1);
  });

  test('has the same history on the command line', async () => {
    const [world] = await sameWorld(name, [[]], 1);
    expect(await rehearsedHash(name)).toBe(world!.hashes[0]);
  });
});
