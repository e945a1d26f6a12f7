import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/history/events.ts';
import { build, randomCast, randomFaults, randomProgram } from '../support/random-orchestration.ts';
import { rehearse } from '../support/rehearse-world.ts';

const runs = { numRuns: 300 };
const world = fc.tuple(randomProgram, randomFaults, fc.nat(1e6));
const compute = ([program, faults, seed]: typeof world extends fc.Arbitrary<infer T> ? T : never) =>
  rehearse(build(program), { cast: randomCast, faults, seed });

/** Identity of whatever a pair of started and finished events is about. */
const idOf = (event: Event): string =>
  'attempt' in event
    ? `${event.run}/${event.step}#${event.attempt}`
    : 'step' in event
      ? `${event.run}/${event.step}`
      : event.run;

describe('any orchestration under any plan', () => {
  test('gives the same history twice, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (inputs) => {
        const [one, two] = [await compute(inputs), await compute(inputs)];
        expect(two.hash).toBe(one.hash);
        expect(JSON.stringify(two.history)).toBe(JSON.stringify(one.history));
      }),
      runs,
    );
  });

  test('finishes exactly once what it started, and nothing follows the end', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (inputs) => {
        const { history } = await compute(inputs);
        const open = new Set<string>();
        for (const event of history) {
          const [noun, verb] = event.type.split('.');
          const id = `${noun}:${idOf(event)}`;
          if (verb === 'started' && noun !== 'world' && noun !== 'backoff') {
            expect(open.has(id)).toBe(false);
            open.add(id);
          }
          if (verb === 'finished') expect(open.delete(id)).toBe(true);
        }
        expect([...open]).toEqual([]);
        const end = history.findIndex((event) => event.type === 'run.finished');
        expect(history.slice(end + 1).every((event) => event.run === '')).toBe(true);
        expect(history.map((event) => event.seq)).toEqual(history.map((_, i) => i));
        expect(history.every((event, i) => i === 0 || event.t >= history[i - 1]!.t)).toBe(true);
        expect(history.at(-1)!.type).toBe('world.ended');
      }),
      runs,
    );
  });

  test('leaves every draw of one step as it was when another fault is taken away', async () => {
    await fc.assert(
      fc.asyncProperty(randomFaults, fc.nat(1e6), async (faults, seed) => {
        // a lone step on 'b', beside work on 'a' and 'c' that other faults disturb
        const program = {
          do: 'all',
          parts: [
            { do: 'call', step: 'fallback' },
            { do: 'catch', what: { do: 'call', step: 'guarded' } },
          ],
        } as const;
        const kept = faults.filter(({ match }) => (match as { model: string }).model !== 'c');
        const whole = await compute([program, faults, seed]);
        const less = await compute([program, kept, seed]);
        const story = (events: readonly Event[]) =>
          events
            .filter((event) => 'step' in event && event.step === 'fallback[0]')
            .map(({ seq: _, ...event }) => event);
        expect(story(less.history)).toEqual(story(whole.history));
      }),
      runs,
    );
  });
});
