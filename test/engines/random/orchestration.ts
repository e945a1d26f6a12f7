/** Any of many orchestrations: its input says which, as a tree of patterns, policies, waits and failures. */
import { done, generate, orchestration, step, type Context } from 'rehearsal';

export type Program =
  | { readonly do: 'ask'; readonly step: Asking }
  | { readonly do: 'work' | 'wait'; readonly ms: number }
  | { readonly do: 'throw' }
  | {
      readonly do: 'keep';
      readonly key: string;
      readonly where: 'state' | 'shared' | 'unguarded' | 'session';
    }
  | { readonly do: 'signal'; readonly ms: number }
  | { readonly do: 'forget' | 'catch' | 'undo'; readonly what: Program }
  | { readonly do: 'loop'; readonly turns: number; readonly what: Program }
  | { readonly do: 'map'; readonly items: number; readonly concurrency: number; readonly step: Asking }
  | {
      readonly do: 'seq' | 'all' | 'race' | 'any' | 'allSettled' | 'first';
      readonly parts: readonly Program[];
    };

export type Asking = (typeof ASKING)[number];
export const ASKING = [
  'plain',
  'patient',
  'hedged',
  'guarded',
  'limited',
  'frugal',
  'gated',
  'streamed',
] as const;

const system = 'Answer in one sentence.';

const steps = {
  plain: generate<string>({ model: 'gpt-4o-mini', system }),
  patient: generate<string>({
    model: 'claude-3-sonnet',
    system,
    timeout: '3s',
    totalTimeout: '20s',
    retry: { times: 3, budget: { tokens: 10, refund: 0.5 } },
    fallback: ['gpt-4o', { value: 'nothing' }],
  }),
  hedged: generate<string>({ model: 'gpt-4o', system, hedge: { after: '800ms', most: 2 } }),
  guarded: generate<string>({
    model: 'claude-3-haiku',
    system,
    breaker: { failures: 3, within: '10s', open: '2s' },
    fallback: { value: 'kept away' },
  }),
  limited: generate<string>({
    model: 'gpt-4o-mini',
    system,
    rate: { requests: 20, per: '1s', wait: '5s' },
    bulkhead: { most: 2, queue: 4, wait: '3s' },
  }),
  frugal: generate<string>({ model: 'gpt-4o', system, maxTokens: 60, budget: { calls: 6, per: 'tenant' } }),
  gated: generate<string>({
    model: 'gpt-4o-mini',
    system,
    gate: { score: (text: string) => (text.length % 10) / 10, threshold: 0.3 },
    fallback: 'gpt-4o',
  }),
  streamed: generate<string>({ model: 'claude-3-haiku', system, stream: true, idle: '2s', firstToken: '3s' }),
  work: step(async (ms: number, { sleep }) => {
    await sleep(`${ms}ms`);
    return ms * 2;
  }),
  undo: step((what: string) => `undone ${what}`),
};

type Ctx = Context<typeof steps>;
type Steps = Parameters<Parameters<Ctx['scope']>[1]>[0];

export default orchestration({
  name: 'Random',
  steps,
  run: (program: Program, bound, context) => perform(program, bound, context),
});

async function perform(program: Program, bound: Steps, context: Ctx): Promise<unknown> {
  switch (program.do) {
    case 'ask': {
      const asked = bound[program.step](`Question ${context.now() % 7}`);
      if (program.step !== 'streamed') return asked;
      let heard = 0;
      for await (const part of asked.parts()) heard += part.length;
      return [heard, await asked];
    }
    case 'work':
      return bound.work(program.ms);
    case 'wait':
      await context.sleep(`${program.ms}ms`);
      return context.now();
    case 'throw':
      throw new Error('on purpose');
    case 'keep':
      return keep(program, context);
    case 'signal':
      return context.signal('person', {
        who: 'somebody',
        question: null,
        timeout: `${program.ms}ms`,
        otherwise: 'nobody',
      });
    case 'forget':
      void context
        .scope('forgotten', (own, inner) => perform(program.what, own, inner))
        .catch(() => undefined);
      return 'forgotten';
    case 'catch':
      return context
        .scope('caught', (own, inner) => perform(program.what, own, inner))
        .catch((error: unknown) => `caught ${(error as { code?: string }).code ?? 'something'}`);
    case 'undo':
      context.compensate('work', (own) => own.undo('work'));
      return context.scope('undoable', (own, inner) => perform(program.what, own, inner));
    case 'loop':
      return context.loop('turn', { most: program.turns }, async (turn, own, inner) => {
        const value = await perform(program.what, own, inner);
        return turn === program.turns ? done(value) : undefined;
      });
    case 'map':
      return context.map(
        Array.from({ length: program.items }, (_, i) => `Item ${i}`),
        bound[program.step],
        { concurrency: program.concurrency },
      );
    case 'seq': {
      const values: unknown[] = [];
      for (const [i, part] of program.parts.entries())
        values.push(await context.scope(`part-${i}`, (own, inner) => perform(part, own, inner)));
      return values;
    }
    default:
      return together(program, context);
  }
}

function together(program: Extract<Program, { parts: unknown }>, context: Ctx): PromiseLike<unknown> {
  const work = Object.fromEntries(
    program.parts.map((part, i) => [`p${i}`, (own: Steps, inner: Ctx) => perform(part, own, inner)]),
  );
  switch (program.do) {
    case 'first':
      return context.first(Math.ceil(program.parts.length / 2), work);
    case 'race':
      return context.race(work);
    case 'any':
      return context.any(work);
    case 'allSettled':
      return context.allSettled(work);
    default:
      return context.all(work);
  }
}

function keep({ key, where }: Extract<Program, { do: 'keep' }>, context: Ctx): unknown {
  switch (where) {
    case 'state':
      context.state.set(key, context.now());
      return context.state.get(key);
    case 'shared': {
      const cell = context.shared<number>(key);
      cell.set((cell.get() ?? 0) + 1);
      return cell.get();
    }
    case 'unguarded': {
      const before = (context.unguarded[key] as number | undefined) ?? 0;
      context.unguarded[key] = before + 1;
      return before;
    }
    case 'session':
      context.session.remember(key, context.session.history.length);
      return context.session.history.length;
  }
}
