import { describe, expect, test } from 'vitest';
import { done, generate, orchestration } from '../../../../src/authoring/index.ts';
import type { Context } from '../../../../src/engine/context.ts';
import { rehearse } from '../../../support/rehearse-world.ts';
import { scriptedCast } from '../../../support/scripted-cast.ts';

const cast = scriptedCast({ model: { takesMs: 100 } });
const steps = { ask: generate<string>({ model: 'model', system: 's' }) };

const run = (body: (context: Context<typeof steps>) => unknown) =>
  rehearse(orchestration({ name: 'Loop', steps, run: (_: string, _steps, context) => body(context) }), {
    cast,
  });

describe('loop', () => {
  test('numbers its turns as scopes until one is done', async () => {
    const world = await run(({ loop }) =>
      loop('turn', { most: 5 }, async (turn, own) => {
        const reply = await own.ask('again?');
        return turn === 3 ? done({ reply, turn }) : undefined;
      }),
    );
    expect(world.run.finished!.value).toEqual({ reply: 'ok', turn: 3 });
    expect(world.events('step.started').map((event) => event.step)).toEqual([
      'turn-1/ask',
      'turn-2/ask',
      'turn-3/ask',
    ]);
  });

  test('that is done in its last turn is done, and one turn more fails by name', async () => {
    const until = (last: number) =>
      run(({ loop }) => loop('turn', { most: 10 }, (turn) => (turn === last ? done(turn) : undefined)));
    expect((await until(10)).run.finished).toMatchObject({ outcome: 'returned', value: 10 });
    expect((await until(11)).run.finished).toMatchObject({
      outcome: 'failed',
      failure: { code: 'limit', message: "the loop 'turn' was not done after 10 turns" },
    });
  });

  test('goes on after a value that only looks like an end', async () => {
    const world = await run(({ loop }) =>
      loop('turn', { most: 2 }, (turn) => (turn === 1 ? ({ done: true, value: 1 } as never) : done(turn))),
    );
    expect(world.run.finished!.value).toBe(2);
  });

  test('is given up with the turn that it is in', async () => {
    const world = await run(({ loop, race, sleep }) =>
      race({
        turns: loop('turn', { most: 100 }, async (_turn, own) => {
          await own.ask('again?');
        }),
        late: sleep('250ms'),
      }),
    );
    expect(world.events('step.started')).toHaveLength(3);
    expect(world.step('turn-3/ask')).toMatchObject({ state: 'cancelled', finishedMs: 250 });
    expect(world.history.at(-1)!.t).toBe(250);
  });

  test.each([0, 1.5, 10_001])('refuses a cap of %d by name', async (most) => {
    const world = await run(({ loop }) => loop('turn', { most }, () => done(1)));
    expect(world.run.finished!.failure).toMatchObject({ code: 'misuse' });
    expect(world.run.finished!.failure!.message).toContain(`may take ${most} turns`);
  });
});
