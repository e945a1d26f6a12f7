import { describe, expect, test } from 'vitest';
import type { History } from '../../../../src/history/events.ts';
import { graphOf, NODE_LIMIT, type Graph } from '../../../../src/history/projections/graph.ts';
import { firstRun, projectWorld } from '../../../../src/history/projections/run-view.ts';
import { failure } from '../../../../src/model/failure.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';
import { TOLD_OUTAGE, triageStory } from '../../../support/triage-story.ts';

const graph = (history: History, upToMs?: number): Graph => graphOf(firstRun(projectWorld(history, upToMs))!);
/** 'a b | c' : the steps of each rank in order. */
const columns = ({ nodes, outcome }: Graph): string =>
  Array.from({ length: outcome.rank }, (_, rank) =>
    nodes
      .filter((n) => n.rank === rank)
      .map((n) => n.step)
      .join(' '),
  ).join(' | ');
/** 'a > b' for an edge taken, 'a - b' for one that was not. */
const edges = ({ edges }: Graph): string[] => edges.map((e) => `${e.from} ${e.taken ? '>' : '-'} ${e.to}`);

const code = (...names: string[]) => new HistoryBuilder().world().run(names.map((name) => declared(name)));
const dag = (after: Record<string, string[]>) =>
  new HistoryBuilder().world().run(
    Object.entries(after).map(([name, deps]) => declared(name, [], { after: deps })),
    { pattern: 'dag' },
  );

describe('where code decides', () => {
  test('the told run is four classifiers at once, then one step after another', () => {
    const told = graph(triageStory(TOLD_OUTAGE));
    expect(columns(told)).toBe('intent language priority sentiment | knowledge | answer | quality');
    expect(edges(told)).toEqual([
      ...['intent', 'language', 'priority', 'sentiment'].map((step) => `input > ${step}`),
      ...['intent', 'language', 'priority', 'sentiment'].map((step) => `${step} > knowledge`),
      'knowledge > answer',
      'answer > quality',
      'quality > outcome',
    ]);
  });

  test('a skipped step lies on the way', () => {
    const history = code('a', 'b', 'c')
      .start('a')
      .at(5)
      .done('a')
      .skip('b', 'no need')
      .start('c')
      .at(9)
      .done('c')
      .finish('returned').history;
    expect(edges(graph(history))).toEqual(['input > a', 'a > b', 'b > c', 'c > outcome']);
  });

  test('an edge that follows from others is left out', () => {
    const history = code('a', 'b', 'c', 'd')
      .start('a')
      .start('b')
      .at(5)
      .done('a')
      .start('c')
      .at(7)
      .done('b')
      .at(9)
      .done('c')
      .start('d')
      .done('d')
      .finish('returned').history;
    expect(edges(graph(history))).toEqual([
      'input > a',
      'input > b',
      'a > c',
      'b > d',
      'c > d',
      'd > outcome',
    ]);
  });

  test('steps of no length are told apart by their place in the history', () => {
    const inTurn = code('a', 'b').start('a').done('a').start('b').done('b').finish('returned').history;
    expect(columns(graph(inTurn))).toBe('a | b');
    const atOnce = code('a', 'b').start('a').start('b').done('a').done('b').finish('returned').history;
    expect(columns(graph(atOnce))).toBe('a b');
  });

  test('tells the order of steps of no length at one instant', () => {
    const inTurn = code('a', 'b').start('a').done('a').start('b').done('b').finish('returned').history;
    expect(columns(graphOf(firstRun(projectWorld(inTurn))!))).toBe('a | b');
  });

  test('what was not reached hangs behind the last step reached, and the way there was not taken', () => {
    const history = code('a', 'b', 'c', 'd')
      .start('a')
      .start('b')
      .at(5)
      .done('a')
      .done('b')
      .finish('escalated', { reason: 'critical' }).history;
    const escalated = graph(history);
    expect(columns(escalated)).toBe('a b | c | d');
    expect(edges(escalated)).toEqual([
      'input > a',
      'input > b',
      'a - c',
      'b - c',
      'c - d',
      'a > outcome',
      'b > outcome',
      'd - outcome',
    ]);
    expect(escalated.outcome).toEqual({ outcome: 'escalated', atMs: 5, reason: 'critical', rank: 3 });
  });

  test('a step not reached in the middle hangs behind what was declared before it', () => {
    const history = code('a', 'b', 'c')
      .start('a')
      .at(5)
      .done('a')
      .start('c')
      .at(9)
      .done('c')
      .finish('returned').history;
    const around = graph(history);
    expect(columns(around)).toBe('a | b c');
    expect(edges(around)).toEqual(['input > a', 'a - b', 'a > c', 'c > outcome']);
  });

  test('before anything ran the declared steps are a chain', () => {
    const empty = graph(code('a', 'b', 'c').history);
    expect(columns(empty)).toBe('a | b | c');
    expect(edges(empty)).toEqual(['input - a', 'a - b', 'b - c', 'c - outcome']);
  });

  test('keyed executions stand where their step was declared', () => {
    const history = code('label', 'other')
      .start('other')
      .start('label[a]', 'label')
      .start('label[b]', 'label')
      .at(4)
      .done('other')
      .done('label[a]')
      .done('label[b]')
      .finish('returned').history;
    expect(columns(graph(history))).toBe('other label[a] label[b]');
  });

  test('a loop of scopes is a chain of turns', () => {
    const b = code('think', 'search');
    for (const turn of [1, 2])
      for (const name of ['think', 'search'])
        b.start(`turn[${turn}]/${name}`, name)
          .at(turn * 10)
          .done(`turn[${turn}]/${name}`);
    expect(columns(graph(b.finish('returned').history))).toBe(
      'turn[1]/think | turn[1]/search | turn[2]/think | turn[2]/search',
    );
  });

  test('a run without steps goes straight to its outcome', () => {
    expect(edges(graph(code().finish('returned').history))).toEqual(['input > outcome']);
  });
});

