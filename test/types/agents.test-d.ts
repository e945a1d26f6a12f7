import { describe, expectTypeOf, test } from 'vitest';
import { agent, classify, generate, orchestration, retrieve, tool, z } from 'rehearsal';
import type { AgentAnswer, AgentInput, AgentResult, Escalation, InputOf, OutputOf } from 'rehearsal';
import type { Json } from '../../src/base/json.ts';

/** Never called: only what they are typed as counts. */
declare const outputOf: <S>(step: S) => OutputOf<S>;
declare const answerOf: <S>(step: S) => Extract<OutputOf<S>, AgentAnswer<unknown>>['answer'];
declare const inputOf: <S>(step: S) => InputOf<S>;

const order = z.object({ id: z.string(), amount: z.optional(z.number()) });

describe('a tool', () => {
  test('gives its function what the schema says, and has what the function gives', () => {
    const look = tool({
      description: 'x',
      input: order,
      run: async (input) => {
        expectTypeOf(input).toEqualTypeOf<{ id: string; amount?: number | undefined }>();
        return input.id.length;
      },
      tell: (length) => {
        expectTypeOf(length).toEqualTypeOf<number>();
        return length;
      },
    });
    expectTypeOf(outputOf(look)).toEqualTypeOf<number>();
    expectTypeOf(inputOf(look)).toEqualTypeOf<{ id: string; amount?: number | undefined }>();
  });

  test('on an endpoint gives the same among the steps of an orchestration', () => {
    orchestration({
      name: 'x',
      steps: {
        loose: tool({ description: 'x', input: order, endpoint: 'e' }),
        typed: tool({ description: 'x', input: order, endpoint: 'e', output: z.object({ ok: z.boolean() }) }),
        told: tool({ description: 'x', input: order, endpoint: 'e', fallback: { value: null } }),
      },
      run: async (_: string, { loose, typed, told }) => {
        expectTypeOf(await loose({ id: 'a' })).toEqualTypeOf<Json>();
        expectTypeOf(await typed({ id: 'a' })).toEqualTypeOf<{ ok: boolean }>();
        expectTypeOf(await told({ id: 'a' })).toEqualTypeOf<Json>();
        // @ts-expect-error no order has a number for its id
        void loose({ id: 1 }, { key: 2 });
      },
    });
  });

  test('on an endpoint gives JSON, or what its output contract says', () => {
    const loose = tool({ description: 'x', input: order, endpoint: 'e' });
    expectTypeOf(outputOf(loose)).toEqualTypeOf<Json>();
    const typed = tool({
      description: 'x',
      input: order,
      endpoint: 'e',
      output: z.object({ ok: z.boolean() }),
    });
    expectTypeOf(outputOf(typed)).toEqualTypeOf<{ ok: boolean }>();
  });

  test('around a step turns the arguments into that step’s input', () => {
    tool({
      description: 'x',
      input: order,
      step: retrieve({ index: 'i' }),
      from: (input) => {
        expectTypeOf(input).toEqualTypeOf<{ id: string; amount?: number | undefined }>();
        return input.id;
      },
    });
    // @ts-expect-error -- a search asks with text
    tool({ description: 'x', input: order, step: retrieve({ index: 'i' }), from: () => 1 });
  });
});

describe('structured output', () => {
  test('is what its schema says', () => {
    const read = generate({ model: 'm', system: 's', schema: order });
    expectTypeOf(outputOf(read)).toEqualTypeOf<{ id: string; amount?: number | undefined }>();
    const given = generate({ model: 'm', system: 's', schema: { jsonSchema: { type: 'object' } } });
    expectTypeOf(outputOf(given)).toEqualTypeOf<Json>();
    const plain = generate({ model: 'm', system: 's' });
    expectTypeOf(outputOf(plain)).toEqualTypeOf<string>();
  });

  test('has fallback values of that type', () => {
    generate({ model: 'm', system: 's', schema: order, fallback: { value: { id: 'none' } } });
    // @ts-expect-error -- not of the schema's type
    generate({ model: 'm', system: 's', schema: order, fallback: { value: { id: 1 } } });
  });

  test('of a label may come with confidence', () => {
    const sure = classify(['a', 'b'], { model: 'm', confidence: true });
    expectTypeOf(outputOf(sure)).toEqualTypeOf<{
      readonly label: 'a' | 'b';
      readonly confidence: number;
    }>();
    const plain = classify(['a', 'b'], { model: 'm' });
    expectTypeOf(outputOf(plain)).toEqualTypeOf<'a' | 'b'>();
  });
});

describe('an agent', () => {
  const base = { name: 'A', model: 'm', system: 's' } as const;
  const plain = agent({ ...base, tools: { look: tool({ description: 'x', input: order, run: () => 1 }) } });

  test('takes a goal or a conversation, and answers with text, or says why not', () => {
    expectTypeOf(inputOf(plain)).toEqualTypeOf<AgentInput>();
    expectTypeOf(outputOf(plain)).toEqualTypeOf<AgentResult | Escalation>();
  });

  test('answers with what its output schema says', () => {
    const typed = agent({ ...base, output: order });
    expectTypeOf(answerOf(typed)).toEqualTypeOf<{
      id: string;
      amount?: number | undefined;
    }>();
  });

  test('may come to what an agent that took over comes to', () => {
    const typed = agent({ ...base, output: order });
    const front = agent({ ...base, handOver: { typed, plain: { agent: plain, when: 'x' } } });
    expectTypeOf(outputOf(front)).toEqualTypeOf<OutputOf<typeof plain> | OutputOf<typeof typed>>();
  });

  test('is a step of another orchestration', () => {
    orchestration({
      name: 'O',
      steps: { plain },
      run: async (text: string, steps) => {
        const result = await steps.plain(text);
        expectTypeOf(result).toEqualTypeOf<AgentResult | Escalation>();
        if ('escalated' in result) return result;
        if (result.stopped === 'answered') expectTypeOf(result.answer).toEqualTypeOf<string>();
        else expectTypeOf(result.answer).toEqualTypeOf<null>();
        return result;
      },
    });
  });

  test('is refused with what is no limit, no tool, or no way to go on', () => {
    // @ts-expect-error -- no such limit
    agent({ ...base, limits: { steps: 3 } });
    // @ts-expect-error -- a step without a description is no tool
    agent({ ...base, tools: { look: retrieve({ index: 'i' }) } });
    // @ts-expect-error -- not a way to go on
    agent({ ...base, onLimit: 'retry' });
  });
});
