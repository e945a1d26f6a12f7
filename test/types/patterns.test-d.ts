import { expectTypeOf, test } from 'vitest';
import {
  append,
  approval,
  asStep,
  best,
  classify,
  dag,
  done,
  generate,
  latest,
  orchestration,
  sequence,
  step,
  z,
  type Escalation,
  type Exchange,
  type Orchestration,
  type Settled,
  type Settlement,
  type Skipped,
} from 'rehearsal';

const steps = {
  intent: classify(['billing', 'general'], { model: 'm' }),
  reply: generate<string>({ model: 'm', system: 's' }),
  count: step((text: string) => text.length),
};

test('all gathers a record or a list, of handles, promises and functions', () => {
  orchestration({
    name: 'x',
    steps,
    async run(text: string, { intent, reply, count }, { all }) {
      const record = await all({
        intent: intent(text),
        length: async (own) => (await own.count(text)) + 1,
        plain: () => 7,
        promise: Promise.resolve(true),
      });
      expectTypeOf(record).toEqualTypeOf<{
        readonly intent: 'billing' | 'general';
        readonly length: number;
        readonly plain: number;
        readonly promise: boolean;
      }>();
      const list = await all([intent(text), count(text), async (own) => own.reply(text)]);
      expectTypeOf(list).toEqualTypeOf<readonly ['billing' | 'general', number, string]>();
      // @ts-expect-error a value that nobody can await
      void all({ reply: 5 });
      /* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call -- an error type */
      // @ts-expect-error a step that was not declared
      void all({ other: (own) => own.other(text) });
      /* eslint-enable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call */
      return reply(text);
    },
  });
});

test('race, any and first give one of their values, allSettled how each ended', () => {
  orchestration({
    name: 'x',
    steps,
    async run(text: string, { intent, count }, { race, any, first, allSettled, sleep }) {
      expectTypeOf(await race({ intent: intent(text), late: sleep('1s') })).toEqualTypeOf<
        'billing' | 'general' | void // eslint-disable-line @typescript-eslint/no-invalid-void-type -- a wait gives nothing
      >();
      expectTypeOf(await any([count(text), async () => 'x'])).toEqualTypeOf<number | string>();
      const arrived = await first(1, { intent: intent(text), count: count(text) });
      expectTypeOf(arrived).toEqualTypeOf<
        readonly (
          | { readonly name: 'intent'; readonly value: 'billing' | 'general' }
          | { readonly name: 'count'; readonly value: number }
        )[]
      >();
      for (const one of arrived) if (one.name === 'count') expectTypeOf(one.value).toEqualTypeOf<number>();
      const settled = await allSettled({ intent: intent(text), count: count(text) });
      expectTypeOf(settled).toEqualTypeOf<{
        readonly intent: Settled<'billing' | 'general'>;
        readonly count: Settled<number>;
      }>();
      if (settled.count.ok) expectTypeOf(settled.count.value).toEqualTypeOf<number>();
      else expectTypeOf(settled.count.failure.message).toEqualTypeOf<string>();
    },
  });
});

test('map takes a step or a function, and gives their outputs', () => {
  orchestration({
    name: 'x',
    steps,
    async run(texts: string[], { count }, { map }) {
      expectTypeOf(await map(texts, count, { concurrency: 2 })).toEqualTypeOf<number[]>();
      const labels = await map(
        texts,
        async (text, own, _context, index) => ({ label: await own.intent(text), index }),
        { key: (text) => text },
      );
      expectTypeOf(labels).toEqualTypeOf<{ label: 'billing' | 'general'; index: number }[]>();
      // @ts-expect-error numbers where the step takes text
      void map([1, 2], count);
      // @ts-expect-error no such option
      void map(texts, count, { atOnce: 2 });
    },
  });
});

test('loop gives what its turns are done with, and scope what its body returns', () => {
  orchestration({
    name: 'x',
    steps,
    async run(text: string, _steps, { loop, scope }) {
      const found = await loop('turn', { most: 3 }, async (turn, own) => {
        expectTypeOf(turn).toEqualTypeOf<number>();
        const label = await own.intent(text);
        return label === 'billing' ? done({ label, turn }) : undefined;
      });
      expectTypeOf(found).toEqualTypeOf<{ label: 'billing'; turn: number }>();
      expectTypeOf(await scope('part', (own) => own.count(text))).toEqualTypeOf<number>();
      // @ts-expect-error a loop has a cap
      void loop('turn', {}, () => done(1));
    },
  });
});

test('what follows a handle is a handle', () => {
  orchestration({
    name: 'x',
    steps,
    async run(text: string, { count }) {
      const longer = count(text).then((n) => n > 3);
      longer.cancel();
      expectTypeOf(await longer.catch(() => null)).toEqualTypeOf<boolean | null>();
      expectTypeOf(
        await count(text).then(
          (n) => n,
          () => 'failed',
        ),
      ).toEqualTypeOf<number | string>();
    },
  });
});

