/** Random orchestrations over every pattern: contests, maps, loops, scopes, orchestrations inside, effects to undo. */
import fc from 'fast-check';
import { asStep, done, generate, orchestration, step } from '../../src/authoring/index.ts';
import { startStep } from '../../src/engine/bind.ts';
import { inner } from '../../src/engine/inner.ts';
import type { Orchestration } from '../../src/engine/definition.ts';
import type { Bound, Context } from '../../src/engine/context.ts';
import { scriptedCast } from './scripted-cast.ts';

export type Pattern =
  | { readonly do: 'ask' | 'work' | 'throw' | 'effect' | 'write' }
  | { readonly do: 'wait'; readonly ms: number }
  | Around
  | { readonly do: 'loop'; readonly what: Pattern; readonly turns: number; readonly most: number }
  | { readonly do: 'map'; readonly what: Pattern; readonly items: number; readonly concurrency: number }
  | {
      readonly do: 'seq' | 'all' | 'race' | 'any' | 'allSettled' | 'first';
      readonly parts: readonly Pattern[];
    };

interface Around {
  readonly do: 'forget' | 'catch' | 'scope' | 'inside' | 'limited';
  readonly what: Pattern;
}

export const patternCast = scriptedCast({ a: { takesMs: 120, concurrency: 2 }, b: { takesMs: 40 } });

const basic = {
  ask: generate<string>({ model: 'a', system: 's', timeout: '300ms', fallback: 'b' }),
  work: step(async (text: string, { sleep }) => {
    await sleep('70ms');
    return text.length;
  }),
  bad: step((text: string): string => {
    throw new Error(`cannot ${text}`);
  }),
  effect: step(async (_: string, { sleep }) => sleep('30ms')),
  undo: step(async (_: string, { sleep }) => sleep('20ms')),
};
type Own = Bound<typeof basic>;
type Given = Context<typeof basic>;

const TREES = ['seq', 'all', 'race', 'any', 'allSettled', 'first'] as const;

const nested = fc.letrec<{ pattern: Pattern; leaf: Pattern; tree: Pattern }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4, depthSize: 'max' },
    { arbitrary: tie('leaf'), weight: 3 },
    { arbitrary: tie('tree'), weight: 4 },
    {
      arbitrary: fc.record({
        do: fc.constantFrom('forget', 'catch', 'scope', 'inside', 'limited'),
        what: tie('pattern'),
      }),
      weight: 4,
    },
    {
      arbitrary: fc.record({
        do: fc.constant('loop'),
        what: tie('pattern'),
        turns: fc.integer({ min: 1, max: 3 }),
        most: fc.integer({ min: 1, max: 3 }),
      }),
      weight: 1,
    },
    {
      arbitrary: fc.record({
        do: fc.constant('map'),
        what: tie('pattern'),
        items: fc.nat(3),
        concurrency: fc.integer({ min: 1, max: 3 }),
      }),
      weight: 1,
    },
  ),
  leaf: fc.oneof(
    { arbitrary: fc.constant<Pattern>({ do: 'effect' }), weight: 4 },
    { arbitrary: fc.constantFrom<Pattern>({ do: 'ask' }, { do: 'work' }, { do: 'write' }), weight: 4 },
    { arbitrary: fc.constant<Pattern>({ do: 'throw' }), weight: 1 },
    { arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.nat(200) }), weight: 2 },
  ),
  tree: fc.record({
    do: fc.constantFrom(...TREES),
    parts: fc.array(tie('pattern'), { maxLength: 4, size: 'max' }),
  }),
}));

/** Never a lone leaf: what patterns do to each other is what is looked for. */
export const randomPattern: fc.Arbitrary<Pattern> = nested.tree;

const inOrder = fc.letrec<{ pattern: Pattern; part: Pattern }>((tie) => ({
  pattern: fc.record({
    do: fc.constant('seq'),
    parts: fc.array(tie('part'), { minLength: 2, maxLength: 4, size: 'max' }),
  }),
  part: fc.oneof(
    { maxDepth: 3, depthSize: 'medium' },
    { arbitrary: fc.constant<Pattern>({ do: 'effect' }), weight: 5 },
    { arbitrary: fc.constantFrom<Pattern>({ do: 'work' }, { do: 'wait', ms: 50 }), weight: 1 },
    {
      arbitrary: fc.record({ do: fc.constantFrom('scope', 'inside'), what: tie('pattern') }),
      weight: 3,
    },
    {
      arbitrary: fc
        .record({ what: tie('pattern'), count: fc.integer({ min: 1, max: 2 }) })
        .chain(({ what, count }) =>
          fc.constantFrom<Pattern>(
            { do: 'loop', what, turns: count, most: 2 },
            { do: 'map', what, items: count, concurrency: 1 },
          ),
        ),
      weight: 2,
    },
  ),
}));

