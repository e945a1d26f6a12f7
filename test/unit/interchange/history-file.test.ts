import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../../src/scenario/document.ts';
import {
  readHistoryFile,
  writeHistoryFile,
  type SavedHistory,
} from '../../../src/interchange/history-file.ts';
import { hashHistory } from '../../../src/history/hash.ts';
import { historyOf } from '../store/sample-runs.ts';

const orchestration = { files: [{ path: 'a.ts', text: 'export default 1;\n' }], entry: 'a.ts' };
const reading = parseScenario(
  JSON.stringify({
    format: 'rehearsal-scenario',
    version: 1,
    name: 'S',
    orchestration,
    input: { body: 'naïve “日本”' },
    seed: 7,
  }),
);
if (!reading.ok) throw new Error('the scenario of this test does not parse');
const { history: events } = { history: historyOf(40) };
// as a store gives it back: of today's schema
const history = events.map((event) => (event.type === 'world.started' ? { ...event, schema: 2 } : event));
const saved: SavedHistory = {
  title: 'Triage',
  scenario: { ...reading.scenario, orchestration },
  hash: hashHistory(history),
  history,
};
const changed = (change: (file: Record<string, unknown>) => void): string => {
  const file = JSON.parse(writeHistoryFile(saved)) as Record<string, unknown>;
  change(file);
  return JSON.stringify(file);
};
const complaint = (text: string): string => {
  const read = readHistoryFile(text);
  return read.ok ? '' : read.message;
};

describe('a history as a file', () => {
  test('is read back as it was written, and hashes the same', () => {
    const read = readHistoryFile(writeHistoryFile(saved));
    expect(read).toEqual({ ok: true, saved });
    expect(read.ok && hashHistory(read.saved.history)).toBe(saved.hash);
  });

  test('has one event a line', () => {
    const lines = writeHistoryFile(saved).split('\n');
    expect(lines.filter((line) => line.startsWith('    {"seq":'))).toHaveLength(history.length);
  });

  test('may be of a run that was broken off', () => {
    expect(readHistoryFile(writeHistoryFile({ ...saved, hash: null }))).toMatchObject({ ok: true });
  });

  test.each<[string, string, string]>([
    ['no JSON', '{', 'not JSON'],
    ['no history', '{"format":"rehearsal-scenario"}', 'no saved history'],
    ['a list', '[]', 'no saved history'],
    ['a later version', changed((file) => (file['version'] = 2)), 'version 2; this one reads version 1'],
    ['no title', changed((file) => delete file['title']), 'title is no text'],
    ['a hash that is none', changed((file) => (file['hash'] = 'abc')), 'hash is no hash'],
    ['no scenario', changed((file) => delete file['scenario']), 'scenario cannot be read'],
    [
      'a scenario without its source',
      changed(
        (file) => ((file['scenario'] as { orchestration: unknown }).orchestration = { example: 'triage' }),
      ),
      'does not hold its source',
    ],
    ['no events', changed((file) => (file['history'] = [])), 'This history is empty'],
    [
      'an event that is none',
      changed((file) => (file['history'] as unknown[]).splice(3, 1, { seq: 3 })),
      'Event 3',
    ],
  ])('that holds %s is refused by name', (_, text, message) => {
    expect(complaint(text)).toContain(message);
  });
});
