import { expectTypeOf, test } from 'vitest';
import {
  classify,
  dag,
  extract,
  generate,
  judge,
  orchestration,
  retrieve,
  sequence,
  step,
  z,
  type Document,
  type Orchestration,
  type Skipped,
} from 'rehearsal';

const fast = { model: 'gpt-4o-mini', timeout: '2s' } as const;

test('classify infers its labels, and refuses a default that is none of them', () => {
  const intent = classify(['billing', 'general'], fast);
  orchestration({
    name: 'x',
    steps: { intent },
    async run(text: string, { intent }) {
      expectTypeOf(await intent(text)).toEqualTypeOf<'billing' | 'general'>();
      // @ts-expect-error a wrong label
      return (await intent(text)) === 'technical';
    },
  });
  // @ts-expect-error a value that is no label
  classify(['billing', 'general'], { ...fast, fallback: { value: 'sales' } });
});

test('a judge among steps takes reply and against, or what its type says', () => {
  orchestration({
    name: 'x',
    steps: {
      quality: judge({ model: 'm', rubric: 'r' }),
      fits: judge<{ readonly reply: string; readonly policy: string }>({ model: 'm', rubric: 'r' }),
    },
    run: async (_: string, { quality, fits }) => {
      await quality({ reply: 'x', against: ['anything'] });
      await fits({ reply: 'x', policy: 'y' });
      // @ts-expect-error a misspelt section
      await quality({ repyl: 'x', against: [] }, { key: 2 });
      // @ts-expect-error a section that is not there
      await fits({ reply: 'x', against: 'y' }, { key: 2 });
    },
  });
});

test('durations are text with a unit', () => {
  // @ts-expect-error no unit that exists
  classify(['a', 'b'], { model: 'm', timeout: '2 sec' });
  // @ts-expect-error a bare number
  generate({ model: 'm', system: 's', timeout: 2000 });
  // @ts-expect-error an unknown failure code
  generate({ model: 'm', system: 's', retry: { times: 1, on: ['sometimes'] } });
});

test('run knows only the steps that were declared', () => {
  orchestration({
    name: 'x',
    steps: { reply: generate<string>({ model: 'm', system: 's' }) },
    /* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call -- an error type */
    // @ts-expect-error a step that was not declared
    run: (text: string, { answer }) => answer(text),
    /* eslint-enable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call */
  });
});

test('a step takes the input of its function and gives its output', () => {
  orchestration({
    name: 'x',
    steps: {
      count: step(async (text: string) => text.length),
      facts: extract({ order: 'its number' }, fast),
    },
    async run(text: string, { count, facts }, { all }) {
      expectTypeOf(await count(text)).toEqualTypeOf<number>();
      expectTypeOf((await facts(text)).order).toEqualTypeOf<string | null>();
      // @ts-expect-error a field that was not asked for
      expectTypeOf((await facts(text)).invoice);
      // @ts-expect-error a number where text is wanted
      void count(7);
      const both = await all({
        n: count(text, { key: 'n' }),
        scoped: async (steps) => (await steps.count(text)) + 1,
      });
      expectTypeOf(both).toEqualTypeOf<{ readonly n: number; readonly scoped: number }>();
      return both.n;
    },
  });
});

test('a graph infers what each node gets from those it comes after', () => {
  dag<{ text: string }>()({
    intent: { step: classify(['greeting', 'question'], fast), input: (_, { text }) => text },
    context: {
      step: retrieve({ index: 'help-centre' }),
      after: ['intent'],
      when: ({ intent }) => {
        expectTypeOf(intent).toEqualTypeOf<'greeting' | 'question'>();
        return intent !== 'greeting';
      },
      input: (_, { text }) => text,
    },
    reply: {
      step: generate({ model: 'm', system: 's' }),
      after: ['intent', 'context'],
      input: ({ intent, context }) => {
        expectTypeOf(context).toEqualTypeOf<readonly Document[] | Skipped>();
        return { intent, context };
      },
    },
  });
  dag<string>()({
    first: { step: classify(['a', 'b'], fast) },
    // @ts-expect-error a dependency that is no node
    second: { step: generate({ model: 'm', system: 's' }), after: ['frist'] },
  });
  dag<string>()({
    // @ts-expect-error a node that comes after itself
    self: { step: generate({ model: 'm', system: 's' }), after: ['self'] },
  });
  dag<string>()({
    first: { step: classify(['a', 'b'], fast) },
    second: {
      step: generate({ model: 'm', system: 's' }),
      after: ['first'],
      // @ts-expect-error a wrong label
      when: ({ first }) => first === 'c',
    },
  });
});

test('a sequence checks each link against the one before it', () => {
  const chain = sequence([
    classify(['a', 'b'], fast).as('label'),
    step((label: 'a' | 'b') => label.length).as('length'),
    step((n: number) => n > 1).as('long'),
  ]);
  expectTypeOf(chain).toEqualTypeOf<Orchestration<string, boolean>>();
  sequence([
    classify(['a', 'b'], fast).as('label'),
    // @ts-expect-error a number where a label comes
    step((n: number) => n).as('length'),
  ]);
});

test('a judgement has a score, and contracts are schemas', () => {
  orchestration({
    name: 'x',
    steps: { quality: judge({ model: 'm', rubric: 'r', output: z.object({ score: z.number() }) }) },
    async run(reply: string, { quality }) {
      expectTypeOf((await quality({ reply, against: [] })).score).toEqualTypeOf<number>();
    },
  });
});
