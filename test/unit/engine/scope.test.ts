import { describe, expect, test } from 'vitest';
import { generate, orchestration, step } from '../../../src/authoring/index.ts';
import type { Context } from '../../../src/engine/context.ts';
import type { StepHandle } from '../../../src/engine/surface.ts';
import { rehearse } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

const cast = scriptedCast({ fast: { takesMs: 100 }, slow: { takesMs: 1_000 } });
const fast = generate<string>({ model: 'fast', system: 'x' });
const slow = generate<string>({ model: 'slow', system: 'x' });
const bad = step((_: string, { sleep }) => sleep('200ms').then(() => Promise.reject(new Error('bad day'))));

describe('a scope', () => {
  test('runs the steps of all() at once, so that the longest decides', async () => {
    const world = await rehearse(
      orchestration({
        name: 'All',
        steps: { fast, slow },
        run: (text: string, { fast, slow }, { all }) => all({ a: fast(text), b: slow(text) }),
      }),
      { cast },
    );
    expect(world.run.finishedMs).toBe(1_000);
    expect(world.run.finished!.value).toEqual({ a: 'ok', b: 'ok' });
  });

  test('cancels the siblings of a failure in all(), and releases their calls', async () => {
    const world = await rehearse(
      orchestration({
        name: 'All fails',
        steps: { bad, slow },
        run: (text: string, { bad, slow }, { all }) => all({ a: bad(text), b: slow(text) }),
      }),
      { cast },
    );
    expect(world.run.finished).toMatchObject({
      outcome: 'failed',
      failure: { message: 'bad day', step: 'bad' },
    });
    expect(world.step('slow')).toMatchObject({ state: 'cancelled', finishedMs: 200 });
    expect(world.history.at(-1)!.t).toBe(200);
  });

  test('takes functions as scopes of their own, named by their keys, and cancels what they hold', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Scopes',
        steps: { slow, bad },
        run: (text: string, { bad }, { all }) =>
          all({ one: (steps) => steps.slow(text), two: (steps) => steps.slow(text), three: bad(text) }),
      }),
      { cast },
    );
    expect(world.step('one/slow').state).toBe('cancelled');
    expect(world.step('two/slow').state).toBe('cancelled');
    expect(world.run.finishedMs).toBe(200);
  });

  test('refuses a name that is used twice without a key, and says how to mend it', async () => {
    const twice = orchestration({
      name: 'Twice',
      steps: { fast },
      async run(text: string, { fast }) {
        await fast(text);
        return fast(text);
      },
    });
    const world = await rehearse(twice, { cast });
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { code: 'misuse' } });
    expect(world.run.finished!.failure!.message).toContain('key');
  });

  test('tells keyed uses and numbered turns apart', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Keys',
        steps: { fast },
        async run(text: string, { fast }, { scope }) {
          await fast(text, { key: 'a' });
          await fast(text, { key: 'b' });
          for (let turn = 1; turn <= 2; turn++) await scope(`turn-${turn}`, (steps) => steps.fast(text));
          return 'done';
        },
      }),
      { cast },
    );
    expect(world.events('step.started').map((event) => event.step)).toEqual([
      'fast[a]',
      'fast[b]',
      'turn-1/fast',
      'turn-2/fast',
    ]);
  });

  test('abandons what is unfinished when the run ends', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Leaves early',
        steps: { slow },
        run(text: string, { slow }) {
          void slow(text).catch(() => undefined);
          return 'early';
        },
      }),
      { cast },
    );
    expect(world.step('slow').state).toBe('abandoned');
    const types = world.history.map((event) => event.type);
    expect(types.indexOf('step.finished')).toBeLessThan(types.indexOf('run.finished'));
    expect(types.at(-1)).toBe('world.ended');
    expect(world.history.at(-1)!.t).toBe(0);
  });

  test('judges a failed child that nobody awaited', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Forgets',
        steps: { bad, slow },
        async run(text: string, { bad, slow }) {
          bad(text);
          return slow(text);
        },
      }),
      { cast },
    );
    expect(world.run.finished).toMatchObject({ outcome: 'failed' });
    expect(world.run.finished!.failure!.message).toContain('nobody awaited');
  });

  test('rejects the first operation of a cancelled scope and never settles a later one', async () => {
    const seen: string[] = [];
    const world = await rehearse(
      orchestration({
        name: 'Stubborn',
        steps: { slow, bad },
        run: (text: string, { bad }, { all }) =>
          all({
            stubborn: async (steps) => {
              for (;;)
                try {
                  return await steps.slow(text, { key: seen.length });
                } catch {
                  seen.push('rejected');
                }
            },
            bad: bad(text),
          }),
      }),
      { cast },
    );
    expect(seen).toEqual(['rejected']);
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { message: 'bad day' } });
  });

  test('that awaits what the world does not know of ends as stalled, and says so', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Platform',
        steps: { fast },
        async run(text: string, { fast }) {
          await fast(text);
          await new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));
          return fast(text, { key: 'late' });
        },
      }),
      { cast },
    );
    expect(world.run.finished).toMatchObject({ outcome: 'stalled', failure: { code: 'stalled' } });
    expect(world.run.finished!.failure!.message).toContain('does not know of');
    expect(world.history.at(-1)!.type).toBe('world.ended');
  });

  test('names a step whose handle is used where its value is wanted: a missing await', async () => {
    const forgets = (use: 'input' | 'result') =>
      orchestration({
        name: 'No await',
        steps: { fast, slow },
        run(text: string, { fast, slow }): unknown {
          const reply = fast(text);
          return use === 'result' ? { reply } : slow({ reply } as unknown as string);
        },
      });
    for (const use of ['input', 'result'] as const) {
      const world = await rehearse(forgets(use), { cast });
      expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { code: 'misuse' } });
      expect(world.run.finished!.failure!.message).toBe(
        'fast is used before it has answered: write await in front of it',
      );
      expect(world.history.at(-1)!.type).toBe('world.ended');
    }
  });

  test('warns when an escalation is made and not returned, and when nothing is returned', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Careless',
        steps: {},
        run(_: string, __, { escalate }) {
          escalate('urgent');
        },
      }),
    );
    expect(world.run.warnings.map((warning) => warning.message).join()).toMatch(/escalate.*returned nothing/);
  });

  test('hands a case to a person with reason and data', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Person',
        steps: {},
        run: (text: string, _, { escalate }) => escalate('critical', { text }),
      }),
    );
    expect(world.run.finished).toMatchObject({
      outcome: 'escalated',
      reason: 'critical',
      value: { text: 'hello' },
    });
  });
});

