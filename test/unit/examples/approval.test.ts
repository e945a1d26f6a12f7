import { describe, expect, test } from 'vitest';
import approval from '../../../src/examples/approval/approval.ts';
import approved from '../../../src/examples/approval/approved.scenario.json' with { type: 'json' };
import closed from '../../../src/examples/approval/closed.scenario.json' with { type: 'json' };
import declined from '../../../src/examples/approval/declined.scenario.json' with { type: 'json' };
import refused from '../../../src/examples/approval/refused.scenario.json' with { type: 'json' };
import silence from '../../../src/examples/approval/silence.scenario.json' with { type: 'json' };
import small from '../../../src/examples/approval/small.scenario.json' with { type: 'json' };
import { play, returned } from '../../support/play-scenario.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

const HOUR = 3_600_000;
const signal = 'run-1/approve';
const answer = (atMs: number, value: string | boolean) => ({ atMs, value: { signal, value } });

/** The services with an order of this amount. */
const priced = (amountUsd: number) =>
  scriptedCast({
    orders: { kind: 'tool', says: JSON.stringify({ amountUsd }) },
    payments: { kind: 'tool', says: JSON.stringify({ refund: 'RF-1' }) },
  });

describe('a refund that a person approves', () => {
  test('says who is waited for, and what is asked', async () => {
    const { events } = await play(approval, approved);
    expect(events('signal.awaited')).toMatchObject([
      { signal, who: 'a supervisor', question: { refund: 'ORD-1044', amountUsd: 664 }, timeoutMs: HOUR },
    ]);
  });

  test('is paid when the answer is yes, and not before', async () => {
    const world = await play(approval, approved);
    expect(returned(world)).toMatchObject({ refunded: true });
    const [effect] = world.events('effect.executed');
    expect(effect!.t).toBeGreaterThan(approved.interventions[0]!.atMs);
  });

  test.each([
    ['no', declined],
    ['nothing for an hour', silence],
  ])('is not paid when the answer is %s', async (_, scenario) => {
    const world = await play(approval, scenario);
    expect(returned(world)).toEqual({ refunded: false, why: 'nobody approved it' });
    expect(world.events('effect.executed')).toEqual([]);
  });

  test('waits an hour: an answer in its last millisecond counts, one after it does not', async () => {
    const asked = (await play(approval, silence)).events('signal.awaited')[0]!.t;
    const inTime = await play(approval, silence, { people: [answer(asked + HOUR - 1, true)] });
    expect(returned(inTime)).toMatchObject({ refunded: true });
    const late = await play(approval, silence, { people: [answer(asked + HOUR + 1, true)] });
    expect(returned(late)).toMatchObject({ refunded: false });
  });

  test('takes neither yes nor no in other words: the run waits on', async () => {
    const people = [answer(60_000, 'by all means'), answer(120_000, true)];
    const world = await play(approval, silence, { people });
    expect(returned(world)).toMatchObject({ refunded: true });
    expect(world.events('warning.raised')[0]!.message).toMatch(/a supervisor.*not taken/);
  });

  test('waits on where it was when the tab was closed, and asks nobody twice', async () => {
    const world = await play(approval, closed);
    expect(world.events('orchestrator.resumed')).toHaveLength(1);
    expect(returned(world)).toMatchObject({ refunded: true });
    expect(world.events('signal.awaited')).toHaveLength(1);
    expect(world.events('effect.executed')).toHaveLength(1);
  });

  test('takes an answer that was given while the tab was closed', async () => {
    const world = await play(approval, closed, { people: [answer(600_000, true)] });
    expect(returned(world)).toMatchObject({ refunded: true });
  });

  test('needs nobody at 120 dollars, and somebody at 120.01', async () => {
    expect(returned(await play(approval, small))).toMatchObject({ refunded: true });
    const at = await play(approval, silence, { cast: priced(120) });
    expect(at.step('approve').state).toBe('skipped');
    expect(returned(at)).toMatchObject({ refunded: true });
    const above = await play(approval, silence, { cast: priced(120.01) });
    expect(above.events('signal.awaited')).toHaveLength(1);
    expect(returned(above)).toMatchObject({ refunded: false });
  });

  test('is not called paid when the payment service refuses', async () => {
    expect(returned(await play(approval, refused))).toEqual({
      refunded: false,
      why: 'ORD-1045 was refunded before',
    });
  });

  test('is nothing when nobody knows the order', async () => {
    const world = await play(approval, silence, { input: { order: 'ORD-1' } });
    expect(returned(world)).toMatchObject({ refunded: false, why: expect.stringContaining('no order') });
    expect(world.events('signal.awaited')).toEqual([]);
  });
});
