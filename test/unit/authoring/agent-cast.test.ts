import { describe, expect, test } from 'vitest';
import { simulatedCast } from '../../../mocks/cast.ts';
import { agent, retrieve, tool, z } from '../../../src/authoring/index.ts';
import type { AgentLimits, AgentResult } from '../../../src/authoring/index.ts';
import { rehearse } from '../../support/rehearse-world.ts';

const search = tool({
  description: 'Searches the help centre.',
  input: z.object({ query: z.string() }),
  step: retrieve({ index: 'help-centre', top: 3, timeout: '5s' }),
  from: ({ query }) => query,
});
const order = tool({
  description: 'Looks an order up.',
  input: z.object({ order: z.string().check(z.describe('order or invoice number, or e-mail address')) }),
  endpoint: 'orders',
  timeout: '2s',
});
const refund = tool({
  description: 'Pays an order back.',
  input: z.object({ order: z.string(), amountUsd: z.optional(z.number()) }),
  endpoint: 'payments',
  timeout: '3s',
  retry: 2,
});
const uncovered = 'My wall terminal was damaged in transport. How do I get a courier to collect it?';

describe('a searcher that is told never to give up', () => {
  const searcher = (limits: AgentLimits) =>
    agent({
      name: 'Searcher',
      model: 'claude-3-opus',
      system: 'Answer from the help centre. Keep searching until you are fully sure.',
      tools: { search },
      limits,
    });
  const worlds = async (limits: AgentLimits, seeds: number) => {
    const stopped: string[] = [];
    let calls = 0;
    let costNanoUsd = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const world = await rehearse(searcher(limits), { cast: simulatedCast, input: uncovered, seed });
      stopped.push(world.events('agent.stopped')[0]!.reason);
      calls += world.events('agent.stopped')[0]!.toolCalls;
      for (const finished of world.events('attempt.finished')) costNanoUsd += finished.costNanoUsd ?? 0;
    }
    return { stopped, calls: calls / seeds, costUsd: costNanoUsd / seeds / 1e9 };
  };

  test('loops without limits, and costs; with five calls and one intent it is stopped, and a person is told why', async () => {
    const free = { turns: Infinity, toolCalls: Infinity, repeats: Infinity };
    const broken = await worlds(free, 60);
    expect(new Set(broken.stopped)).toEqual(new Set(['answered']));
    expect(broken.calls).toBeGreaterThan(10);
    const fixed = await worlds({ toolCalls: 5, repeats: 1 }, 60);
    expect(fixed.calls).toBeLessThanOrEqual(2);
    expect(fixed.stopped.filter((reason) => reason === 'repetition').length).toBeGreaterThan(40);
    expect(broken.costUsd).toBeGreaterThan(5 * fixed.costUsd);
    const capped = await worlds({ toolCalls: 5, repeats: Infinity }, 20);
    expect(capped.calls).toBeLessThanOrEqual(5);
    expect(capped.stopped).toContain('tool-cap');
  });
});

describe('an agent that acts', () => {
  // a model that slips asks for the same refund again: with no repeats allowed that is stopped before it is carried out
  const support = agent({
    name: 'Support',
    model: 'gpt-4o',
    system: 'Help the customer. Use the tools.',
    tools: { search, order, refund },
    limits: { toolCalls: 5, repeats: 0 },
  });

  test('refunds once, whatever happens to the reply on its way', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const world = await rehearse(support, {
        cast: simulatedCast,
        input: 'Please refund ORD-1042, I was charged twice.',
        seed,
        faults: [
          { id: 'cut', kind: 'cut', match: { model: 'payments' }, count: 1, how: 'reset', afterParts: 1 },
          { id: 'slow', kind: 'latency', match: { model: 'payments' }, ms: 4000, after: 1, count: 1 },
        ],
      });
      expect(
        world.events('effect.executed').filter(({ target }) => target === 'payments').length,
      ).toBeLessThanOrEqual(1);
      expect(world.run.finished!.outcome).not.toBe('stalled');
    }
  });

  test('is the same world to the byte each time, and another with another seed', async () => {
    const by = async (seed: number): Promise<string> =>
      (await rehearse(support, { cast: simulatedCast, input: 'Refund INV-2025-0381 please.', seed })).hash;
    expect(await by(3)).toBe(await by(3));
    expect(await by(3)).not.toBe(await by(4));
  });

  test('asks of the cast what it needs: an order, a refund, an answer that says so', async () => {
    const world = await rehearse(support, {
      cast: simulatedCast,
      input: 'Please refund ORD-1042, I was charged twice.',
      seed: 3,
    });
    const result = world.run.finished!.value as unknown as AgentResult;
    expect(result.history.map(({ tool: name }) => name)).toEqual(['order', 'refund']);
    expect(result.answer).toContain('status done');
  });
});
