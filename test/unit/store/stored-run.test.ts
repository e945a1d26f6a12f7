import { describe, expect, test } from 'vitest';
import { parseSummary } from '../../../src/store/run-summary-schema.ts';
import { openStoredRun, type StoredRun } from '../../../src/store/stored-run.ts';
import { historyOf, runOf, summaryOf } from './sample-runs.ts';

const { history, summary } = runOf('a', 25);

/** The run as it is stored, in chunks of ten. */
const stored = (): StoredRun & { chunks: { run: string; no: number; events: string }[] } => ({
  summary,
  ledger: { id: 'a', events: 25 },
  chunks: [0, 1, 2].map((no) => ({
    run: 'a',
    no,
    events: JSON.stringify(history.slice(no * 10, no * 10 + 10)),
  })),
});

function failed(records: StoredRun) {
  const opened = openStoredRun('a', records);
  if (opened.ok) throw new Error('it opened');
  expect(opened.code).toBe('broken');
  expect(opened.message, 'it names the run').toContain('(a)');
  expect(opened.message, 'it says what to try').toContain('Run its scenario again');
  return { message: opened.message, salvaged: opened.salvaged!.history };
}

describe('a stored run', () => {
  test('opens as it was written', () => {
    expect(openStoredRun('a', stored())).toEqual({ ok: true, summary, history });
  });

  test('whose record is no list is named, and what came before is handed out', () => {
    for (const events of ['', '[{"seq":', '{}', 'null', 7, undefined]) {
      const records = stored();
      (records.chunks[1] as { events: unknown }).events = events;
      const { message, salvaged } = failed(records);
      expect(message).toContain('record 1 is no list of events. Its first 10 events can be read');
      expect(salvaged).toEqual(history.slice(0, 10));
    }
  });

  test('whose record is missing is named, and what came before is handed out', () => {
    const records = stored();
    records.chunks.splice(1, 1);
    const { message, salvaged } = failed(records);
    expect(message).toContain('record 1 is missing');
    expect(salvaged).toEqual(history.slice(0, 10));
  });

  test('whose last record is missing says how much was promised', () => {
    const records = stored();
    records.chunks.pop();
    const { message, salvaged } = failed(records);
    expect(message).toContain('It has 20 events where 25 were saved.');
    expect(salvaged).toEqual(history.slice(0, 20));
  });

  test('with an event of the wrong shape gives everything up to it', () => {
    const events = history.map((event, i) => (i === 17 ? { ...event, t: 'later' } : event));
    const records = stored();
    records.chunks[1]!.events = JSON.stringify(events.slice(10, 20));
    const { message, salvaged } = failed(records);
    expect(message).toContain("Event 17: t is 'later'");
    expect(salvaged).toEqual(history.slice(0, 17));
  });

  test('from a later version is refused whole, since nothing of it is understood', () => {
    const events = history.map((event, i) => (i === 0 ? { ...event, schema: 99 } : event));
    const { message, salvaged } = failed({
      ...stored(),
      chunks: [{ run: 'a', no: 0, events: JSON.stringify(events) }],
    });
    expect(message).toContain('written by a later version');
    expect(salvaged).toEqual([]);
  });

  test('whose summary cannot be read still gives its history', () => {
    const opened = openStoredRun('a', { ...stored(), summary: { ...summary, seed: 'seven' } });
    expect(opened).toMatchObject({ ok: false, code: 'broken', salvaged: { summary: null, history } });
  });

  test('that was cut short before anything was written says so', () => {
    const { message } = failed({ summary, ledger: { events: 0 }, chunks: [] });
    expect(message).toContain('cut short before its first event was saved');
  });

  test('never throws, whatever stands in its records', () => {
    for (const junk of [
      null,
      undefined,
      7,
      'x',
      [],
      {},
      { no: 0, events: '[null]' },
      { no: 0, events: '[[]]' },
    ])
      expect(openStoredRun('a', { summary: junk, ledger: junk, chunks: [junk] })).toMatchObject({
        ok: false,
      });
  });
});

describe('a summary', () => {
  test('comes back as it was, without fields that are not known', () => {
    expect(parseSummary({ ...summary, mood: 'fine' })).toEqual({ ok: true, summary });
  });

  test('is refused by field', () => {
    const saying = (wrong: object): string => {
      const parsed = parseSummary({ ...summaryOf('a'), ...wrong });
      return parsed.ok ? 'fine' : parsed.message;
    };
    expect(saying({ seed: null })).toBe('says seed, which is not a number');
    expect(saying({ events: 1.5 })).toBe('says events, which is not a whole number from 0');
    expect(saying({ bars: [[0, 2, 'success']] })).toBe('says bars.0.1, which is not a share from 0 to 1');
    expect(saying({ bars: Array.from({ length: 65 }, () => [0, 1, 'success']) })).toBe(
      'says bars, which has more than 64 bars',
    );
    expect(saying({ hash: undefined })).toBe('says hash, which is not text');
    expect(parseSummary(undefined)).toEqual({ ok: false, message: 'is missing' });
    expect(parseSummary(7)).toEqual({ ok: false, message: 'is not an object' });
  });
});

test('the samples have the length that was asked for', () => {
  for (const events of [4, 5, 6, 7, 8, 25, 1_000]) expect(historyOf(events)).toHaveLength(events);
});
