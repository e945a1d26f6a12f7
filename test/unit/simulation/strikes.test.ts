import { describe, expect, test } from 'vitest';
import { runId } from '../../../src/base/units.ts';
import { planSchema } from '../../../src/faults/plan-schema.ts';
import type { TimedPart } from '../../../src/model/reply.ts';
import { Strikes } from '../../../src/simulation/strikes.ts';
import type { SomeFault } from '../../support/rehearse-world.ts';

const parts: readonly TimedPart[] = [
  { atMs: 10, part: { type: 'head', version: '1' } },
  { atMs: 100, part: { type: 'text', text: 'fine' } },
  { atMs: 100, part: { type: 'end', reason: 'stop' } },
];
const identity = (step: string) => ({ run: runId('run-1'), step, model: 'm', attempt: 1 });
const struckBy = (faults: readonly SomeFault[]) => {
  const strikes = new Strikes(1, planSchema.parse({ faults }));
  const begin = (step: string, startMs = 0): string[] =>
    strikes
      .begin({
        identity: identity(step),
        request: { kind: 'chat', model: 'm', messages: [] },
        vendor: 'test',
        startMs,
        parts,
      })
      .strikes.map(({ fault }) => fault);
  return { strikes, begin };
};

describe('a call that is asked again', () => {
  test('is struck again by a fault that has no strike left for others', () => {
    const { begin } = struckBy([{ id: 'once', kind: 'server_error', count: 1 }]);
    expect([begin('a'), begin('b'), begin('a'), begin('b')]).toEqual([['once'], [], ['once'], []]);
  });

  test('uses up no further strike', () => {
    const { begin } = struckBy([{ id: 'twice', kind: 'server_error', count: 2 }]);
    expect([begin('a'), begin('a'), begin('a'), begin('b'), begin('c')].flat()).toHaveLength(4);
  });

  test('is passed by again by a fault that lets the first pass, and is not the second', () => {
    const { begin } = struckBy([{ id: 'late', kind: 'server_error', after: 1 }]);
    expect([begin('a'), begin('a'), begin('b')]).toEqual([[], [], ['late']]);
  });

  test('is still the how-manieth it was', () => {
    const { begin } = struckBy([{ id: 'second', kind: 'server_error', match: { call: 2 } }]);
    expect([begin('a'), begin('a'), begin('b'), begin('b'), begin('c')]).toEqual([
      [],
      [],
      ['second'],
      ['second'],
      [],
    ]);
  });

  test('begins at another time, and meets what is open then', () => {
    const { begin } = struckBy([
      { id: 'early', kind: 'server_error', window: [0, 50], count: 1 },
      { id: 'later', kind: 'server_error', window: [50, 100], count: 1 },
    ]);
    expect([begin('a', 0), begin('a', 50), begin('b', 60), begin('b', 10)]).toEqual([
      ['early'],
      ['later'],
      [],
      [],
    ]);
  });

  test('meets a fault that was clicked in since', () => {
    const { strikes, begin } = struckBy([]);
    expect(begin('a')).toEqual([]);
    const [fault] = planSchema.parse({ faults: [{ id: 'clicked', kind: 'server_error', count: 1 }] }).faults;
    strikes.add(fault!);
    expect([begin('a'), begin('b'), begin('a')]).toEqual([['clicked'], [], ['clicked']]);
  });
});

test('a call whose caller has seen its end is another if its name comes again', () => {
  const { strikes, begin } = struckBy([{ id: 'once', kind: 'server_error', count: 1 }]);
  expect(begin('a')).toEqual(['once']);
  strikes.over(identity('a'));
  expect(begin('a')).toEqual([]);
});

describe('what a record tells of a call', () => {
  const once: SomeFault[] = [{ id: 'once', kind: 'server_error', refuseMs: 40, count: 1 }];
  const strike = { fault: 'once', kind: 'server_error', firing: 'once', atMs: 40 } as const;

  test('takes back a strike that was due to be seen and was not', () => {
    const { strikes, begin } = struckBy(once);
    begin('a');
    strikes.correct(identity('a'), [strike], [], 41);
    expect(begin('b')).toEqual(['once']);
  });

  test('leaves one that was not due yet', () => {
    const { strikes, begin } = struckBy(once);
    begin('a');
    strikes.correct(identity('a'), [strike], [], 40);
    expect(begin('b')).toEqual([]);
  });

  test('counts one that today’s plan would not make', () => {
    const { strikes, begin } = struckBy([{ ...once[0]!, match: { step: 'b' } }]);
    begin('a');
    strikes.correct(identity('a'), [], ['once'], 100);
    expect(begin('b')).toEqual([]);
  });
});
