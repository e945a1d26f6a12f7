import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Drafts } from '../../../src/session/drafts.ts';
import { withDraft } from '../../../src/session/gallery.ts';
import type { Project } from '../../../src/session/project.ts';
import { readScenario } from '../../../src/session/scenario-text.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';

const scenarioText = (seed: number): string =>
  `{"format":"rehearsal-scenario","version":1,"name":"S","orchestration":{"example":"e"},"input":"hi","seed":${seed}}`;
function projectOf(seed: number): Project {
  const read = readScenario(scenarioText(seed));
  if (!('scenario' in read)) throw new Error('the scenario of this test does not parse');
  return {
    ...{ example: 'e', scenarioId: 's', draftKey: 'e/s', title: 'E', scenarioTitle: 'S' },
    code: { files: [{ path: 'a.ts', text: 'x' }], entry: 'a.ts' },
    ...{ scenario: read.scenario, scenarioText: scenarioText(seed), scenarioProblems: [] },
  };
}
const shipped = projectOf(10);

beforeEach(() => {
  vi.useFakeTimers();
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A store whose page goes away before it answers. */
const tooLate = {
  saveDraft: () => new Promise<never>(() => undefined),
  readDraft: () => Promise.resolve({ ok: true as const, text: null }),
};

const seedAfter = async (store: ConstructorParameters<typeof Drafts>[0]): Promise<number> =>
  withDraft(shipped, await new Drafts(store).read()).scenario.seed;

test.each([
  ['the very moment', 0],
  ['some time', 10_000],
])('an edit that the store did not acknowledge is there again after %s', async (_, waitMs) => {
  const drafts = new Drafts(tooLate);
  drafts.keep(projectOf(11), shipped);
  vi.advanceTimersByTime(waitMs);
  drafts.leave();
  expect(await seedAfter(tooLate)).toBe(11);
});

test('what the store acknowledged is read from it, and an older copy is gone', async () => {
  const store = new MemoryStore();
  const drafts = new Drafts(tooLate);
  drafts.keep(projectOf(11), shipped);
  drafts.leave();
  const next = new Drafts(store);
  await next.read();
  next.keep(projectOf(12), shipped);
  vi.advanceTimersByTime(10_000);
  await Promise.resolve();
  next.leave();
  expect(await seedAfter(store)).toBe(12);
  expect(localStorage.getItem('rehearsal.draft-copy')).toBeNull();
});
