import { describe, expect, test } from 'vitest';
import { asStep, generate, orchestration, step } from '../../../../src/authoring/index.ts';
import type { Bound, Context } from '../../../../src/engine/context.ts';
import { rehearse, type Rehearsed } from '../../../support/rehearse-world.ts';
import { scriptedCast } from '../../../support/scripted-cast.ts';

const cast = scriptedCast({ model: { takesMs: 100 } });
const pause = (ms: number) => step(async (_: string, { sleep }) => sleep(`${ms}ms`));
const steps = {
  book: pause(100),
  charge: pause(100),
  unbook: pause(50),
  refund: pause(50),
  slowUndo: pause(90_000),
  ask: generate<string>({ model: 'model', system: 's' }),
  bad: step((_: string): string => {
    throw new Error('bad day');
  }),
};
type Own = Bound<typeof steps>;
type Given = Context<typeof steps>;
type Body = (own: Own, context: Given) => unknown;

const written = (body: Body) =>
  orchestration({ name: 'Saga', steps, run: (_: string, bound, context) => body(bound, context) });
const run = (body: Body, more: Parameters<typeof rehearse>[1] = {}) =>
  rehearse(written(body), { cast, ...more });

/** Books and charges, and says how to undo both. */
const order: (...args: Parameters<Body>) => Promise<void> = async ({ book, charge }, { compensate }) => {
  await book('x');
  compensate('book', (own) => own.unbook('x'));
  const charged = charge('x');
  compensate(charged, (own) => own.refund('x'));
  await charged;
};

const undone = (world: Rehearsed) =>
  world
    .events('step.started')
    .filter((event) => event.compensates !== undefined)
    .map((event) => `${event.t} ${event.step} undoes ${event.compensates!}`);