describe('a run that can never end', () => {
  test('names every step that it waits for', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Deadlock',
        steps: { fast, slow },
        run: (text: string, { fast }, { all }) =>
          all({ one: fast(text), two: (own) => own.slow(text), three: async (_, { sleep }) => sleep('1s') }),
      }),
      { cast, faults: [{ id: 'b', kind: 'blackhole' }] },
    );
    expect(world.run.finished).toMatchObject({
      outcome: 'stalled',
      failure: { code: 'stalled', message: 'no wakes are left, and fast, two/slow can never finish' },
    });
    expect(world.step('two/slow').state).toBe('abandoned');
  });
});

describe('what follows from a step without being awaited', () => {
  const follows = (body: (text: string) => PromiseLike<unknown>) =>
    orchestration({
      name: 'Follows',
      steps: { bad, fast, slow },
      async run(text: string, { bad, fast, slow }, { sleep }) {
        void body.call({ bad, fast, slow, sleep }, text);
        await sleep('2s');
        return 'done';
      },
    });
  type Own = {
    readonly [K in 'bad' | 'fast' | 'slow']: (text: string) => StepHandle<string>;
  };

  test.each<[string, (this: Own, text: string) => PromiseLike<unknown>, string]>([
    [
      'then(f), where the step failed',
      function (text) {
        return this.bad(text).then((value) => value);
      },
      'bad failed and nobody awaited it: bad day',
    ],
    [
      'then(f), where f threw',
      function (text) {
        return this.fast(text).then(() => {
          throw new Error('boom');
        });
      },
      'what follows fast failed and nobody awaited it: boom',
    ],
    [
      'then(f).then(g), where f threw',
      function (text) {
        return this.fast(text)
          .then(() => {
            throw new Error('boom');
          })
          .then(() => 1);
      },
      'what follows fast failed and nobody awaited it: boom',
    ],
    [
      'finally(f), where the step failed',
      function (text) {
        return this.bad(text).finally(() => undefined);
      },
      'bad failed and nobody awaited it: bad day',
    ],
    [
      'catch(f), where f threw',
      function (text) {
        return this.bad(text).catch(() => {
          throw new Error('worse');
        });
      },
      'what follows bad failed and nobody awaited it: worse',
    ],
  ])('fails the run by name: %s', async (_, body, message) => {
    const world = await rehearse(follows(body), { cast });
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { message } });
  });

  test.each<[string, (this: Own, text: string) => PromiseLike<unknown>]>([
    [
      'catch(f)',
      function (text) {
        return this.bad(text).catch(() => 'caught');
      },
    ],
    [
      'then(f).catch(g)',
      function (text) {
        return this.bad(text)
          .then((value) => value)
          .catch(() => 'caught');
      },
    ],
    [
      'then(f, g)',
      function (text) {
        return this.bad(text).then(
          (value) => value,
          () => 'caught',
        );
      },
    ],
    [
      'a cancel',
      function (text) {
        const after = this.slow(text).then((value) => value);
        after.cancel();
        return after;
      },
    ],
    [
      'await of what follows',
      async function (text) {
        try {
          return await this.bad(text).then((value) => value);
        } catch {
          return 'caught';
        }
      },
    ],
  ])('fails nothing where it is handled: %s', async (_, body) => {
    const world = await rehearse(follows(body), { cast });
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: 'done' });
  });

  test('is judged in the scope that it belongs to', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Inner stray',
        steps: { bad },
        run: (text: string, _, { scope }) =>
          scope('part', async (own, { sleep }) => {
            void own.bad(text).then((value) => value);
            await sleep('1s');
          }).catch((error: unknown) => (error as Error).message),
      }),
    );
    expect(world.run.finished!.value).toBe('part/bad failed and nobody awaited it: bad day');
  });

  test('of a wait is judged too', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Wait',
        steps: {},
        async run(_: string, __, { sleep }) {
          void sleep('10ms').then(() => {
            throw new Error('woke up badly');
          });
          await sleep('1s');
          return 'done';
        },
      }),
    );
    expect(world.run.finished!.failure!.message).toBe(
      'what follows sleep failed and nobody awaited it: woke up badly',
    );
  });
});

