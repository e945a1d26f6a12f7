import { describe, expect, test } from 'vitest';
import agent from '../../../src/examples/agent/agent.ts';
import type { Outcome } from '../../../src/examples/agent/outcome.ts';
import deadEnd from '../../../src/examples/agent/dead-end.scenario.json' with { type: 'json' };
import goals from '../../../src/examples/agent/goals.scenario.json' with { type: 'json' };
import outage from '../../../src/examples/agent/outage.scenario.json' with { type: 'json' };
import refund from '../../../src/examples/agent/refund.scenario.json' with { type: 'json' };
import type { AgentEntry } from '../../../src/authoring/agent-result.ts';
import type { ToolCall } from '../../../src/model/request.ts';
import { play, returned } from '../../support/play-scenario.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

interface Result {
  readonly outcome: Outcome;
  readonly stopped: string;
  readonly answer: string | AgentEntry | null;
  readonly history: readonly AgentEntry[];
}

/** What the article reports of 5,000 multi-step goals. */
const REPORTED_RATIO = 0.62;
const SEEDS = 100;

/** A model that says these calls, one a turn, and then answers. */
const saying = (calls: readonly Omit<ToolCall, 'id'>[]) => {
  let turn = 0;
  return scriptedCast({
    'gpt-4o-mini': {
      replies: () => {
        const call = calls[turn++];
        if (!call) return { text: 'That is all.' };
        return { text: '', toolCalls: [{ id: `call-${turn}`, ...call }], reason: 'tool-calls' };
      },
    },
    orders: { kind: 'tool', says: '{"order":"ORD-1042"}' },
  });
};
const look = { name: 'lookUpOrder', arguments: '{"order":"ORD-1042"}' };
const played = async (calls: readonly Omit<ToolCall, 'id'>[]) =>
  returned<Result>(await play(agent, refund, { cast: saying(calls) }));

describe('the agent', () => {
  test('ends with a direct answer', async () => {
    expect(await played([])).toMatchObject({ stopped: 'answered', answer: 'That is all.', history: [] });
  });

  test('appends step, tool and result of each call', async () => {
    expect((await played([look, look])).history).toMatchObject([
      { step: 1, tool: 'lookUpOrder', result: { order: 'ORD-1042' } },
      { step: 2, tool: 'lookUpOrder', result: { order: 'ORD-1042' } },
    ]);
  });

  test('answers in its tenth step, and after ten steps without an answer returns the last entry', async () => {
    const nine = await played(Array.from({ length: 9 }, () => look));
    expect(nine).toMatchObject({ stopped: 'answered', answer: 'That is all.' });
    const ten = await played(Array.from({ length: 10 }, () => look));
    expect(ten.stopped).toBe('step-cap');
    expect(ten.history).toHaveLength(10);
    expect(ten.answer).toEqual(ten.history.at(-1));
  });

  test('returns nothing where ten steps left no entry', async () => {
    const nothing = await played(Array.from({ length: 10 }, () => ({ name: 'dance', arguments: '{}' })));
    expect(nothing).toMatchObject({ stopped: 'step-cap', answer: null, history: [], outcome: 'dead end' });
  });

  test.each([
    ['a tool that it does not have', { name: 'dance', arguments: '{}' }, /there is no tool 'dance'/],
    ['arguments that cannot be read', { ...look, arguments: '{"order":' }, /no JSON object/],
  ])('is told of %s, and goes on', async (_, call, why) => {
    const world = await play(agent, refund, { cast: saying([call, look]) });
    expect(returned<Result>(world)).toMatchObject({ stopped: 'answered', history: [{ step: 2 }] });
    expect(world.events('warning.raised')[0]!.message).toMatch(why);
  });

  test('is told of arguments that the tool does not accept, and goes on', async () => {
    const { history, stopped } = await played([{ ...look, arguments: '{"number":7}' }, look]);
    expect(stopped).toBe('answered');
    expect(history[0]!.error).toMatch(/order/);
    expect(history[1]!.result).toEqual({ order: 'ORD-1042' });
  });

  test('is told of a tool that is down, and goes on', async () => {
    const { history, stopped } = returned<Result>(await play(agent, outage));
    expect(history.find(({ tool }) => tool === 'lookUpOrder')!.error).toMatch(/unavailable/);
    expect(stopped).toBe('answered');
  });

  test('looks an order up, refunds it once, and says so', async () => {
    const world = await play(agent, refund);
    expect(returned<Result>(world)).toMatchObject({ outcome: 'completed', stopped: 'answered' });
    expect(world.events('effect.executed')).toMatchObject([{ target: 'payments', times: 1 }]);
  });

  test('comes to a dead end with an order that nobody knows', async () => {
    expect(returned<Result>(await play(agent, deadEnd)).outcome).toBe('dead end');
  });
});

describe('multi-step goals', () => {
  test(
    'are completed about as often as reported; each of the others is classed',
    { timeout: 60_000 },
    async () => {
      const counts: Record<Outcome, number> = { completed: 0, 'dead end': 0, loop: 0, 'wrong conclusion': 0 };
      for (let seed = 0; seed < SEEDS; seed++) {
        const world = await play(agent, goals, { seed });
        for (const { run } of world.runs) counts[returned<Result>(world, run).outcome]++;
      }
      const total = goals.runs.length * SEEDS;
      const share = (outcome: Outcome) => counts[outcome] / total;
      console.log(
        `agent, ${total} goals:`,
        Object.keys(counts).map((outcome) => `${(share(outcome as Outcome) * 100).toFixed(1)} % ${outcome}`),
      );
      expect(Math.abs(share('completed') - REPORTED_RATIO)).toBeLessThan(0.05);
      expect(share('dead end')).toBeGreaterThan(0.02);
      expect(share('loop')).toBeGreaterThan(0.02);
      expect(share('wrong conclusion')).toBeGreaterThan(0.02);
    },
  );
});
