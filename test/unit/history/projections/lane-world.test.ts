import { describe, expect, test } from 'vitest';
import { crashesOf, foldsOf, lanesOf } from '../../../../src/history/projections/lanes.ts';
import { firstRun, projectWorld } from '../../../../src/history/projections/run-view.ts';
import { DESK_PLAN, deskStory } from '../../../support/desk-story.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';

const world = projectWorld(deskStory());
const run = firstRun(world)!;
const lane = (model: string) => lanesOf(run, [...DESK_PLAN], world).find((one) => one.model === model)!;

describe('the breaker of a lane', () => {
  test('stands closed, then as each change left it, with why', () => {
    expect(lane('claude-3-sonnet').breaker).toEqual([
      { fromMs: 0, toMs: 2400, state: 'closed', because: '' },
      { fromMs: 2400, toMs: 7000, state: 'open', because: '5 failures within 60 s' },
      { fromMs: 7000, toMs: 7800, state: 'half-open', because: '4 s have passed, so one probe may go out' },
      { fromMs: 7800, toMs: null, state: 'closed', because: 'the probe was answered' },
    ]);
  });

  test('is missing where none ever changed, and where it is another tenant’s', () => {
    expect(lane('gpt-4o').breaker).toEqual([]);
    const b = new HistoryBuilder().world().run([declared('a', ['m'])], { tenant: 'acme' });
    const other = projectWorld(
      b.breaker('m', 'closed', 'open', 'x').breaker('m of zed', 'closed', 'open', 'x').history,
    );
    expect(lanesOf(firstRun(other)!, [], other)[0]!.breaker).toEqual([]);
    expect(
      lanesOf(firstRun(other)!, [], projectWorld(b.breaker('m of acme', 'closed', 'open', 'x').history))[0]!
        .breaker,
    ).toHaveLength(1);
  });
});

describe('the calls of other runs', () => {
  test('are shown where they used the endpoint', () => {
    expect(lane('claude-3-sonnet').others).toEqual([
      { fromMs: 500, toMs: 1500 },
      { fromMs: 7000, toMs: 7800 },
    ]);
    expect(lane('payments').others).toEqual([]);
  });

  test('are one stretch where they overlap or touch, and have no end while one lasts', () => {
    const b = new HistoryBuilder().world();
    for (const name of ['mine', 'a', 'b', 'c']) b.run([declared('s', ['m'])], {}, name).start('s');
    for (const [name, from, to] of [
      ['a', 0, 100],
      ['b', 100, 300],
    ] as const)
      b.of(name).at(from).try('s', 'm').at(to).answered('s');
    b.of('c').at(500).try('s', 'm');
    const many = projectWorld(b.history);
    expect(lanesOf(firstRun(many)!, [], many)[0]!.others).toEqual([
      { fromMs: 0, toMs: 300 },
      { fromMs: 500, toMs: null },
    ]);
  });
});

describe('the orchestrator', () => {
  test('has the windows of the plan, to be dragged, and no endpoint has them', () => {
    expect(crashesOf(world.crashes, [...DESK_PLAN])).toEqual([
      { id: 'crash', kind: 'orchestrator_crash', fromMs: 9200, toMs: 11_200, draggable: true },
    ]);
    expect(lanesOf(run, [...DESK_PLAN]).flatMap(({ faults }) => faults.map(({ id }) => id))).toEqual([
      'errors',
    ]);
  });

  test('has the crashes that the plan does not place where they were', () => {
    const plan = [{ id: 'crash', kind: 'orchestrator_crash' }];
    expect(crashesOf(world.crashes, plan)).toEqual([
      { id: 'crash', kind: 'orchestrator_crash', fromMs: 9200, toMs: 11_200, draggable: false },
    ]);
    expect(crashesOf([{ fault: '', atMs: run.startedMs, upMs: run.startedMs, mode: 'resume' }], [])).toEqual(
      [],
    );
  });
});

test('what another run of the world does on the same scale is no idle time', () => {
  const b = new HistoryBuilder().world();
  for (const name of ['a', 'b']) b.run([declared('s', ['m'])], {}, name).start('s');
  b.of('a').try('s', 'm').at(100).answered('s').done('s').finish('returned');
  b.of('b').at(9000).try('s', 'm').at(9500).answered('s').done('s').finish('returned');
  const [a, other] = projectWorld(b.history).runs;
  expect(foldsOf(a!)).toEqual([]);
  expect(foldsOf(a!, 0, [other!])).toEqual([{ fromMs: 1400, toMs: 7700 }]);
});

test('waiting for a person is idle time, and folds', () => {
  const b = new HistoryBuilder()
    .world()
    .run([declared('ask', ['a clerk'], { kind: 'approval' })])
    .start('ask');
  b.try('ask', 'a clerk', false)
    .asks('ask', 'a clerk', 'Well?')
    .at(10_000)
    .personAnswers('ask', 1)
    .answered('ask');
  expect(foldsOf(firstRun(projectWorld(b.done('ask').finish('returned').history))!)).toEqual([
    { fromMs: 1500, toMs: 8500 },
  ]);
});

test('steps that ask people, run functions or orchestrations, or have a tool that nobody called have no lane', () => {
  const kinds = ['function', 'tool', 'agent', 'approval', 'orchestration'] as const;
  const steps = kinds.map((kind) => declared(kind, [kind], { kind }));
  expect(lanesOf(firstRun(projectWorld(new HistoryBuilder().world().run(steps).history))!, [])).toEqual([]);
  expect(lane('payments').calls).toHaveLength(1);
});

test('calls that one fault struck at the same time share its band, later ones have their own', () => {
  const b = new HistoryBuilder().world().run([declared('s', ['m'])]);
  for (const [step, from, to] of [
    ['s[a]', 0, 100],
    ['s[b]', 50, 300],
    ['s[c]', 300, 400],
  ] as const)
    b.at(from).start(step, 's').try(step, 'm').struck(step, 'slow', 'latency').at(to).answered(step);
  const struck = firstRun(projectWorld(b.history))!;
  expect(lanesOf(struck, [])[0]!.faults.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
    [0, 300],
    [300, 400],
  ]);
});