describe('where the order is declared', () => {
  const diamond = { a: [], b: ['a'], c: ['a'], d: ['b', 'c'] };

  test('a DAG shows its dependencies, taken or not', () => {
    const lost = failure('cut', 'cut');
    const history = dag(diamond)
      .start('a')
      .at(5)
      .done('a')
      .start('b')
      .start('c')
      .at(8)
      .gaveUp('b', 'failed', lost)
      .gaveUp('c', 'cancelled')
      .finish('failed', { failure: lost }).history;
    expect(columns(graph(history))).toBe('a | b c | d');
    expect(edges(graph(history))).toEqual([
      'input > a',
      'a > b',
      'a > c',
      'b - d',
      'c - d',
      'b > outcome',
      'c > outcome',
      'd - outcome',
    ]);
  });

  test('the layout is the same at every playhead', () => {
    const history = dag(diamond).start('a').at(5).done('a').start('c').at(8).done('c').history;
    expect(graph(history, 0).nodes).toEqual(graph(history).nodes);
  });

  test('a cycle or a missing dependency, which only a forged history has, is drawn all the same', () => {
    const forged = graph(dag({ a: ['b'], b: ['a', 'a', 'nobody'], c: ['c'] }).history);
    expect(forged.nodes.map((n) => n.step).sort()).toEqual(['a', 'b', 'c']);
  });
});

test('three hundred steps are drawn, and the rest counted', () => {
  const b = code();
  for (let i = 0; i < 1000; i++) b.start(`label${i}`).done(`label${i}`);
  const many = graph(b.finish('returned').history);
  expect(many.nodes).toHaveLength(NODE_LIMIT);
  expect(many.hidden).toBe(700);
  expect(many.edges).toHaveLength(NODE_LIMIT + 1);
});
