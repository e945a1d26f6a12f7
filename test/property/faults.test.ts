import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runId } from '../../src/base/units.ts';
import { applyPlan, type Applied, type Call } from '../../src/faults/apply.ts';
import { firingsAsPlan } from '../../src/faults/firing.ts';
import { faultKinds, type FaultKindName } from '../../src/faults/kinds.ts';
import { EMPTY_PLAN, type Fault, type FaultPlan } from '../../src/faults/plan.ts';
import { planSchema } from '../../src/faults/plan-schema.ts';
import { strikes } from '../../src/faults/strike.ts';
import { EMPTY_TALLY, unmet, type Tally } from '../../src/faults/tally.ts';
import { isLast, type ReplyPart, type TimedPart } from '../../src/model/reply.ts';

const MODELS = ['gpt-4o', 'claude-3-haiku'];
const STEPS = ['intent', 'answer', 'turn[2]/search'];

const params: { readonly [Kind in FaultKindName]: fc.Arbitrary<object> } = {
  outage: fc.record({ how: fc.constantFrom('status', 'refuse', 'hang'), refuseMs: fc.nat(2000) }),
  latency: fc.record({ ms: fc.nat(3000), jitterRatio: fc.double({ min: 0, max: 1, noNaN: true }) }),
  rate_limit: fc.record({ retryAfterMs: fc.nat(5000), refuseMs: fc.nat(500) }),
  overloaded: fc.record({ refuseMs: fc.nat(500) }),
  server_error: fc.record({ status: fc.constantFrom(500, 502, 504), refuseMs: fc.nat(500) }),
  blackhole: fc.constant({}),
  orchestrator_crash: fc.record({
    event: fc.nat(40),
    downMs: fc.nat(3000),
    then: fc.constantFrom('resume', 'restart', 'lose'),
  }),
  cut: fc.record({ afterParts: fc.nat(7), how: fc.constantFrom('eof', 'reset') }),
  bad_format: fc.record({ how: fc.constantFrom('fence', 'prose', 'type', 'missing_key') }),
};

const window = fc
  .tuple(fc.nat(4000), fc.integer({ min: 1, max: 3000 }))
  .map(([from, length]) => [from, from + length]);
const envelope = fc.record(
  {
    match: fc.record(
      {
        model: fc.constantFrom(...MODELS),
        step: fc.constantFrom('answer', 'search'),
        attempt: fc.integer({ min: 1, max: 2 }),
        call: fc.integer({ min: 1, max: 5 }),
      },
      { requiredKeys: [] },
    ),
    window,
    rate: fc.constantFrom(0, 0.3, 0.7, 1),
    after: fc.nat(3),
    count: fc.integer({ min: 1, max: 4 }),
  },
  { requiredKeys: [] },
);

const faultAmong = (
  kinds: readonly FaultKindName[],
  around: fc.Arbitrary<object> = envelope,
): fc.Arbitrary<Fault> =>
  fc
    .constantFrom(...kinds)
    .chain((kind) => fc.tuple(fc.constant({ kind }), params[kind], around))
    .map(([kind, own, shared]) => ({ id: '', ...kind, ...own, ...shared }) as unknown as Fault);

/** Each fault is named by its place in the list it was made in, so that it keeps its name when another is removed. */
const plan = (fault: fc.Arbitrary<Fault>): fc.Arbitrary<FaultPlan> =>
  fc
    .array(fault, { maxLength: 6 })
    .map((faults) => ({ faults: faults.map((one, i) => ({ ...one, id: `f${i}` })) }));

const everyKind = Object.keys(faultKinds) as FaultKindName[];
const anyPlan = plan(faultAmong(everyKind));