/** One thing after another, and then a failure. */
export const randomSaga: fc.Arbitrary<Pattern> = inOrder.pattern.map((pattern) => ({
  do: 'seq',
  parts: [pattern, { do: 'throw' }],
}));

/** What an orchestration did that is to be undone, in order: the steps' identities. */
export type Effects = string[];

export const buildPattern = (pattern: Pattern, effects: Effects): Orchestration<string> =>
  orchestration({
    name: 'Random',
    steps: basic,
    run: (text: string, own, context) => new Performance(effects).perform(pattern, text, own, context),
  });

class Performance {
  private count = 0;
  private readonly effects: Effects;

  constructor(effects: Effects) {
    this.effects = effects;
  }

  async perform(pattern: Pattern, text: string, own: Own, context: Given): Promise<unknown> {
    const key = this.count++;
    const again = (what: Pattern) => (steps: Own, within: Given) => this.perform(what, text, steps, within);
    switch (pattern.do) {
      case 'ask':
        return own.ask(text, { key });
      case 'work':
        return own.work(text, { key });
      case 'throw':
        return own.bad(text, { key });
      case 'wait':
        await context.sleep(`${pattern.ms}ms`);
        return pattern.ms;
      case 'write':
        context.state.set('field', key);
        return context.state.get('field');
      case 'effect': {
        const effect = own.effect(text, { key });
        this.effects.push(effect.step);
        context.compensate(effect, (steps) => steps.undo(text));
        await effect;
        return key;
      }
      case 'forget':
        void context.scope(`forgotten-${key}`, again(pattern.what)).catch(() => undefined);
        return 'forgotten';
      case 'catch':
        try {
          return await this.perform(pattern.what, text, own, context);
        } catch {
          return 'caught';
        }
      case 'scope':
        return context.scope(`scope-${key}`, again(pattern.what));
      case 'inside':
      case 'limited':
        return this.inside(pattern, text, key, context);
      case 'loop':
        return context.loop(`turn-${key}`, { most: pattern.most }, async (turn, steps, within) => {
          await this.perform(pattern.what, text, steps, within);
          return turn >= pattern.turns ? done(turn) : undefined;
        });
      case 'map':
        return context.map(
          Array.from({ length: pattern.items }, (_, i) => i),
          (_, steps, within) => this.perform(pattern.what, text, steps, within),
          { concurrency: pattern.concurrency, name: `map-${key}` },
        );
      default:
        return this.several(pattern, key, text, own, context);
    }
  }

  /** An orchestration of its own around the pattern, which is no declared step: it stands in one that declares it. */
  private inside(pattern: Around, text: string, key: number, context: Given): unknown {
    const part = orchestration({
      name: `Part ${key}`,
      steps: basic,
      run: (given: string, own, within) =>
        new Performance(this.effects).perform(pattern.what, given, own, within),
    });
    const policy = {
      timeout: '150ms',
      retry: { times: 1, base: '0ms', cap: '0ms', on: ['thrown'] },
    } as const;
    const { core, scope } = inner(context);
    const def = pattern.do === 'limited' ? asStep(part, policy) : part;
    return startStep<string, unknown>(core, scope, def, 'part', text, key);
  }

  private several(
    pattern: Extract<Pattern, { parts: unknown }>,
    key: number,
    text: string,
    own: Own,
    context: Given,
  ): unknown {
    if (pattern.do === 'seq') return this.sequence(pattern.parts, text, own, context);
    const work = Object.fromEntries(
      pattern.parts.map((part, i) => [
        `p${key}-${i}`,
        (steps: Own, within: Given) => this.perform(part, text, steps, within),
      ]),
    );
    if (pattern.do === 'all' || pattern.do === 'allSettled') return context[pattern.do](work);
    if (pattern.parts.length === 0) return 'nothing to do';
    return pattern.do === 'first' ? context.first(1, work) : context[pattern.do](work);
  }

  private async sequence(
    patterns: readonly Pattern[],
    text: string,
    own: Own,
    context: Given,
  ): Promise<unknown> {
    const values: unknown[] = [];
    for (const pattern of patterns) values.push(await this.perform(pattern, text, own, context));
    return values;
  }
}
