/** Random orchestrations: trees of steps, sequences, parallel work, scopes, waits and catches, for property tests. */
import fc from 'fast-check';
import { generate, orchestration, step } from '../../src/authoring/index.ts';
import type { Orchestration } from '../../src/engine/definition.ts';
import type { Context } from '../../src/engine/context.ts';
import type { SomeFault } from './rehearse-world.ts';
import { scriptedCast } from './scripted-cast.ts';

export type Program =
  | { readonly do: 'call'; readonly step: 'plain' | 'guarded' | 'fallback' | 'work' | 'throws' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'forget'; readonly what: Program }
  | { readonly do: 'catch'; readonly what: Program }
  | { readonly do: 'seq' | 'all' | 'scopes'; readonly parts: readonly Program[] };

export const randomCast = scriptedCast({
  a: { takesMs: 120, concurrency: 2 },
  b: { takesMs: 40 },
  c: { takesMs: 300, concurrency: 1 },
});

const steps = {
  plain: generate<string>({ model: 'a', system: 's' }),
  guarded: generate<string>({
    model: 'c',
    system: 's',
    timeout: '350ms',
    totalTimeout: '900ms',
    retry: { times: 2, base: '100ms' },
  }),
  fallback: generate<string>({
    model: 'a',
    system: 's',
    timeout: '200ms',
    retry: 1,
    fallback: ['b', { value: 'none' }],
  }),
  work: step(async (text: string, { sleep }) => {
    await sleep('70ms');
    return text.length;
  }),
  throws: step((text: string): string => {
    throw new Error(`cannot ${text}`);
  }),
};

export const randomProgram: fc.Arbitrary<Program> = fc.letrec<{ program: Program }>((tie) => ({
  program: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom<Program>(
      { do: 'call', step: 'plain' },
      { do: 'call', step: 'guarded' },
      { do: 'call', step: 'fallback' },
      { do: 'call', step: 'work' },
    ),
    fc.record({ do: fc.constant('wait' as const), ms: fc.nat(200) }),
    fc.record({ do: fc.constantFrom('forget' as const, 'catch' as const), what: tie('program') }),
    fc.constant<Program>({ do: 'catch', what: { do: 'call', step: 'throws' } }),
    fc.record({
      do: fc.constantFrom('seq' as const, 'all' as const, 'scopes' as const),
      parts: fc.array(tie('program'), { maxLength: 4 }),
    }),
  ),
})).program;

type Ctx = Context<typeof steps>;
type Bound = Parameters<Parameters<Ctx['scope']>[1]>[0];

export function build(program: Program): Orchestration<string> {
  return orchestration({
    name: 'Random',
    steps,
    run: (text: string, bound, context) => perform(program, text, bound, context, { n: 0 }),
  });
}

async function perform(
  program: Program,
  text: string,
  bound: Bound,
  context: Ctx,
  count: { n: number },
): Promise<unknown> {
  switch (program.do) {
    case 'call':
      return bound[program.step](text, { key: count.n++ });
    case 'wait':
      await context.sleep(`${program.ms}ms`);
      return program.ms;
    case 'forget':
      void perform(program.what, text, bound, context, count).catch(() => undefined);
      return 'forgotten';
    case 'catch':
      try {
        return await perform(program.what, text, bound, context, count);
      } catch {
        return 'caught';
      }
    case 'seq': {
      const values: unknown[] = [];
      for (const part of program.parts) values.push(await perform(part, text, bound, context, count));
      return values;
    }
    case 'all':
      return context.all(
        Object.fromEntries(
          program.parts.map((part, i) => [`p${i}`, perform(part, text, bound, context, count)]),
        ),
      );
    case 'scopes': {
      const at = count.n++;
      return context.scope(`s${at}`, (_, inner) =>
        inner.all(
          Object.fromEntries(
            program.parts.map((part, i) => [
              `p${i}`,
              (own: Bound, ctx: Ctx) => perform(part, text, own, ctx, { n: 0 }),
            ]),
          ),
        ),
      );
    }
  }
}

const window = fc
  .tuple(fc.nat(600), fc.integer({ min: 1, max: 900 }))
  .map(([from, length]) => [from, from + length] as const);
const model = fc.constantFrom('a', 'b', 'c');

/** Random plans over the cast above. */
export const randomFaults: fc.Arbitrary<SomeFault[]> = fc
  .array(
    fc.oneof(
      fc.record({ kind: fc.constant('outage' as const), match: fc.record({ model }), window }),
      fc.record({
        kind: fc.constantFrom(
          'latency' as const,
          'rate_limit' as const,
          'server_error' as const,
          'overloaded' as const,
          'cut' as const,
          'blackhole' as const,
        ),
        match: fc.record({ model }),
        rate: fc.constantFrom(0.3, 0.7, 1),
        after: fc.nat(2),
      }),
    ),
    { maxLength: 4 },
  )
  .map((faults) => faults.map((fault, i) => ({ ...fault, id: `f${i}` })));
