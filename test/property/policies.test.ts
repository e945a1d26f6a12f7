import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admit, breakerPolicy, newBreaker, record } from '../../src/engine/policies/breaker.ts';
import type { BulkheadState } from '../../src/engine/policies/bulkhead.ts';
import type { Account } from '../../src/engine/policies/budget.ts';
import { giveBack, newRate, ratePolicy, reserve, settle, type Turn } from '../../src/engine/policies/rate.ts';
import type { PlayedWorld } from '../support/policy-world.ts';
import { playWorld } from '../support/policy-world.ts';
import { castFor, loaded, randomLoad, type RandomLoad } from '../support/random-policies.ts';

const runs = { numRuns: 250 };
const play = (load: RandomLoad, seed: number, cancellable?: boolean): Promise<PlayedWorld> =>
  playWorld(loaded(load), { cast: castFor(load, cancellable), runs: load.runs, seed });
const cellsOf = <T>(world: PlayedWorld, policy: string): T[] =>
  [...world.cells].filter(([key]) => key.startsWith(`${policy}/`)).map(([, value]) => value as T);

describe('any policies under any load', () => {
  test('are met: among a few hundred loads each policy holds, refuses and changes', async () => {
    const met = new Set<string>();
    for (const load of fc.sample(randomLoad, { numRuns: 300, seed: 7 }))
      for (const event of (await play(load, 1)).history) {
        if (event.type === 'attempt.held' || event.type === 'attempt.refused')
          met.add(`${event.type} ${event.policy}`);
        if (event.type === 'policy.changed') met.add(`${event.policy} ${event.to}`);
        if (event.type === 'attempt.started' && event.hedge) met.add('hedge');
        if (event.type === 'retry.denied') met.add(event.type);
      }
    const refused = ['breaker', 'bulkhead', 'rate', 'budget'].map((policy) => `attempt.refused ${policy}`);
    const changed = ['breaker open', 'breaker half-open', 'breaker closed', 'retry-budget denies'];
    for (const what of [
      ...refused,
      ...changed,
      'attempt.held rate',
      'attempt.held bulkhead',
      'hedge',
      'retry.denied',
    ])
      expect(met).toContain(what);
  });

  test('give the same history twice, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(randomLoad, fc.nat(1e6), async (load, seed) => {
        const [one, two] = [await play(load, seed), await play(load, seed)];
        expect(two.hash).toBe(one.hash);
      }),
      runs,
    );
  });

  test('leave no place, no reserve and nobody in line when the world ends', async () => {
    await fc.assert(
      fc.asyncProperty(randomLoad, fc.nat(1e6), async (load, seed) => {
        const world = await play(load, seed);
        for (const { held, line } of cellsOf<BulkheadState<unknown>>(world, 'bulkhead'))
          expect([held, line.length]).toEqual([0, 0]);
        for (const { reserved } of cellsOf<Account>(world, 'budget'))
          expect(reserved).toEqual({ calls: 0, tokens: 0, nanoUsd: 0 });
        const open = new Set<string>();
        for (const event of world.history) {
          if (event.type !== 'attempt.started' && event.type !== 'attempt.finished') continue;
          const id = `${event.run}/${event.step}#${event.attempt}`;
          if (event.type === 'attempt.started') open.add(id);
          else expect(open.delete(id)).toBe(true);
        }
        expect([...open]).toEqual([]);
      }),
      runs,
    );
  });

  test('leave no timer: a world whose endpoints stop when they are told to ends with its last event', async () => {
    await fc.assert(
      fc.asyncProperty(randomLoad, fc.nat(1e6), async (load, seed) => {
        const world = await play(load, seed, true);
        const before = world.history.filter(({ type }) => type !== 'world.ended');
        expect(world.endedMs).toBe(before.at(-1)!.t);
      }),
      runs,
    );
  });

  test('tell only changes of a breaker that are legal', async () => {
    const legal = new Set([
      'closed → open',
      'open → half-open',
      'half-open → closed',
      'half-open → open',
      'half-open → half-open',
    ]);
    await fc.assert(
      fc.asyncProperty(randomLoad, fc.nat(1e6), async (load, seed) => {
        const state = new Map<string, string>();
        for (const { policy, key, from, to } of (await play(load, seed)).events('policy.changed')) {
          if (policy !== 'breaker') continue;
          expect(state.get(key) ?? 'closed').toBe(from);
          expect(legal).toContain(`${from} → ${to}`);
          state.set(key, to);
        }
      }),
      runs,
    );
  });

  test('never let more out than they allow: at once, in a span of time, altogether', async () => {
    await fc.assert(
      fc.asyncProperty(randomLoad, fc.nat(1e6), async (load, seed) => {
        const world = await play(load, seed);
        const tenantOf = new Map(world.events('run.started').map(({ run, tenant = '' }) => [run, tenant]));
        load.steps.forEach(({ policy: { bulkhead, rate, budget } }, i) => {
          for (const tenant of ['', 'a', 'b']) {
            const mine = world.history.filter(
              (event) =>
                (event.type === 'attempt.started' || event.type === 'attempt.finished') &&
                event.step.startsWith(`s${i}[`) &&
                event.target !== 'value' &&
                tenantOf.get(event.run) === tenant,
            );
            let atOnce = 0;
            for (const { type } of mine) {
              atOnce += type === 'attempt.started' ? 1 : -1;
              if (typeof bulkhead === 'object') expect(atOnce).toBeLessThanOrEqual(bulkhead.most);
            }
            const times = mine.filter(({ type }) => type === 'attempt.started').map(({ t }) => t as number);
            // a bulkhead stands inside the rate: who waits in its line goes out later than the rate let him
            if (rate && !bulkhead)
              times.forEach((last, to) =>
                times.slice(0, to + 1).forEach((first, from) => {
                  expect((to - from + 1) * 500).toBeLessThanOrEqual(rate.requests! * (500 + last - first));
                }),
              );
            if (budget?.per === 'tenant' && load.steps.length === 1)
              expect(times.length).toBeLessThanOrEqual(budget.calls!);
          }
        });
      }),
      runs,
    );
  });
});