describe('a scope that has ended', () => {
  const keeps = (body: (own: Kept) => unknown) =>
    orchestration({
      name: 'Keeps',
      steps: { slow, fast },
      async run(text: string, _, { scope }) {
        let kept!: Kept;
        await scope('part', (steps, context) => {
          kept = { slow: steps.slow(text), again: () => steps.fast(text, { key: 2 }), context };
          void kept.slow.catch(() => undefined);
        });
        return body(kept);
      },
    });
  interface Kept {
    readonly slow: StepHandle<string>;
    readonly again: () => StepHandle<string>;
    readonly context: Context<{ slow: typeof slow; fast: typeof fast }>;
  }

  test('says of a handle that it left open why it was abandoned', async () => {
    const world = await rehearse(
      keeps(({ slow }) => slow),
      { cast },
    );
    expect(world.run.finished!.failure).toMatchObject({
      code: 'cancelled',
      message: "the scope 'part' ended before it was finished; await it inside the scope",
    });
  });

  test('refuses by name what is started in it afterwards, steps and waits alike', async () => {
    for (const [late, name] of [
      [(own: Kept) => own.again(), 'part/fast'],
      [(own: Kept) => own.context.sleep('1s'), 'part/sleep'],
      [(own: Kept) => own.context.scope('x', () => 1), 'part/x'],
      [(own: Kept) => own.context.all({}), 'part/all'],
    ] as const) {
      const world = await rehearse(keeps(late), { cast });
      expect(world.run.finished!.failure).toMatchObject({ code: 'misuse' });
      expect(world.run.finished!.failure!.message).toBe(
        `${name} was started after the scope 'part' had ended: await it inside that scope, or start it from the context of a scope that is still open`,
      );
    }
  });

  test('is named when the run stalls on the second thing that was started in it', async () => {
    const world = await rehearse(
      keeps(async ({ again, context }) => {
        await again().catch(() => undefined);
        await context.sleep('1s');
      }),
      { cast },
    );
    expect(world.run.finished).toMatchObject({ outcome: 'stalled' });
    expect(world.run.finished!.failure!.message).toContain(
      "never settles: part/sleep (the scope 'part' had ended before it was started)",
    );
  });

  test('keeps the names of compensations to the engine', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Names',
        steps: {},
        run: (_: string, __, { scope }) => scope('undo charge', () => 1),
      }),
    );
    expect(world.run.finished!.failure!.message).toContain("'undo …' names compensations");
  });
});