test('an orchestration is a step: typed in, typed out, wherever a step may stand', () => {
  const triage = orchestration({
    name: 'triage',
    steps,
    run: async (text: string, { intent }) => ({ label: await intent(text) }),
  });
  expectTypeOf(triage).toEqualTypeOf<Orchestration<string, { label: 'billing' | 'general' }>>();
  const limited = asStep(triage, { timeout: '3s', fallback: { value: { label: 'general' } } });
  expectTypeOf(limited).toEqualTypeOf<typeof triage>();
  // @ts-expect-error a value that the orchestration could not give
  asStep(triage, { fallback: { value: { label: 'sales' } } });
  orchestration({
    name: 'desk',
    steps: { triage, limited },
    async run(text: string, { triage, limited }) {
      expectTypeOf((await triage(text)).label).toEqualTypeOf<'billing' | 'general'>();
      expectTypeOf((await limited(text)).label).toEqualTypeOf<'billing' | 'general'>();
      // @ts-expect-error it takes text
      void triage(5);
    },
  });
  expectTypeOf(
    sequence([triage.as('triage'), step((found: { label: string }) => found.label.length).as('length')]),
  ).toEqualTypeOf<Orchestration<string, number>>();
  const graph = dag<string>()({
    triage: { step: triage },
    long: {
      step: step((label: string) => label.length > 7),
      after: ['triage'],
      input: ({ triage }) => {
        expectTypeOf(triage).toEqualTypeOf<{ label: 'billing' | 'general' } | Skipped>();
        return 'x';
      },
    },
  });
  expectTypeOf(graph).toEqualTypeOf<
    Orchestration<
      string,
      {
        readonly triage: { label: 'billing' | 'general' } | Skipped;
        readonly long: boolean | Skipped;
      }
    >
  >();
  const escalates = orchestration({
    name: 'e',
    steps: {},
    run: (text: string, _steps, { escalate }) => (text === '' ? escalate('empty') : text),
  });
  expectTypeOf(escalates).toEqualTypeOf<Orchestration<string, string | Escalation>>();
});

test('state knows its fields, and what may be written to each', () => {
  orchestration({
    name: 'x',
    steps: {},
    state: {
      reply: best<string>(),
      label: latest<'a' | 'b'>(),
      notes: append<string>(),
      total: (before: number | undefined, more: number) => (before ?? 0) + more,
    },
    run(_text: string, _steps, { state, scope }) {
      expectTypeOf(state.get('reply')).toEqualTypeOf<string | undefined>();
      expectTypeOf(state.get('notes')).toEqualTypeOf<readonly string[] | undefined>();
      expectTypeOf(state.get('total')).toEqualTypeOf<number | undefined>();
      expectTypeOf(state.versions('notes')[0]!.value).toEqualTypeOf<string>();
      state.set('reply', 'x', { quality: 0.5 });
      state.set('notes', 'one');
      state.set('label', 'a');
      // @ts-expect-error a value that the field does not hold
      state.set('label', 'c');
      // @ts-expect-error a field that was not declared
      state.get('other');
      return scope('inner', (_own, inner) => {
        expectTypeOf(inner.state.get('label')).toEqualTypeOf<'a' | 'b' | undefined>();
      });
    },
  });
  orchestration({
    name: 'undeclared',
    steps: {},
    run(_text: string, _steps, { state, session, shared, unguarded }) {
      state.set('anything', 1);
      expectTypeOf(state.get('anything')).toEqualTypeOf<unknown>();
      expectTypeOf(session.history).toEqualTypeOf<readonly Exchange[]>();
      expectTypeOf(shared<number>('n').get()).toEqualTypeOf<number | undefined>();
      expectTypeOf(unguarded['x']).toEqualTypeOf<unknown>();
    },
  });
});

test('people answer yes or no, or what a schema says', () => {
  orchestration({
    name: 'x',
    steps: {
      approve: approval({ who: 'a supervisor', timeout: '1h', otherwise: false }),
      price: approval({ who: 'the till', answer: z.object({ amount: z.number() }) }),
    },
    async run(text: string, { approve, price }, { signal, deadLetter, compensate }) {
      expectTypeOf(await approve({ text })).toEqualTypeOf<boolean>();
      expectTypeOf(await price(text)).toEqualTypeOf<{ amount: number }>();
      expectTypeOf(await signal<string>('colour', { who: 'p' })).toEqualTypeOf<string>();
      expectTypeOf(await deadLetter('queue', { input: 1 })).toEqualTypeOf<Settlement>();
      compensate('price', (own) => own.approve('undo it?'), { timeout: '5s' });
      /* eslint-disable @typescript-eslint/no-unsafe-call -- an error type */
      // @ts-expect-error an undo has no step that was not declared
      compensate('price', (own) => own.refund('x'));
      /* eslint-enable @typescript-eslint/no-unsafe-call */
    },
  });
  // @ts-expect-error it is answered with yes or no
  approval({ who: 'me', timeout: '1h', otherwise: 'maybe' });
});
