import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { agent, tool, z } from '../../src/authoring/index.ts';
import type { AgentLimits } from '../../src/authoring/index.ts';
import type { Content } from '../../src/model/endpoint.ts';
import type { ChatRequest, ToolCall } from '../../src/model/request.ts';
import { rehearse, type SomeFault } from '../support/rehearse-world.ts';
import { scriptedCast } from '../support/scripted-cast.ts';

const call = fc.record<ToolCall>({
  id: fc.constantFrom('', 'a', 'b', 'c'),
  name: fc.constantFrom(
    'look',
    'slow',
    'breaks',
    'service',
    'nothing',
    'escalate',
    'hand_over_to_other',
    'toString',
  ),
  arguments: fc.oneof(
    fc.constantFrom('', '{}', '{"q":"x"}', '{"q":"y"}', '{"q":1}', '{"q":', 'null', '[]', '{"__proto__":{}}'),
    fc.string().map((q) => JSON.stringify({ q })),
  ),
});
const reply: fc.Arbitrary<Partial<Content>> = fc.oneof(
  fc.constantFrom<Partial<Content>>(
    { text: 'done' },
    { text: '' },
    { text: 'half', reason: 'length' },
    { reason: 'refusal', text: 'no' },
  ),
  fc.record({
    text: fc.constantFrom('', 'let me see'),
    toolCalls: fc.array(call, { minLength: 1, maxLength: 4 }),
    reason: fc.constantFrom('tool-calls' as const, 'stop' as const, 'length' as const),
  }),
);
const limits: fc.Arbitrary<AgentLimits> = fc.record(
  {
    turns: fc.integer({ min: 1, max: 6 }),
    toolCalls: fc.nat(6),
    repeats: fc.nat(3),
    mistakes: fc.nat(4),
    costUsd: fc.constantFrom(1e-6, 1),
  },
  { requiredKeys: ['turns'] },
);
const faults: fc.Arbitrary<SomeFault[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom(
        'server_error' as const,
        'cut' as const,
        'blackhole' as const,
        'latency' as const,
      ),
      match: fc.record({ model: fc.constantFrom('m', 'service') }),
      rate: fc.constantFrom(0.3, 1),
      after: fc.nat(2),
    }),
    { maxLength: 2 },
  )
  .map((list) => list.map((fault, i) => ({ ...fault, id: `f${i}` })));

const anything = z.object({ q: z.optional(z.string()) });
const tools = {
  look: tool({ description: 'Looks.', input: anything, run: ({ q }) => `found ${q ?? ''}` }),
  slow: tool({
    description: 'Takes a while.',
    input: anything,
    run: async (_, { sleep }) => {
      await sleep('5s');
      return 'slow';
    },
    timeout: '3s',
  }),
  breaks: tool({
    description: 'Breaks.',
    input: anything,
    fatal: ['unavailable'],
    run: (): string => {
      throw new Error('broken');
    },
  }),
  service: tool({
    description: 'Asks.',
    input: anything,
    endpoint: 'service',
    timeout: '2s',
    retry: { times: 1, base: '1s' },
  }),
};

test('whatever a model says, an agent keeps its limits, stops once with its reason, and is the same to the byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(reply, { minLength: 1, maxLength: 8 }),
      limits,
      fc.constantFrom('last' as const, 'escalate' as const, 'fail' as const),
      faults,
      async (replies, bounds, onLimit, plan) => {
        const base = { model: 'm', system: 'Help.', timeout: '10s', onLimit } as const;
        const other = agent({ ...base, name: 'Other', limits: { turns: 2 } });
        const tested = agent({
          ...base,
          name: 'Tested',
          tools,
          limits: bounds,
          handOver: { other },
          escalate: 'At will.',
        });
        const cast = scriptedCast({
          m: {
            replies: (request) => {
              const { messages } = request as ChatRequest;
              return replies[messages.filter(({ role }) => role === 'assistant').length % replies.length]!;
            },
          },
          service: { kind: 'tool', says: '{"ok":true}' },
        });
        const world = await rehearse(tested, { cast, faults: plan });
        const stops = world.events('agent.stopped');
        const own = stops.filter(({ step }) => step === '');
        expect(own).toHaveLength(1);
        expect(own[0]!.turns).toBeLessThanOrEqual(bounds.turns!);
        expect(own[0]!.toolCalls).toBeLessThanOrEqual(bounds.toolCalls ?? 20);
        expect(stops.some(({ step }) => step === 'other')).toBe(own[0]!.reason === 'handed-over');
        expect(world.run.finished).toBeDefined();
        for (const kind of ['step', 'attempt'] as const)
          expect(world.events(`${kind}.started`)).toHaveLength(world.events(`${kind}.finished`).length);
        expect((await rehearse(tested, { cast, faults: plan })).hash).toBe(world.hash);
      },
    ),
    { numRuns: 300 },
  );
});