const content = fc.oneof(
  fc.string().map((text): ReplyPart => ({ type: 'text', text })),
  fc
    .constantFrom('{"a":', '1,"b"', ':"x"}', '{"a":1,"b":"x"}')
    .map((text): ReplyPart => ({ type: 'text', text })),
  fc.constant<ReplyPart>({ type: 'usage', usage: { inputTokens: 1, outputTokens: 1 } }),
);
const last = fc.constantFrom<readonly ReplyPart[]>(
  [{ type: 'end', reason: 'stop' }],
  [{ type: 'broken', how: 'eof' }],
  [],
);
/** Any valid reply: whole, refused by the endpoint, broken, or silent. */
const reply: fc.Arbitrary<readonly TimedPart[]> = fc
  .tuple(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc
          .tuple(fc.array(content, { maxLength: 6 }), last)
          .map(([middle, end]) => [{ type: 'head', version: 'v' } as const, ...middle, ...end]),
      },
      fc.constant<readonly ReplyPart[]>([{ type: 'refused', status: 400, kind: 'bad', message: 'no' }]),
      fc.constant<readonly ReplyPart[]>([]),
    ),
    fc.array(fc.nat(900), { minLength: 9, maxLength: 9 }),
  )
  .map(([parts, gaps]) => {
    let atMs = 0;
    return parts.map((part, i) => ({ atMs: (atMs += gaps[i] ?? 0), part }));
  });

interface Served {
  readonly call: Call;
  readonly parts: readonly TimedPart[];
}

/** The calls of one world, in order of service, each with the reply that it would have had. */
const world: fc.Arbitrary<readonly Served[]> = fc
  .array(
    fc.record({
      step: fc.constantFrom(...STEPS),
      model: fc.constantFrom(...MODELS),
      attempt: fc.integer({ min: 1, max: 2 }),
      gapMs: fc.nat(800),
      parts: reply,
    }),
    { maxLength: 12 },
  )
  .map((calls) => {
    let startMs = 0;
    const perModel = new Map<string, number>();
    return calls.map(({ gapMs, parts, ...given }, i) => {
      startMs += gapMs;
      const ordinal = (perModel.get(given.model) ?? 0) + 1;
      perModel.set(given.model, ordinal);
      const request = { kind: 'chat' as const, model: given.model, messages: [] };
      return { parts, call: { ...given, run: runId(`r${i}`), ordinal, startMs, request, vendor: 'openai' } };
    });
  });

const seed = fc.nat();

function play(
  faults: FaultPlan,
  calls: readonly Served[],
  seedOfWorld: number,
): { applied: Applied[]; tally: Tally } {
  let tally = EMPTY_TALLY;
  const applied = calls.map(({ call, parts }) => {
    const one = applyPlan(faults, tally, call, parts, seedOfWorld);
    tally = one.tally;
    return one;
  });
  return { applied, tally };
}

const delayOf = (faults: FaultPlan, { call }: Served, seedOfWorld: number): number => {
  const head: TimedPart[] = [{ atMs: 0, part: { type: 'head', version: 'v' } }];
  return applyPlan(faults, EMPTY_TALLY, call, head, seedOfWorld).parts[0]!.atMs;
};

const without = ({ faults }: FaultPlan, id: string): FaultPlan => ({
  faults: faults.filter((one) => one.id !== id),
});

