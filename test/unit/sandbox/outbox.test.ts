import { describe, expect, test } from 'vitest';
import { runId, virtualMs } from '../../../src/base/units.ts';
import type { Event } from '../../../src/history/events.ts';
import { SANDBOX_LIMITS as LIMITS } from '../../../src/sandbox/limits.ts';
import type { Report } from '../../../src/sandbox/messages.ts';
import { Outbox } from '../../../src/sandbox/worker/outbox.ts';

const some = (count: number): Event[] =>
  Array.from({ length: count }, (_, seq) => ({
    seq,
    t: virtualMs(0),
    run: runId('r'),
    type: 'warning.raised',
    message: '',
  }));

function outbox() {
  let nowMs = 0;
  const sent: number[] = [];
  const post = (report: Report) => {
    if (report.type === 'events') sent.push(report.events.length);
  };
  const box = new Outbox(post, () => nowMs);
  box.begin(1);
  return { box, sent, pass: (ms: number) => (nowMs += ms) };
}

describe('the outbox', () => {
  test('sends a short world as one message', () => {
    const { box, sent } = outbox();
    for (let i = 0; i < 50; i++) box.add(some(3));
    expect(sent).toEqual([]);
    let empty = false;
    box.whenEmpty(() => (empty = true));
    expect(sent).toEqual([150]);
    expect(empty).toBe(true);
  });

  test('sends a batch when it is full, or when its time has come', () => {
    const { box, sent, pass } = outbox();
    box.add(some(LIMITS.batchEvents - 1));
    expect(sent).toEqual([]);
    box.add(some(1));
    expect(sent).toEqual([LIMITS.batchEvents]);
    box.add(some(1));
    box.tick();
    pass(LIMITS.batchMs);
    box.add(some(1));
    box.tick();
    box.tick();
    expect(sent).toEqual([LIMITS.batchEvents, 2]);
  });

  test('never sends more than was credited, and lets the world wait meanwhile', () => {
    const { box, sent } = outbox();
    const log: string[] = [];
    const total = () => sent.reduce((sum, n) => sum + n, 0);
    box.add(some(LIMITS.creditEvents + LIMITS.batchEvents));
    expect(total()).toBe(LIMITS.creditEvents);
    box.whenRoom(() => log.push('room'));
    expect(log).toEqual([]);
    box.grant(1);
    expect(log).toEqual(['room']);
    expect(total()).toBe(LIMITS.creditEvents + 1);
    box.whenEmpty(() => log.push('empty'));
    box.grant(10);
    expect(log).toEqual(['room']);
    box.grant(LIMITS.creditEvents);
    expect(log).toEqual(['room', 'empty']);
    expect(total()).toBe(LIMITS.creditEvents + LIMITS.batchEvents);
  });
});