describe('compensation', () => {
  test('undoes in reverse order, one after another, when the run fails; then the run ends', async () => {
    const world = await run(async (own, context) => {
      await order(own, context);
      await own.bad('x');
    });
    expect(undone(world)).toEqual([
      '200 undo charge undoes charge',
      '200 undo charge/refund undoes charge',
      '250 undo book undoes book',
      '250 undo book/unbook undoes book',
    ]);
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { message: 'bad day' } });
    expect(world.run.finishedMs).toBe(300);
    expect(world.history.at(-2)!.type).toBe('run.finished');
  });

  test('leaves everything done when the run returns or hands over', async () => {
    for (const end of ['returned', 'escalated'] as const) {
      const world = await run(async (own, context) => {
        await order(own, context);
        return end === 'returned' ? 'done' : context.escalate('a person decides');
      });
      expect(world.run.finished!.outcome).toBe(end);
      expect(undone(world)).toEqual([]);
    }
  });

  test('of a scope comes before its failure is told, and what was done outside stays done', async () => {
    const world = await run(async (own, context) => {
      await own.book('x');
      context.compensate('book', (undo) => undo.unbook('x'));
      const told = await context
        .scope('pay', async (inner, within) => {
          const charged = inner.charge('x');
          within.compensate(charged, (undo) => undo.refund('x'));
          await charged;
          return inner.bad('x');
        })
        .catch(() => context.now());
      return told;
    });
    expect(undone(world)).toEqual([
      '200 undo pay/charge undoes pay/charge',
      '200 undo pay/charge/refund undoes pay/charge',
    ]);
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: 250 });
  });

  test('of a scope that ended well is undone when the one around it fails', async () => {
    const world = await run(async (own, context) => {
      await context.scope('order', order);
      await own.bad('x');
    });
    expect(undone(world).map((line) => line.split(' undoes ')[1])).toEqual([
      'order/charge',
      'order/charge',
      'order/book',
      'order/book',
    ]);
  });

  test('of a branch that is cancelled is undone too', async () => {
    const world = await run((_, { all }) =>
      all({
        order: async (own, context) => {
          await order(own, context);
          await own.ask('go on?');
        },
        fails: async (own, { sleep }) => {
          await sleep('250ms');
          return own.bad('x');
        },
      }),
    );
    expect(world.step('order/ask').state).toBe('cancelled');
    expect(undone(world)[0]).toBe('250 undo order/charge undoes order/charge');
    expect(world.run.finishedMs).toBe(350);
  });

  test('that fails is recorded, and the others go on', async () => {
    const world = await run(async ({ book, charge, bad }, { compensate }) => {
      await book('x');
      compensate('book', (own) => own.unbook('x'));
      await charge('x');
      compensate('charge', (own) => own.bad('x'));
      await bad('x');
    });
    expect(world.step('undo charge')).toMatchObject({ state: 'failed', failure: { message: 'bad day' } });
    expect(world.step('undo book').state).toBe('ok');
    expect(world.run.finished!.failure).toMatchObject({ message: 'bad day', step: 'bad' });
  });

  test.each([
    [undefined, 60_000],
    ['20s', 20_000],
  ] as const)('with the time limit %s is given up after %d ms, and the others go on', async (timeout, ms) => {
    const world = await run(async ({ book, charge, bad }, { compensate }) => {
      await book('x');
      compensate('book', (own) => own.unbook('x'));
      await charge('x');
      compensate('charge', (own) => own.slowUndo('x'), timeout ? { timeout } : {});
      await bad('x');
    });
    expect(world.step('undo charge')).toMatchObject({ state: 'failed', finishedMs: 200 + ms });
    expect(world.step('undo charge').failure!.code).toBe('timeout.attempt');
    expect(world.step('undo charge/slowUndo').state).toBe('cancelled');
    expect(world.step('undo book')).toMatchObject({ state: 'ok', startedMs: 200 + ms });
  });

  test('is not undone itself: an undo that asks for it fails by name', async () => {
    const world = await run(async ({ book, bad }, { compensate }) => {
      await book('x');
      compensate('book', (own, within) => within.compensate('unbook', () => own.book('x')));
      await bad('x');
    });
    expect(world.step('undo book').failure!.message).toContain('what undoes is not undone itself');
  });

  test('that is registered twice for one step is refused by name', async () => {
    const world = await run(({ unbook }, { compensate }) => {
      compensate('book', () => unbook('x'));
      compensate('book', () => unbook('x'));
    });
    expect(world.run.finished!.failure!.message).toContain('book has an undo already');
  });

  test('still runs when a person cancels the run, and no cancel reaches it', async () => {
    const world = await run(
      async (own, context) => {
        await order(own, context);
        await own.ask('go on?');
      },
      { people: [220, 260].map((atMs) => ({ atMs, kind: 'cancel', value: { run: 'run-1' } })) },
    );
    expect(world.step('ask')).toMatchObject({ state: 'cancelled', finishedMs: 220 });
    expect(undone(world)[0]).toBe('220 undo charge undoes charge');
    expect(world.step('undo book').state).toBe('ok');
    expect(world.run.finished).toMatchObject({ outcome: 'cancelled', failure: { code: 'cancelled' } });
    expect(world.run.finishedMs).toBe(320);
  });

  test('that the end of the world comes before is told by a warning', async () => {
    const world = await run(async (own, context) => {
      await order(own, context);
      await new Promise(() => undefined);
    });
    expect(world.run.finished!.outcome).toBe('stalled');
    expect(world.run.warnings.map((warning) => warning.message)).toContain(
      'the world ended before everything that was to be undone had been',
    );
  });

  test('of an orchestration inside belongs to it, and each try is undone before the next', async () => {
    const inside = orchestration({
      name: 'Order',
      steps,
      run: async (_: string, own, context) => {
        await order(own, context);
        return own.bad('x');
      },
    });
    const world = await rehearse(
      orchestration({
        name: 'Shop',
        steps: { order: asStep(inside, { retry: { times: 1, on: ['thrown'], base: '0ms', cap: '0ms' } }) },
        run: (text: string, own) => own.order(text).catch(() => 'gave up'),
      }),
      { cast },
    );
    expect(undone(world).map((line) => line.replace(/^\d+ /, ''))).toEqual([
      'undo order/charge undoes order/charge',
      'undo order/charge/refund undoes order/charge',
      'undo order/book undoes order/book',
      'undo order/book/unbook undoes order/book',
      'undo order#2/charge undoes order#2/charge',
      'undo order#2/charge/refund undoes order#2/charge',
      'undo order#2/book undoes order#2/book',
      'undo order#2/book/unbook undoes order#2/book',
    ]);
    expect(world.step('order#2/book').startedMs).toBe(300);
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: 'gave up' });
  });
});