describe('a fault plan', () => {
  test('applied twice gives the same', () => {
    fc.assert(
      fc.property(anyPlan, world, seed, (faults, calls, s) => {
        expect(play(faults, calls, s)).toEqual(play(faults, calls, s));
      }),
    );
  });

  test('that is empty gives back the very parts and tally', () => {
    fc.assert(
      fc.property(world, seed, (calls, s) => {
        for (const { call, parts } of calls) {
          const applied = applyPlan(EMPTY_PLAN, EMPTY_TALLY, call, parts, s);
          expect(applied.parts).toBe(parts);
          expect(applied.tally).toBe(EMPTY_TALLY);
          expect(applied.strikes).toEqual([]);
        }
      }),
    );
  });

  test('keeps times whole and never decreasing, and nothing after a last part', () => {
    fc.assert(
      fc.property(anyPlan, world, seed, (faults, calls, s) => {
        for (const { parts } of play(faults, calls, s).applied) {
          parts.forEach(({ atMs, part }, i) => {
            expect(Number.isInteger(atMs)).toBe(true);
            expect(atMs).toBeGreaterThanOrEqual(parts[i - 1]?.atMs ?? 0);
            if (isLast(part)) expect(i).toBe(parts.length - 1);
          });
        }
      }),
    );
  });

  test('strikes within the call, each fault at most once, and changes only what it strikes', () => {
    fc.assert(
      fc.property(anyPlan, world, seed, (faults, calls, s) => {
        play(faults, calls, s).applied.forEach(({ parts, strikes: struck }, i) => {
          expect(new Set(struck.map(({ fault }) => fault)).size).toBe(struck.length);
          if (struck.length === 0) expect(parts).toBe(calls[i]!.parts);
          const end = parts.at(-1);
          for (const { atMs } of struck) {
            expect(Number.isInteger(atMs)).toBe(true);
            if (end && isLast(end.part)) expect(atMs).toBeLessThanOrEqual(end.atMs);
          }
        });
      }),
    );
  });

  test('made of the firings that struck strikes the same calls in the same way', () => {
    fc.assert(
      fc.property(anyPlan, world, seed, (faults, calls, s) => {
        const { applied } = play(faults, calls, s);
        const firings = applied.flatMap(({ strikes: struck }) => struck.map(({ firing }) => firing));
        const again = play(firingsAsPlan(faults, firings), calls, s).applied;
        expect(again.map(({ strikes: struck, parts }) => ({ struck, parts }))).toEqual(
          applied.map(({ strikes: struck, parts }) => ({ struck, parts })),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('counts what it struck, and calls the rest unmet', () => {
    fc.assert(
      fc.property(anyPlan, world, seed, (faults, calls, s) => {
        const { applied, tally } = play(faults, calls, s);
        const struck = applied.flatMap(({ strikes: some }) => some.map(({ fault }) => fault));
        for (const { id, count } of faults.faults) {
          const times = struck.filter((fault) => fault === id).length;
          expect(tally.get(id)?.struck ?? 0).toBe(times);
          if (count !== undefined) expect(times).toBeLessThanOrEqual(count);
        }
        expect(unmet(faults, tally)).toEqual(faults.faults.filter(({ id }) => !struck.includes(id)));
      }),
    );
  });

  test('that loses a fault leaves the others who they strike', () => {
    // Faults that end or move a reply change what others meet; these three only ask their own luck.
    const independent = plan(faultAmong(['latency', 'bad_format', 'cut']));
    fc.assert(
      fc.property(independent, fc.nat(5), world, seed, (faults, removed, calls, s) => {
        for (const { call } of calls) {
          const hit = (some: FaultPlan) => strikes(some, EMPTY_TALLY, { ...call, endMs: Infinity }, s).struck;
          const left = hit(faults).filter(({ fault }) => fault.id !== `f${removed}`);
          expect(hit(without(faults, `f${removed}`))).toEqual(left);
        }
      }),
    );
  });

  test('that loses a latency leaves the others their delays', () => {
    const delays = plan(faultAmong(['latency'], fc.constant({})));
    fc.assert(
      fc.property(delays, world, seed, (faults, calls, s) => {
        for (const served of calls) {
          const alone = faults.faults.map((fault) => delayOf({ faults: [fault] }, served, s));
          expect(delayOf(faults, served, s)).toBe(alone.reduce((sum, ms) => sum + ms, 0));
        }
      }),
    );
  });

  test('survives the document it is written in', () => {
    fc.assert(
      fc.property(anyPlan, (faults) => {
        expect(planSchema.parse(JSON.parse(JSON.stringify(faults)))).toEqual(faults);
      }),
    );
  });
});
