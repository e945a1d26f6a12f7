/** What every implementation of the store's port does: one suite, run over each. */
import { afterEach, describe, expect, test } from 'vitest';
import { hashHistory } from '../../../src/history/hash.ts';
import type { StoreApi } from '../../../src/store/store-api.ts';
import { runOf, summaryOf, wall } from '../../unit/store/sample-runs.ts';

export interface Opened {
  readonly store: StoreApi;
  readonly close: () => Promise<void>;
}

/** Writes a whole run, in pieces of a hundred events. */
export async function keep(store: StoreApi, { history, summary }: ReturnType<typeof runOf>): Promise<void> {
  expect(await store.begin(summary)).toMatchObject({ ok: true });
  for (let at = 0; at < history.length; at += 100)
    expect(await store.append(summary.id, history.slice(at, at + 100))).toMatchObject({ ok: true });
  expect(await store.finish(summary.id, summary)).toMatchObject({ ok: true, removed: [], notice: '' });
}

export function holdsContract(name: string, open: () => Opened | Promise<Opened>): void {
  const opened: Opened[] = [];
  const fresh = async (): Promise<StoreApi> => {
    const one = await open();
    opened.push(one);
    return one.store;
  };
  const idsOf = async (store: StoreApi): Promise<string[]> => {
    const listed = await store.list();
    return listed.ok ? listed.runs.map(({ id }) => id) : [listed.message];
  };
  afterEach(async () => {
    for (const { close } of opened.splice(0)) await close();
  });

  describe(name, () => {
    test('reads back 10,000 events as they were written, with their hash', async () => {
      const store = await fresh();
      const run = runOf('long', 10_000);
      await keep(store, run);
      const read = await store.read('long');
      if (!read.ok) throw new Error(read.message);
      expect(read.history).toEqual(run.history);
      expect(hashHistory(read.history)).toBe(run.summary.hash);
      expect(read.summary).toEqual(run.summary);
    });

    test('keeps the order of appends that nobody awaits', async () => {
      const store = await fresh();
      const { history, summary } = runOf('a', 3_333);
      const answers = [store.begin(summary)];
      for (let at = 0; at < history.length; at += 37)
        answers.push(store.append('a', history.slice(at, at + 37)));
      answers.push(store.finish('a', summary));
      for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ ok: true });
      expect(await store.read('a')).toMatchObject({ ok: true, history });
    });

    test('keeps two runs apart that are written at the same time', async () => {
      const store = await fresh();
      const [a, b] = [runOf('a', 2_500), runOf('b', 2_500)];
      await Promise.all([keep(store, a), keep(store, b)]);
      expect(await store.read('a')).toMatchObject({ ok: true, history: a.history });
      expect(await store.read('b')).toMatchObject({ ok: true, history: b.history });
    });

    test('lists the newest first, page by page, and says when there is more', async () => {
      const store = await fresh();
      for (const [id, at] of [
        ['a', 1],
        ['c', 3],
        ['b2', 2],
        ['b1', 2],
      ] as const)
        await keep(store, runOf(id, 8, { startedWall: wall(at) }));
      expect(await idsOf(store)).toEqual(['c', 'b1', 'b2', 'a']);
      const first = await store.list({ limit: 2 });
      if (!first.ok) throw new Error(first.message);
      expect(first).toMatchObject({ runs: [{ id: 'c' }, { id: 'b1' }], more: true, broken: [] });
      const second = await store.list({ limit: 2, before: first.runs[1]! });
      expect(second).toMatchObject({ runs: [{ id: 'b2' }, { id: 'a' }], more: false });
      await store.remove('b1');
      expect(await store.list({ before: first.runs[1]! }), 'a place outlives its run').toMatchObject({
        runs: [{ id: 'b2' }, { id: 'a' }],
      });
    });

    test('lists a run that is being written as not complete', async () => {
      const store = await fresh();
      await store.begin(summaryOf('a'));
      expect(await store.list()).toMatchObject({ runs: [{ id: 'a', complete: false }] });
    });

    test('makes durable what was appended, and goes on', async () => {
      const store = await fresh();
      const { history, summary } = runOf('a', 40);
      await store.begin(summary);
      await store.append('a', history.slice(0, 10));
      expect(await store.flush('a')).toEqual({ ok: true });
      expect(await store.read('a')).toMatchObject({ ok: true, history: history.slice(0, 10) });
      await store.append('a', history.slice(10));
      await store.finish('a', summary);
      expect(await store.read('a')).toMatchObject({ ok: true, history, summary });
    });

    test('takes up no run that is finished, that is being written, or that is not there', async () => {
      const store = await fresh();
      const run = runOf('a', 40);
      await keep(store, run);
      expect(await store.resume('a', 40)).toMatchObject({ ok: false, code: 'taken', message: /finished/ });
      await store.begin(summaryOf('b'));
      expect(await store.resume('b', 0)).toMatchObject({ ok: false, code: 'taken' });
      expect(await store.resume('x', 0)).toMatchObject({ ok: false, code: 'missing' });
      expect(await store.read('a')).toMatchObject({ ok: true, ...run });
    });

    test('never overwrites a run', async () => {
      const store = await fresh();
      const run = runOf('a', 8);
      await keep(store, run);
      expect(await store.begin(summaryOf('a', { verdict: 'other' }))).toMatchObject({
        ok: false,
        code: 'taken',
      });
      expect(await store.append('a', run.history)).toMatchObject({ ok: false, code: 'missing' });
      expect(await store.finish('a', run.summary)).toMatchObject({ ok: false, code: 'missing' });
      expect(await store.read('a')).toMatchObject({ ok: true, ...run });
    });

    test('answers missing for what it does not have', async () => {
      const store = await fresh();
      for (const answer of [
        store.read('x'),
        store.remove('x'),
        store.restore('x'),
        store.append('x', []),
        store.flush('x'),
        store.finish('x', summaryOf('x')),
      ])
        expect(await answer).toMatchObject({ ok: false, code: 'missing', message: /x/ });
    });

    test('takes a removed run off the list, and restores it as it was', async () => {
      const store = await fresh();
      const run = runOf('a', 1_200);
      await keep(store, run);
      await keep(store, runOf('b', 8, { startedWall: wall(2_000) }));
      expect(await store.remove('a')).toMatchObject({ ok: true });
      expect(await idsOf(store)).toEqual(['b']);
      expect(await store.read('a')).toMatchObject({ ok: false, code: 'missing' });
      expect(await store.remove('a')).toMatchObject({ ok: false, code: 'missing' });
      expect(await store.restore('a')).toMatchObject({ ok: true });
      expect(await store.restore('a')).toMatchObject({ ok: false, code: 'missing' });
      expect(await idsOf(store)).toEqual(['b', 'a']);
      expect(await store.read('a')).toMatchObject({ ok: true, ...run });
    });

    test('gives a run up that is removed while it is written', async () => {
      const store = await fresh();
      const { history, summary } = runOf('a', 8);
      await store.begin(summary);
      expect(await store.remove('a')).toMatchObject({ ok: true });
      expect(await store.append('a', history)).toMatchObject({ ok: false, code: 'missing' });
      expect(await store.finish('a', summary)).toMatchObject({ ok: false, code: 'missing' });
      expect(await idsOf(store)).toEqual([]);
    });

    test('refuses a history that is none, and keeps the rest', async () => {
      const store = await fresh();
      const run = runOf('good', 8);
      await keep(store, run);
      await store.begin(summaryOf('bad'));
      await store.append('bad', run.history.slice(1));
      await store.finish('bad', summaryOf('bad'));
      expect(await store.read('bad')).toMatchObject({
        ok: false,
        code: 'broken',
        salvaged: { summary: { id: 'bad' }, history: [] },
      });
      expect(await store.read('good')).toMatchObject({ ok: true, history: run.history });
    });

    test('keeps a draft under its key, the last one', async () => {
      const store = await fresh();
      expect(await store.readDraft('triage')).toEqual({ ok: true, text: null });
      await store.saveDraft('triage', '{"a":1}');
      await store.saveDraft('triage', '{"a":2}');
      await store.saveDraft('other', '{}');
      expect(await store.readDraft('triage')).toEqual({ ok: true, text: '{"a":2}' });
    });

    test('counts the runs that are on the list', async () => {
      const store = await fresh();
      await keep(store, runOf('a', 8));
      await keep(store, runOf('b', 8));
      await store.remove('b');
      expect(await store.usage()).toMatchObject({ ok: true, runs: 1 });
    });
  });
}