describe('the reducers', () => {
  test('of a rate limit: a bucket is never more than full, and lets no more out than it holds and what flows in', () => {
    const ask = fc.record({
      gapMs: fc.nat(700),
      tokens: fc.nat(60),
      /** How long after it asked the call ends, or is given up before its turn. */
      endsMs: fc.nat(2_000),
      /** Share of the reserve that it uses. */
      uses: fc.constantFrom(0, 0.5, 1),
    });
    const option = fc.record({
      requests: fc.integer({ min: 1, max: 5 }),
      tokens: fc.integer({ min: 60, max: 200 }),
      perMs: fc.integer({ min: 1, max: 2_000 }),
      waitMs: fc.nat(3_000),
    });
    fc.assert(
      fc.property(option, fc.array(ask, { maxLength: 40 }), ({ perMs, waitMs, ...most }, asks) => {
        const rate = ratePolicy({ ...most, per: `${perMs}ms`, wait: `${waitMs}ms` });
        let state = newRate(rate, 0);
        let nowMs = 0;
        let open: { outMs: number; endMs: number; turn: Turn; tokens: number; used: number }[] = [];
        const out: { ms: number; endMs: number; tokens: number; unused: number }[] = [];
        const endThoseBefore = (ms: number): void => {
          for (const call of open.filter(({ endMs }) => endMs <= ms).sort((a, b) => a.endMs - b.endMs)) {
            const { outMs, endMs, turn, tokens, used } = call;
            if (endMs < outMs) state = giveBack(rate, state, turn, tokens, endMs);
            else {
              state = settle(rate, state, tokens, used, endMs);
              out.push({ ms: outMs, endMs, tokens: used, unused: tokens - used });
            }
          }
          open = open.filter(({ endMs }) => endMs > ms);
        };
        for (const { gapMs, tokens, endsMs, uses } of asks) {
          nowMs += gapMs;
          endThoseBefore(nowMs);
          const asked = reserve(rate, state, tokens, nowMs);
          ({ state } = asked);
          if (asked.ok) {
            expect(asked.waitMs).toBeLessThanOrEqual(waitMs);
            const used = Math.floor(tokens * uses);
            open.push({ outMs: nowMs + asked.waitMs, endMs: nowMs + endsMs, turn: asked.turn, tokens, used });
          }
          expect(state.requests.level).toBeLessThanOrEqual(most.requests * perMs);
          expect(state.tokens.level).toBeLessThanOrEqual(most.tokens * perMs);
          expect([state.requests.level, state.tokens.level].every(Number.isInteger)).toBe(true);
        }
        endThoseBefore(Infinity);
        out.sort((a, b) => a.ms - b.ms);
        out.forEach((last, to) => {
          let tokens = 0;
          for (let from = to; from >= 0; from--) {
            const first = out[from]!;
            tokens += first.tokens;
            const spanMs = perMs + last.ms - first.ms;
            expect((to - from + 1) * perMs).toBeLessThanOrEqual(most.requests * spanMs);
            const unused = out
              .filter(({ ms, endMs }) => ms < first.ms && endMs <= last.ms && endMs >= first.ms)
              .reduce((sum, call) => sum + call.unused, 0);
            expect(tokens * perMs).toBeLessThanOrEqual(most.tokens * spanMs + unused * perMs);
          }
        });
      }),
      { numRuns: 1_000 },
    );
  });

  test('of a breaker by failures agree with a count over the window, written out', () => {
    const call = fc.record({ gapMs: fc.nat(400), failed: fc.boolean() });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(call, { maxLength: 60 }), (failures, calls) => {
        const breaker = breakerPolicy({ failures, within: '1s', open: '1s' });
        let state = newBreaker();
        let failed: number[] = [];
        let openUntilMs = -1;
        let nowMs = 0;
        for (const { gapMs, failed: fails } of calls) {
          nowMs += gapMs;
          const asked = admit(breaker, state, nowMs);
          ({ state } = asked);
          expect(asked.generation === null).toBe(nowMs < openUntilMs);
          if (asked.generation === null) continue;
          const probe = openUntilMs >= 0;
          state = record(breaker, state, asked.generation, fails ? 'unwell' : 'well', nowMs);
          failed = [...failed, ...(fails ? [nowMs] : [])].filter((ms) => ms > nowMs - 1_000);
          const trips = probe ? fails : failed.length >= failures && fails;
          if (trips) openUntilMs = nowMs + 1_000;
          else if (probe) openUntilMs = -1;
          if (trips || probe) failed = [];
          expect(state.is).toBe(trips ? 'open' : 'closed');
        }
      }),
      { numRuns: 500 },
    );
  });
});
