import { describe, expect, test } from 'vitest';
import {
  asStep,
  classify,
  dag,
  generate,
  orchestration,
  sequence,
  step,
  z,
} from '../../../src/authoring/index.ts';
import type { Context } from '../../../src/engine/context.ts';
import { inner } from '../../../src/engine/inner.ts';
import { rehearse } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

const cast = scriptedCast({
  model: { takesMs: 100 },
  label: { takesMs: 100, says: '{"label":"billing"}' },
  slow: { takesMs: 10_000 },
});
const ask = generate<string>({ model: 'model', system: 's' });

const triage = orchestration({
  name: 'Triage',
  steps: { intent: classify(['billing', 'other'], { model: 'label' }), ask },
  async run(text: string, { intent, ask }) {
    return { intent: await intent(text), reply: await ask(text) };
  },
});
const slowly = orchestration({
  name: 'Slowly',
  steps: { crawl: generate<string>({ model: 'slow', system: 's' }) },
  run: (text: string, { crawl }, { all, sleep }) => all({ crawl: crawl(text), wait: sleep('1h') }),
});
const flaky = () => {
  let tries = 0;
  return orchestration({
    name: 'Flaky',
    steps: { ask },
    async run(text: string, { ask }) {
      await ask(text);
      if (++tries < 2) throw new Error('not yet');
      return tries;
    },
  });
};

describe('an orchestration inside another', () => {
  test('is a step like any other: its output is typed and kept, its own steps are named under it', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Desk',
        steps: { triage, ask },
        async run(text: string, { triage, ask }) {
          const { intent } = await triage(text);
          return `${intent}: ${await ask(text)}`;
        },
      }),
      { cast },
    );
    expect(world.run.finished!.value).toBe('billing: ok');
    expect(world.events('step.started').map(({ step }) => step)).toEqual([
      'triage',
      'triage/intent',
      'triage/ask',
      'ask',
    ]);
    expect(world.step('triage')).toMatchObject({
      state: 'ok',
      value: { intent: 'billing', reply: 'ok' },
      attempts: [{ attempt: 1, target: 'Triage', outcome: 'ok' }],
    });
  });

  test('is declared with its own steps before anything runs', async () => {
    const world = await rehearse(orchestration({ name: 'Desk', steps: { triage }, run: () => 'nothing' }), {
      cast,
    });
    expect(world.run.started.steps).toMatchObject([
      {
        name: 'triage',
        kind: 'orchestration',
        targets: ['Triage'],
        steps: [
          { name: 'intent', kind: 'classify' },
          { name: 'ask', kind: 'generate' },
        ],
      },
    ]);
  });

  test('may stand in a sequence, in a graph, and inside one inside one', async () => {
    const chain = sequence([
      triage.as('triage'),
      step((found: { reply: string }) => found.reply).as('reply'),
    ]);
    const graph = dag<string>()({
      chain: { step: chain },
      echo: { step: step((given: unknown) => given), after: ['chain'], input: ({ chain }) => chain },
    });
    const world = await rehearse(
      orchestration({ name: 'Top', steps: { graph }, run: (text: string, { graph }) => graph(text) }),
      { cast },
    );
    expect(world.run.finished!.value).toEqual({ chain: 'ok', echo: 'ok' });
    expect(world.step('graph/chain/triage/ask')).toMatchObject({ state: 'ok', finishedMs: 200 });
    expect(world.run.started.steps[0]!.steps![0]!.steps!.map(({ name, after }) => [name, after])).toEqual([
      ['triage', []],
      ['reply', ['triage']],
    ]);
  });

  test('is tried again as a whole under a policy, each try under a name of its own', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Retries',
        steps: { flaky: asStep(flaky(), { retry: { times: 1, on: ['thrown'], base: '0ms', cap: '0ms' } }) },
        run: (text: string, { flaky }) => flaky(text),
      }),
      { cast },
    );
    expect(world.run.finished!.value).toBe(2);
    expect(world.events('step.started').map(({ step }) => step)).toEqual([
      'flaky',
      'flaky/ask',
      'flaky#2/ask',
    ]);
    expect(world.step('flaky')).toMatchObject({ state: 'recovered' });
  });

  test('that takes too long is cancelled with everything below it, and its fallback stands in', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Limited',
        steps: {
          slowly: asStep(slowly, { timeout: '2s', fallback: { value: { crawl: 'none', wait: undefined } } }),
        },
        run: (text: string, { slowly }) => slowly(text),
      }),
      { cast },
    );
    expect(world.run.finished!.value).toEqual({ crawl: 'none' });
    expect(world.step('slowly/crawl')).toMatchObject({ state: 'cancelled', finishedMs: 2_000 });
    expect(world.history.at(-1)!.t).toBe(2_000);
  });

  test('fails with what failed in it, and its siblings are cancelled', async () => {
    const breaks = orchestration({
      name: 'Breaks',
      steps: { bad: step((): string => { throw new Error('bad day'); }) }, // prettier-ignore
      run: (_: string, { bad }) => bad(undefined),
    });
    const world = await rehearse(
      orchestration({
        name: 'Both',
        steps: { breaks, slowly },
        run: (text: string, { breaks, slowly }, { all }) => all({ a: slowly(text), b: breaks(text) }),
      }),
      { cast },
    );
    expect(world.run.finished!.failure).toMatchObject({ message: 'bad day', step: 'breaks' });
    expect(world.step('breaks/bad').state).toBe('failed');
    expect(world.step('slowly').state).toBe('cancelled');
    expect(world.step('slowly/crawl').state).toBe('cancelled');
  });

  test('hands the run to a person when its escalation is returned on', async () => {
    const asks = orchestration({
      name: 'Asks',
      steps: {},
      run: (text: string, _steps, { escalate }) => escalate('too hard', { text }),
    });
    const run = (back: boolean) =>
      rehearse(
        orchestration({
          name: 'Outer',
          steps: { asks },
          run: async (text: string, { asks }) => {
            const escalation = await asks(text);
            return back ? escalation : 'kept';
          },
        }),
      );
    expect((await run(true)).run.finished).toMatchObject({
      outcome: 'escalated',
      reason: 'too hard',
      value: { text: 'hello' },
    });
    expect((await run(false)).run.warnings[0]!.message).toContain('nobody was told');
  });

  test('whose contract is broken says who handed it what', async () => {
    const chain = sequence([
      step((text: string): unknown => ({ text })).as('wraps'),
      step((given: unknown) => given, { input: z.string() }).as('reads'),
    ]);
    const graph = dag<string>()({
      wraps: { step: step((text: string): unknown => ({ text })) },
      reads: {
        step: step((given: unknown) => given, { input: z.string() }),
        after: ['wraps'],
        input: ({ wraps }) => wraps,
      },
    });
    for (const pattern of [chain, graph]) {
      const world = await rehearse(pattern);
      expect(world.run.finished!.failure).toMatchObject({ code: 'contract', step: 'reads' });
      expect(world.run.finished!.failure!.message).toBe(
        'wraps handed reads a value that it does not accept: expected string, got an object',
      );
    }
  });
});

