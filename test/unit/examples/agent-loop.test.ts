import { describe, expect, test } from 'vitest';
import broken from '../../../src/examples/agent-loop-broken/agent-loop-broken.ts';
import returns from '../../../src/examples/agent-loop-broken/returns.scenario.json' with { type: 'json' };
import fixed from '../../../src/examples/agent-loop-fixed/agent-loop-fixed.ts';
import answered from '../../../src/examples/agent-loop-fixed/answered.scenario.json' with { type: 'json' };
import { totalsOf } from '../../../src/history/projections/totals.ts';
import type { ToolCall } from '../../../src/model/request.ts';
import { play } from '../../support/play-scenario.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

/** What the article reports of such an agent. */
const REPORTED = { loops: 14, costUsd: 2.4 };
const SEEDS = 200;

/** A model that asks for one search a turn, and answers when the list is at its end. */
const asking = (queries: readonly string[]) => {
  let turn = 0;
  return scriptedCast({
    'claude-3-opus': {
      replies: () => {
        const query = queries[turn++];
        if (query === undefined) return { text: 'done' };
        const call: ToolCall = { id: `call-${turn}`, name: 'search', arguments: JSON.stringify({ query }) };
        return { text: '', toolCalls: [call], reason: 'tool-calls' };
      },
    },
    'web-search': { kind: 'tool', says: '{"results":[]}' },
  });
};
const TOPICS = ['voucher aquarium', 'goggles season', 'refund policy', 'tracking slip', 'terminal defect'];
const stopOf = async (queries: readonly string[]) => {
  const { events, run } = await play(fixed, returns, { cast: asking(queries) });
  return { stop: events('agent.stopped')[0]!, run };
};

describe('an agent without limits', () => {
  test(
    'searches fourteen times on average and costs over two dollars a query, as reported',
    { timeout: 30_000 },
    async () => {
      let [loops, nanoUsd] = [0, 0];
      for (let seed = 0; seed < SEEDS; seed++) {
        const { run, events } = await play(broken, returns, { seed });
        loops += events('agent.stopped')[0]!.toolCalls / SEEDS;
        nanoUsd += totalsOf(run).costNanoUsd / SEEDS;
      }
      const costUsd = nanoUsd / 1e9;
      console.log(`returns agent, ${SEEDS} queries: ${loops.toFixed(1)} loops, $${costUsd.toFixed(2)}`);
      expect(Math.abs(loops - REPORTED.loops)).toBeLessThan(2);
      expect(Math.abs(costUsd - REPORTED.costUsd)).toBeLessThan(0.4);
    },
  );

  test('searches for the same thing in ever other words', async () => {
    const { events } = await play(broken, returns);
    const queries = events('attempt.started')
      .filter(({ target }) => target === 'web-search')
      .map(({ request }) => (request as unknown as { input: { query: string } }).input.query);
    expect(queries.length).toBeGreaterThan(5);
    expect(new Set(queries).size).toBe(queries.length);
    for (const query of queries) expect(query).toContain('aquarium');
  });
});

describe('an agent with limits', () => {
  test('makes five calls at most in any world, and hands the case to a person with the reason', async () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const { run, events } = await play(fixed, returns, { seed });
      const stop = events('agent.stopped')[0]!;
      expect(stop.toolCalls, `seed ${seed}`).toBeLessThanOrEqual(5);
      if (stop.reason === 'answered') continue;
      expect(run.finished, `seed ${seed}`).toMatchObject({
        outcome: 'escalated',
        reason: expect.stringContaining('asked for the same thing'),
      });
    }
  });

  test('may make five calls of five intents, and not a sixth', async () => {
    const five = await stopOf(TOPICS);
    expect(five.stop).toMatchObject({ reason: 'answered', toolCalls: 5 });
    const six = await stopOf([...TOPICS, 'wall terminal']);
    expect(six.stop).toMatchObject({ reason: 'tool-cap', toolCalls: 5 });
    expect(six.run.finished?.outcome).toBe('escalated');
  });

  test('stops at the same intent in other words, not at another intent', async () => {
    const same = await stopOf(['terminal return window', 'window for returning terminals']);
    expect(same.stop).toMatchObject({ reason: 'repetition', toolCalls: 1 });
    const other = await stopOf(['terminal return window', 'terminal battery warranty']);
    expect(other.stop).toMatchObject({ reason: 'answered', toolCalls: 2 });
  });

  test('answers a question that a page answers', async () => {
    const { run, events } = await play(fixed, answered);
    expect(run.finished?.outcome).toBe('returned');
    expect(events('agent.stopped')).toMatchObject([{ reason: 'answered' }]);
  });
});
