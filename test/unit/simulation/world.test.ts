import { describe, expect, test } from 'vitest';
import { generate, orchestration, step } from '../../../src/authoring/index.ts';
import { runId } from '../../../src/base/units.ts';
import { startRun } from '../../../src/engine/run.ts';
import { Misuse } from '../../../src/engine/step-error.ts';
import type { Event } from '../../../src/history/events.ts';
import { CallDesk } from '../../../src/simulation/call-desk.ts';
import { World } from '../../../src/simulation/world.ts';
import { nodeFence } from '../../support/fence.ts';
import { rehearse } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

const make = (onEvents?: (events: readonly Event[]) => void, stopped?: () => boolean) =>
  new World({
    seed: 1,
    calls: (of) => new CallDesk(of, scriptedCast({ model: {} }), { faults: [] }),
    fence: nodeFence,
    onEvents,
    stopped,
  });
const napping = orchestration({
  name: 'Naps',
  steps: { nap: step((_: unknown, { sleep }) => sleep('10ms')) },
  run: (input: unknown, { nap }) => nap(input),
});

describe('a world', () => {
  test('refuses an operation of one run in the turn of another, and after its end, by name', async () => {
    const world = make();
    let thrown: unknown;
    world.addRun(runId('a'), 0, () => {
      try {
        world.emit(runId('b'), { type: 'warning.raised', message: 'not my turn' });
      } catch (error) {
        thrown = error;
      }
      return startRun(world, runId('a'), napping, null);
    });
    await world.play();
    expect(thrown).toBeInstanceOf(Misuse);
    expect((thrown as Misuse).message).toContain("a turn of run 'a'");
    expect(() => world.emit(runId('a'), { type: 'warning.raised', message: 'late' })).toThrow(
      'after the world had ended',
    );
  });

  test('wakes in order of time, then replies before sleeps before time-outs, then first come first served', async () => {
    const world = make();
    const order: string[] = [];
    const run = runId('a');
    world.addRun(run, 0, () => {
      const handle = startRun(world, run, napping, null);
      world.timer(run, 5, 'timeout', () => order.push('time-out'));
      world.timer(run, 5, 'sleep', () => order.push('first sleep'));
      world.timer(run, 5, 'sleep', () => order.push('second sleep'));
      world.timer(run, 4, 'timeout', () => order.push('earlier'));
      const cancelled = world.timer(run, 5, 'sleep', () => order.push('cancelled'));
      cancelled.cancel();
      return handle;
    });
    await world.play();
    expect(order).toEqual(['earlier', 'first sleep', 'second sleep', 'time-out']);
  });

  test('reports each turn its new events, in order and without gaps', async () => {
    const seen: Event[] = [];
    const world = make((events) => seen.push(...events));
    world.addRun(runId('a'), 0, () => startRun(world, runId('a'), napping, null));
    await world.play();
    expect(seen).toEqual(world.history);
    expect(seen.map((event) => event.seq)).toEqual(seen.map((_, i) => i));
  });

  test('can be stopped between turns, and closes what is open', async () => {
    let turns = 0;
    const world = make(undefined, () => ++turns > 1);
    world.addRun(runId('a'), 0, () => startRun(world, runId('a'), napping, null));
    await world.play();
    expect(world.history.map((event) => event.type)).toEqual([
      'run.started',
      'step.started',
      'attempt.started',
      'attempt.finished',
      'step.finished',
      'run.finished',
      'world.ended',
    ]);
    expect(world.history.at(-1)).toMatchObject({ reason: 'stopped' });
  });

  test('ends a loop without an end at the limit of events, by name', async () => {
    const world = await rehearse(
      orchestration({
        name: 'For ever',
        steps: { again: step((n: number) => n) },
        async run(_: string, { again }) {
          for (let n = 0; ; n++) await again(n, { key: n });
        },
      }),
    );
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { code: 'limit' } });
    expect(world.run.finished!.failure!.message).toContain('200000 events');
  });

  test('lets calls wait in line when an endpoint is full, and says how long', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Queue',
        steps: { ask: generate<string>({ model: 'one', system: 'x' }) },
        run: (text: string, { ask }, { all }) =>
          all({ a: ask(text, { key: 'a' }), b: ask(text, { key: 'b' }) }),
      }),
      { cast: scriptedCast({ one: { takesMs: 100, concurrency: 1 } }) },
    );
    expect(world.step('ask[a]').finishedMs).toBe(100);
    expect(world.step('ask[b]').finishedMs).toBe(200);
    expect(world.step('ask[b]').attempts[0]!.reply!.queuedMs).toBe(100);
  });

  test('reports a fault that met nothing', async () => {
    const world = await rehearse(napping, {
      faults: [{ id: 'f', kind: 'outage', match: { model: 'model' }, window: [0, 9] }],
    });
    expect(world.events('fault.unmet')).toMatchObject([{ fault: 'f', kind: 'outage' }]);
  });

  test('gives the same bytes for the same seed, and others for another', async () => {
    const ask = orchestration({
      name: 'Ask',
      steps: { ask: generate<string>({ model: 'model', system: 'x', retry: 3 }) },
      run: (text: string, { ask }) => ask(text),
    });
    const faults = [{ id: 'f', kind: 'server_error', rate: 0.5 }] as const;
    const hash = async (seed: number) => (await rehearse(ask, { seed, faults })).hash;
    expect(await hash(1)).toBe(await hash(1));
    const hashes = await Promise.all([1, 2, 3, 4, 5, 6].map(hash));
    expect(new Set(hashes).size).toBeGreaterThan(3);
  });
});
