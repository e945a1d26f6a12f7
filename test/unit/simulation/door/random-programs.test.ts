import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../../../src/history/events.ts';
import { scriptedCast } from '../../../support/scripted-cast.ts';
import { CHAT, chat, rehearseProgram, type Globals } from './program-world.ts';

type Act =
  | {
      readonly do: 'ask';
      readonly model: string;
      readonly stream: boolean;
      readonly read: 'all' | 'some' | 'none';
    }
  | { readonly do: 'give up'; readonly model: string; readonly afterMs: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'draw' }
  | { readonly do: 'throw' }
  | { readonly do: 'at once'; readonly acts: readonly Act[] };

const model = fc.constantFrom('a', 'b', 'nobody');
const acts: fc.Arbitrary<readonly Act[]> = fc.letrec<{ acts: readonly Act[]; act: Act }>((tie) => ({
  acts: fc.array(tie('act'), { maxLength: 4 }),
  act: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      do: fc.constant('ask' as const),
      model,
      stream: fc.boolean(),
      read: fc.constantFrom('all' as const, 'some' as const, 'none' as const),
    }),
    fc.record({ do: fc.constant('give up' as const), model, afterMs: fc.integer({ min: 0, max: 200 }) }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 300 }) }),
    fc.constant({ do: 'draw' as const }),
    fc.constant({ do: 'throw' as const }),
    fc.record({ do: fc.constant('at once' as const), acts: tie('acts') }),
  ),
})).acts;

const faults = fc.constantFrom(
  [],
  [{ id: 'limited', kind: 'rate_limit' as const, rate: 0.5 }],
  [{ id: 'cut', kind: 'cut' as const, afterParts: 1, how: 'reset', rate: 0.5 }],
  [{ id: 'down', kind: 'outage' as const, window: [50, 400], how: 'refuse' }],
  [{ id: 'silent', kind: 'blackhole' as const, count: 1 }],
);

async function perform(g: Globals, all: readonly Act[]): Promise<unknown> {
  const told: unknown[] = [];
  for (const act of all)
    told.push(await performOne(g, act).catch((error: unknown) => (error as Error).message));
  return told;
}

async function performOne(g: Globals, act: Act): Promise<unknown> {
  switch (act.do) {
    case 'ask': {
      const response = await g.fetch(CHAT, chat(act.model, { stream: act.stream }));
      if (act.read === 'none') return response.status;
      if (act.read === 'all') return (await response.text()).length;
      const reader = response.body!.getReader();
      await reader.read();
      await reader.cancel();
      return 'enough';
    }
    case 'give up':
      return (await g.fetch(CHAT, { ...chat(act.model), signal: g.AbortSignal.timeout(act.afterMs) })).text();
    case 'wait':
      return new Promise((resolve) => g.setTimeout(() => resolve(g.Date.now()), act.ms));
    case 'draw':
      return g.Math.random();
    case 'throw':
      throw new Error('thrown on purpose');
    case 'at once':
      return Promise.all(act.acts.map((one) => performOne(g, one)));
  }
}

/** The starts that have no finish, and the finishes that have no start. */
function unpaired(history: readonly Event[]): string[] {
  const open = new Set<string>();
  const stray: string[] = [];
  for (const event of history) {
    const [what, when] = event.type.split('.');
    if ((what !== 'step' && what !== 'attempt') || (when !== 'started' && when !== 'finished')) continue;
    const key = `${what} ${(event as { step: string }).step}`;
    if (when === 'started') open.add(key);
    else if (!open.delete(key)) stray.push(key);
  }
  return [...open, ...stray];
}

describe('any program under any faults', () => {
  test('has one history for one seed, in which every start has one finish, and the run is the last to end', async () => {
    const cast = scriptedCast({
      a: { says: 'one two three', takesMs: 80 },
      b: { takesMs: 150, concurrency: 1 },
    });
    await fc.assert(
      fc.asyncProperty(acts, faults, fc.nat(5), async (all, plan, seed) => {
        const options = { cast, seed, faults: plan };
        const [one, again] = [
          await rehearseProgram((g) => () => perform(g, all), options),
          await rehearseProgram((g) => () => perform(g, all), options),
        ];
        expect(again.hash).toBe(one.hash);
        expect(unpaired(one.history)).toEqual([]);
        const ofRun = one.history.filter(({ run }) => run === 'run-1');
        expect(ofRun.at(-1)?.type).toBe('run.finished');
      }),
      { numRuns: 150 },
    );
  });
});
