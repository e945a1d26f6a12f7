import { beforeEach, describe, expect, test } from 'vitest';
import type { RunId, WallMs } from '../../../src/base/units.ts';
import { EMPTY_PLAN } from '../../../src/faults/plan.ts';
import type { WorldInputs } from '../../../src/sandbox/messages.ts';
import { begunRun, isUnfinished, readKept, type KeptRun } from '../../../src/session/kept-run.ts';
import { LiveDoor } from '../../../src/session/live.svelte.ts';
import type { Project } from '../../../src/session/project.ts';
import { Runs, type RunStore } from '../../../src/session/runs.svelte.ts';
import { readScenario } from '../../../src/session/scenario-text.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { OK } from '../../../src/store/store-failure.ts';
import { sample } from './sample-history.ts';

const scenarioText =
  '{"format":"rehearsal-scenario","version":1,"name":"S","orchestration":{"example":"e"},"input":"hi","seed":7}';
const read = readScenario(scenarioText);
if (!('scenario' in read)) throw new Error('the scenario of this test does not parse');
const code = { files: [{ path: 'a.ts', text: 'x' }], entry: 'a.ts' };
const project: Project = {
  example: 'e',
  scenarioId: 's',
  draftKey: 'e',
  title: 'E',
  scenarioTitle: 'S',
  code,
  scenario: read.scenario,
  scenarioText,
  scenarioProblems: [],
};
const inputs = (): WorldInputs => ({ scenario: 'S', input: 'hi', faults: EMPTY_PLAN, seed: 7, host: 'wall' });
const begun = (id: string): KeptRun =>
  begunRun({ id, startedWall: 1 as WallMs }, { code, inputs: inputs() }, project);

/** A store that outlives the pages of a test: what was not finished can be taken up. */
class LastingStore extends MemoryStore {
  override resume = () => Promise.resolve(OK);
}

let store: RunStore;
let held: Set<string>;
let lost: string[];
let runs: Runs;
let live: LiveDoor;
const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

function openPage(): void {
  lost = [];
  runs = new Runs(store);
  live = new LiveDoor({
    store,
    runs,
    locks: {
      hold: (id) => {
        if (held.has(id)) return Promise.resolve(null);
        held.add(id);
        return Promise.resolve(() => held.delete(id));
      },
      held: () => Promise.resolve([...held]),
    },
    more: () => undefined,
    lost: (message) => lost.push(message),
  });
}
/** The page is gone: its locks are free, and what it wrote stays. */
function closePage(): void {
  held.clear();
  openPage();
}

beforeEach(() => {
  held = new Set();
  store = Object.assign(new LastingStore(), { status: { place: 'browser', message: '' } as const });
  openPage();
});

const call = { type: 'call', world: 1, call: 1, after: 4 } as const;
const identity = { run: 'r1' as RunId, step: 'a', model: 'm', attempt: 1 };
const asked = { ...call, identity, request: { kind: 'chat', model: 'm', messages: [] } } as const;

describe('a live run', () => {
  test('is listed from its first event on as unfinished, held here, and offered to nobody', async () => {
    const id = live.began(1, inputs(), () => begun('a'));
    expect([id, live.id]).toEqual(['a', 'a']);
    await runs.open();
    expect(runs.list, 'nothing has happened yet').toEqual([]);
    live.recorded(1, sample.slice(0, 4));
    await settled();
    expect(runs.list.map(isUnfinished)).toEqual([true]);
    await live.look();
    expect([live.held, live.unfinished]).toEqual([['a'], []]);
  });

  test('lets a call leave when it may be seen, and counts what may', async () => {
    const left: string[] = [];
    live.began(1, inputs(), () => begun('a'));
    live.recorded(1, sample.slice(0, 4));
    live.asked(asked, ({ type }) => left.push(type));
    expect([left, live.seen(1), live.seen(2)]).toEqual([[], 0, 0]);
    await settled();
    expect([left, live.seen(1)]).toEqual([['call'], 4]);
    live.asked({ type: 'dropped', world: 1, call: 1 }, ({ type }) => left.push(type));
    expect(left).toEqual(['call', 'dropped']);
  });

  test('that ends is finished in its own place, and free', async () => {
    live.began(1, inputs(), () => begun('a'));
    live.recorded(1, sample);
    const end = live.endOf(1)!;
    const whole: KeptRun = {
      ...end.kept,
      word: 'succeeded',
      summary: { ...end.kept.summary, outcome: 'succeeded', hash: 'h' },
    };
    expect(await runs.keep(whole, sample, end.finish)).toBe('a');
    expect(runs.list.map(isUnfinished)).toEqual([false]);
    expect([held.size, live.id, live.endOf(1)]).toEqual([0, null, null]);
    expect(await runs.read('a')).toEqual(sample);
  });
});

describe('a run that was cut short', () => {
  beforeEach(async () => {
    live.began(1, inputs(), () => begun('a'));
    live.recorded(1, sample.slice(0, 6));
    await settled();
    closePage();
    await live.look();
  });

  test('is offered, and read back with all that is needed to go on', async () => {
    expect(live.unfinished.map(({ summary }) => summary.id)).toEqual(['a']);
    const up = await live.takeUp('a');
    expect(up).toMatchObject({ kept: { code, inputs: inputs() }, history: sample.slice(0, 6) });
    expect(readKept(runs.list[0]!.summary)).toMatchObject({ word: 'running', mini: [] });
  });

  test('is taken up by one tab at a time', async () => {
    held.add('a');
    expect(await live.takeUp('a')).toMatch(/another tab/);
    expect(live.unfinished).toEqual([]);
    expect(await live.takeUp('b')).toMatch(/finished/);
  });

  test('goes on in the run that it was', async () => {
    const up = await live.takeUp('a');
    if (typeof up === 'string') throw new Error(up);
    const resumed = { ...inputs(), resume: up.history };
    live.expect(resumed, up);
    expect(live.began(2, resumed, () => begun('never'))).toBe('a');
    expect(live.seen(2)).toBe(6);
    live.recorded(2, sample.slice(6));
    const end = live.endOf(2)!;
    expect(end.kept.summary.id).toBe('a');
    expect(held.has('a')).toBe(true);
    expect(lost).toEqual([]);
  });

  test('stays as it was, and free, when nothing comes of taking it up', async () => {
    const takeUp = async () => {
      const up = await live.takeUp('a');
      if (typeof up === 'string') throw new Error(up);
      const resumed = { ...inputs(), resume: up.history };
      live.expect(resumed, up);
      return resumed;
    };
    const refused = await takeUp();
    live.letGo(inputs());
    expect(held.has('a'), 'another wish is not this one').toBe(true);
    live.letGo(refused);
    expect(held.size).toBe(0);

    const diverged = await takeUp();
    live.began(2, diverged, () => begun('never'));
    expect(live.diverged()?.summary.id).toBe('a');
    expect([held.size, live.id]).toEqual([0, null]);

    const died = await takeUp();
    live.began(3, died, () => begun('never'));
    live.letGo(died);
    expect([held.size, live.id]).toEqual([0, null]);
    await live.look();
    expect(live.unfinished).toHaveLength(1);
  });
});
