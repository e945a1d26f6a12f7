import { describe, expect, test } from 'vitest';
import { orchestration } from '../../../../src/authoring/index.ts';
import { rehearse } from '../../../support/rehearse-world.ts';
import type { RunSpec } from '../../../../src/simulation/simulate.ts';

const guarded = (owner: 'run' | 'tenant') =>
  orchestration({
    name: 'Guarded',
    steps: {},
    run(text: string, _steps, { shared }) {
      const ticket = shared<string>('ticket', { owner });
      const before = ticket.get() ?? null;
      ticket.set(text);
      return before;
    },
  });
const unguarded = orchestration({
  name: 'Unguarded',
  steps: {},
  async run(text: string, _steps, context) {
    context.unguarded['ticket'] = text;
    await context.sleep('1s');
    return context.unguarded['ticket'];
  },
});
const outcomes = (world: Awaited<ReturnType<typeof rehearse>>) =>
  world.runs.map(({ finished }) => finished!.failure?.code ?? finished!.value);

describe('a value that runs share', () => {
  test('belongs to a run or a tenant; any other owner is refused by name', async () => {
    const world = await rehearse(guarded('tennant' as 'tenant'), { runs: [{ input: 'A' }] });
    expect(outcomes(world)).toEqual(['misuse']);
    expect(world.runs[0]!.finished!.failure!.message).toBe(
      "shared('ticket') has the owner 'tennant'; it must be 'run' or 'tenant'",
    );
  });

  test('belongs to the run that wrote it first: another is refused by name, and the history says so', async () => {
    const world = await rehearse(guarded('run'), { runs: [{ input: 'A' }, { input: 'B' }] });
    expect(outcomes(world)).toEqual([null, 'not_owner']);
    expect(world.runs[1]!.finished!.failure!.message).toBe(
      "'ticket' belongs to run-1, and run-2 asked for it: keep to state of your own run",
    );
    expect(world.events('state.refused')).toMatchObject([
      { run: 'run-2', key: 'shared/ticket', owner: 'run-1', by: 'run-2' },
    ]);
    expect(world.events('state.written')).toMatchObject([{ run: 'run-1', key: 'shared/ticket', version: 1 }]);
  });

  test('can belong to a tenant: its runs share it, and no other’s', async () => {
    const runs: RunSpec[] = ['a', 'a', 'b'].map((tenant, i) => ({ input: `${tenant}${i}`, tenant, atMs: i }));
    const world = await rehearse(guarded('tenant'), { runs });
    expect(outcomes(world)).toEqual([null, 'a0', 'not_owner']);
    expect(world.events('state.refused')).toMatchObject([{ owner: 'tenant a', by: 'tenant b' }]);
  });

  test('of nobody’s tenant belongs to the run', async () => {
    const world = await rehearse(guarded('tenant'), { runs: [{ input: 'A' }, { input: 'B' }] });
    expect(outcomes(world)).toEqual([null, 'not_owner']);
  });
});

describe('the dictionary that nobody guards', () => {
  test('lets one run read what another wrote: A’s data in B’s answer', async () => {
    const world = await rehearse(unguarded, { runs: [{ input: 'A' }, { input: 'B', atMs: 500 }] });
    expect(outcomes(world)).toEqual(['B', 'B']);
  });

  test('is new for every world', async () => {
    const peek = orchestration({
      name: 'Peek',
      steps: {},
      run(_: string, __, context) {
        const before = Object.keys(context.unguarded);
        context.unguarded['left'] = 1;
        return before;
      },
    });
    const [one, two] = [await rehearse(peek), await rehearse(peek)];
    expect(one.run.finished!.value).toEqual([]);
    expect(two.hash).toBe(one.hash);
  });
});
