import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { History } from '../../../src/history/events.ts';
import { hashHistory } from '../../../src/history/hash.ts';
import { writeHistoryFile } from '../../../src/interchange/history-file.ts';
import { parseScenario } from '../../../src/scenario/document.ts';

const entry = join(import.meta.dirname, '../../../src/cli/rehearse.ts');
const rehearse = (...args: string[]): Promise<{ code: number | null; out: string; err: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });

const moduleOf = (system: string, then = ''): string => `
import { generate, orchestration } from 'rehearsal';
let worlds = 0;
export default orchestration({
  name: 'Mine',
  steps: { answer: generate({ model: 'gpt-4o', system: '${system}', retry: 1 }) },
  async run(question: string, { answer }) { ${then} return answer(question); },
});
`;
const document = (text: string) => ({
  format: 'rehearsal-scenario',
  version: 1,
  name: 'Mine',
  orchestration: { files: [{ path: 'mine.ts', text }], entry: 'mine.ts' },
  input: 'How do I export a report?',
  faults: { faults: [{ id: 'cut', kind: 'cut', match: { model: 'gpt-4o' }, count: 1 }] },
  seed: 3,
});

let folder: string;
const at = (name: string): string => join(folder, name);
let saved: string;
let events: number;
let hash: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearse-replay-'));
  const scenario = document(moduleOf('Be brief.'));
  await writeFile(at('mine.scenario.json'), JSON.stringify(scenario));
  const { out } = await rehearse(at('mine.scenario.json'), '--json');
  const { history } = JSON.parse(out) as { history: History };
  const reading = parseScenario(JSON.stringify(scenario));
  if (!reading.ok) throw new Error('the scenario of this test does not parse');
  hash = hashHistory(history);
  events = history.length;
  saved = at('run.history.json');
  const whole = { ...reading.scenario, orchestration: scenario.orchestration };
  await writeFile(saved, writeHistoryFile({ title: 'Mine', scenario: whole, hash, history }));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

describe('a saved history', () => {
  test('is replayed with the code in its file, to the same hash', async () => {
    const { code, out } = await rehearse('replay', saved);
    expect([code, out]).toEqual([0, `${saved}: the same ${events} events, hash ${hash}.\n`]);
    const anew = await rehearse('replay', saved, '--anew', '--json');
    expect([anew.code, JSON.parse(anew.out)]).toEqual([0, { same: true, hash, parts: null }]);
  });

  test('is held against a module of today, and the first difference fails it', async () => {
    await writeFile(at('same.ts'), `// a comment changes nothing\n${moduleOf('Be brief.')}`);
    expect((await rehearse('replay', saved, at('same.ts'))).code).toBe(0);
    await writeFile(at('other.ts'), moduleOf('Be polite.'));
    const { code, out } = await rehearse('replay', saved, at('other.ts'));
    expect(code).toBe(1);
    expect(out).toMatch(
      /not what was recorded\. First difference: event \d+, attempt 1 of answer at gpt-4o started: request\.messages\[0\]\.content is “Be brief\.” in the recording, “Be polite\.” now\./,
    );
  });

  test('that is none, or is not named, is refused', async () => {
    await writeFile(at('none.json'), '{}');
    const none = await rehearse('replay', at('none.json'));
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('no saved history')]);
    const unnamed = await rehearse('replay');
    expect([unnamed.code, unnamed.err]).toEqual([2, expect.stringContaining('name a saved history')]);
    const elsewhere = await rehearse('triage', '--anew');
    expect([elsewhere.code, elsewhere.err]).toEqual([2, expect.stringContaining("belongs to 'replay'")]);
  });
});

describe('twice', () => {
  test('is the same for code that is deterministic', async () => {
    const { code } = await rehearse(at('mine.scenario.json'), '--seeds', '3', '--twice');
    expect(code).toBe(0);
  });

  test('tells code that is not by the first event that differs', async () => {
    // a world is evaluated afresh, but what is done to a built-in stays
    const leaves = 'Array.prototype.length++; if (Array.prototype.length > 1) question += "!";';
    await writeFile(at('moody.scenario.json'), JSON.stringify(document(moduleOf('Be brief.', leaves))));
    const { code, err } = await rehearse(at('moody.scenario.json'), '--twice');
    expect(code).toBe(1);
    expect(err).toMatch(/the world of seed 3 is not the same twice\. First difference: event \d+, /);
  });
});
