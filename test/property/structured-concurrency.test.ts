import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/history/events.ts';
import {
  buildPattern,
  patternCast,
  randomPattern,
  randomSaga,
  type Effects,
} from '../support/random-patterns.ts';
import { randomFaults } from '../support/random-orchestration.ts';
import { rehearse } from '../support/rehearse-world.ts';

const runs = { numRuns: 250 };
/** A person may cancel the run, once or not at all. */
const cancels = fc.option(fc.nat(600), { nil: null });
const world = fc.tuple(randomPattern, randomFaults, fc.nat(1e6), cancels);
type Inputs = typeof world extends fc.Arbitrary<infer T> ? T : never;

async function compute([pattern, faults, seed, cancelMs]: Inputs) {
  const effects: Effects = [];
  const rehearsed = await rehearse(buildPattern(pattern, effects), {
    cast: patternCast,
    faults: faults.filter(({ match }) => (match as { model: string }).model !== 'c'),
    seed,
    people: cancelMs === null ? [] : [{ atMs: cancelMs, kind: 'cancel', value: { run: 'run-1' } }],
  });
  // one that was asked for in a cancelled scope never began
  const begun = new Set(rehearsed.events('step.started').map(({ step }) => step));
  return { ...rehearsed, effects: effects.filter((effect) => begun.has(effect)) };
}

const idOf = (event: Event): string =>
  'attempt' in event ? `${event.step}#${event.attempt}` : 'step' in event ? (event.step ?? '') : event.run;

/** When each step began and ended, as places in the history. */
function spans(history: readonly Event[]): Map<string, [from: number, to: number]> {
  const found = new Map<string, [number, number]>();
  for (const event of history) {
    if (event.type === 'step.started') found.set(event.step, [event.seq, Infinity]);
    if (event.type === 'step.finished') found.get(event.step)![1] = event.seq;
  }
  return found;
}

describe('any pattern under any plan, cancelled at any time', () => {
  test('gives the same history twice, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (inputs) => {
        const [one, two] = [await compute(inputs), await compute(inputs)];
        expect(JSON.stringify(two.history)).toBe(JSON.stringify(one.history));
      }),
      runs,
    );
  });

  test('finishes exactly once what it started, before the run, and leaves no wake behind', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (inputs) => {
        const { history } = await compute(inputs);
        const open = new Set<string>();
        for (const event of history) {
          const [noun, verb] = event.type.split('.');
          if (noun !== 'run' && noun !== 'step' && noun !== 'attempt') continue;
          const id = `${noun}:${idOf(event)}`;
          if (verb === 'started') {
            expect(open.has(id)).toBe(false);
            open.add(id);
          } else if (verb === 'finished') expect(open.delete(id)).toBe(true);
          if (event.type === 'run.finished') expect([...open]).toEqual([]);
        }
        const end = history.findIndex((event) => event.type === 'run.finished');
        expect(history.slice(end + 1).every((event) => event.run === '')).toBe(true);
        const last = history.at(-1)!;
        expect(last).toMatchObject({ type: 'world.ended', reason: 'quiet' });
      }),
      runs,
    );
  });

  test('keeps what is inside an orchestration within it, from its start to its end', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (inputs) => {
        const all = spans((await compute(inputs)).history);
        for (const [id, [from, to]] of all) {
          const around = [...all].filter(
            ([other]) => !id.startsWith('undo ') && id !== other && id.startsWith(`${other}/`),
          );
          for (const [, [start, end]] of around) {
            expect(start).toBeLessThan(from);
            expect(end).toBeGreaterThan(to);
          }
        }
      }),
      runs,
    );
  });

  test('undoes each effect at most once, one after another, and every one when the run does not end well', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (inputs) => {
        const { history, effects, run } = await compute(inputs);
        const undone = [...spans(history)].filter(
          ([id]) => id.startsWith('undo ') && effects.some((effect) => id === `undo ${effect}`),
        );
        for (const [i, [, [from]]] of undone.entries())
          if (i > 0) expect(undone[i - 1]![1][1]).toBeLessThan(from);
        const names = undone.map(([id]) => id.slice('undo '.length));
        expect(new Set(names).size).toBe(names.length);
        if (run.finished!.outcome !== 'returned') expect([...names].sort()).toEqual([...effects].sort());
      }),
      runs,
    );
  });

  test('undoes what was done one after another in exactly the reverse order', async () => {
    await fc.assert(
      fc.asyncProperty(randomSaga, async (saga) => {
        const { history, effects } = await compute([saga, [], 1, null]);
        const undone = [...spans(history).keys()].filter((id) => effects.includes(id.slice('undo '.length)));
        expect(undone).toEqual([...effects].reverse().map((effect) => `undo ${effect}`));
      }),
      runs,
    );
  });
});