describe('the steps and the context of a run', () => {
  const look = (body: (steps: object, context: Context) => unknown) =>
    rehearse(
      orchestration({
        name: 'Look',
        steps: { ask, again: ask },
        run: (_: string, steps, context) => body(steps, context as unknown as Context),
      }),
      { cast },
    );

  test('list, spread and read like plain objects, and cannot be written', async () => {
    const world = await look(async (steps, context) => {
      const { ask: taken, ...rest } = steps as Record<string, (text: string) => PromiseLike<string>>;
      expect(() => Object.assign(steps, { ask: 1 })).toThrow(TypeError);
      expect(Reflect.deleteProperty(steps, 'ask')).toBe(false);
      return {
        names: Object.keys(steps),
        rest: Object.keys(rest),
        has: ['ask' in steps, 'toString' in steps, Object.hasOwn(context, 'all')],
        same: (steps as { ask: unknown }).ask === taken,
        now: { ...context }.now(),
        none: (steps as Record<string, unknown>)['constructor'] === undefined,
        reply: await taken!('x'),
      };
    });
    expect(world.run.finished!.value).toEqual({
      names: ['ask', 'again'],
      rest: ['again'],
      has: [true, false, true],
      same: true,
      now: 0,
      none: true,
      reply: 'ok',
    });
  });

  test('say whose they are', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Whose',
        steps: {},
        run: (_: string, __, { run, tenant }) => ({ run, tenant }),
      }),
      { runs: [{ input: 'x', run: 'ticket-7', tenant: 'acme' }] },
    );
    expect(world.run.finished!.value).toEqual({ run: 'ticket-7', tenant: 'acme' });
    expect(world.run.started).toMatchObject({ tenant: 'acme' });
  });

  test('give the engine its side, of a context or of a function’s, and of nothing else', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Inner',
        steps: { work: step((_: string, context) => inner(context).step) },
        run: async (text: string, { work }, context) => {
          const { core, scope, step: none } = inner(context);
          expect(() => inner({ ...context })).toThrow('not the engine’s own');
          return [core.run, scope.path, none, await work(text)];
        },
      }),
    );
    expect(world.run.finished!.value).toEqual(['run-1', '', null, 'work']);
  });
});
