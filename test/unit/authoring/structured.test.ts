import { describe, expect, test } from 'vitest';
import { z as zod } from 'zod';
import { classify, dag, generate, orchestration, sequence, step, z } from '../../../src/authoring/index.ts';
import type { Schema } from '../../../src/authoring/index.ts';
import type { ChatRequest } from '../../../src/model/request.ts';
import { rehearse } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';
import { castOf, says } from './agent-script.ts';

const order = z.object({ id: z.string(), amount: z.number() });
const reading = (more: object = {}) =>
  orchestration({
    name: 'Reading',
    steps: { read: generate({ model: 'm', system: 'Read.', schema: order, ...more }) },
    run: (text: string, { read }) => read(text),
  });
const good = says('{"id":"A-1","amount":5}');
const bad = says('{"id":"A-1","amount":"five"}');

describe('structured output', () => {
  test('is asked for by its JSON Schema, and given as the value that it is', async () => {
    const { cast, seen } = castOf([good]);
    const world = await rehearse(reading(), { cast });
    expect(world.run.finished!.value).toEqual({ id: 'A-1', amount: 5 });
    expect(seen[0]!.format).toEqual({
      name: 'reply',
      schema: {
        type: 'object',
        properties: { id: { type: 'string' }, amount: { type: 'number' } },
        required: ['id', 'amount'],
        additionalProperties: false,
      },
    });
  });

  test('that is broken is sent back once, with the complaint, and mended at once', async () => {
    const { cast, seen } = castOf([bad, good]);
    const world = await rehearse(reading(), { cast });
    expect(world.run.finished!.value).toEqual({ id: 'A-1', amount: 5 });
    expect(seen[1]!.messages.slice(2)).toEqual([
      { role: 'assistant', content: '{"id":"A-1","amount":"five"}' },
      {
        role: 'user',
        content:
          'Your reply could not be used: m did not keep to the format: amount: expected number, got a string. Reply again, in the form that was asked for and nothing else.',
      },
    ]);
    const { attempts } = world.step('read');
    expect(attempts.map(({ outcome, startedMs }) => [outcome, startedMs])).toEqual([
      ['failed', 0],
      ['ok', 100],
    ]);
    expect(world.events('backoff.started')).toEqual([]);
  });

  test('is repaired as often as is said, and is then a bad format', async () => {
    const times = async (repair?: number): Promise<number> => {
      const world = await rehearse(reading(repair === undefined ? {} : { repair }), {
        cast: castOf([bad]).cast,
      });
      expect(world.run.finished!.failure).toMatchObject({ code: 'bad_format', step: 'read' });
      return world.step('read').attempts.length;
    };
    expect(await times()).toBe(2);
    expect(await times(0)).toBe(1);
    expect(await times(3)).toBe(4);
  });

  test('is repaired besides the retries, and on every model of the chain', async () => {
    const cast = scriptedCast({ m: { says: '{}' }, backup: { says: '[]' } });
    const world = await rehearse(reading({ retry: { times: 1, base: '1s' }, fallback: 'backup' }), { cast });
    expect(world.step('read').attempts.map(({ target }) => target)).toEqual([
      ...['m', 'm', 'm'],
      ...['backup', 'backup', 'backup'],
    ]);
    expect(world.events('backoff.started')).toHaveLength(2);
    expect(world.events('run.started')[0]!.steps[0]!.policy.layers).toContain('repair 1');
  });

  test('that a fault makes invalid is mended by the repair, or not at all', async () => {
    const { cast } = castOf([good, good]);
    const faults = (count: number) => [{ id: 'f', kind: 'bad_format' as const, how: 'fence', count }];
    expect((await rehearse(reading(), { cast, faults: faults(1) })).run.finished!.outcome).toBe('returned');
    const world = await rehearse(reading(), { cast, faults: faults(2) });
    expect(world.run.finished!.failure).toMatchObject({ code: 'bad_format', injected: true });
  });

  test('does not repair what is no matter of form', async () => {
    const world = await rehearse(reading(), {
      cast: castOf([good]).cast,
      faults: [{ id: 'f', kind: 'server_error' }],
    });
    expect(world.step('read').attempts).toHaveLength(1);
  });

  test.for([
    [
      'no JSON at all',
      says('Certainly! It is A-1.'),
      "JSON was asked for, and it answered 'Certainly! It is A-1.'",
    ],
    ['nothing', says(''), 'its reply is empty'],
    ['a part of it', { text: '{"id":', reason: 'length' as const }, 'its reply was cut at the limit'],
    ['a key too few', says('{"id":"A"}'), 'amount: expected number, got nothing'],
  ] as const)('that is %s says so', async ([, reply, message]) => {
    const world = await rehearse(reading({ repair: 0 }), { cast: castOf([reply]).cast });
    expect(world.run.finished!.failure!.message).toContain(message);
  });

  test('that is no object travels in one', async () => {
    const list = orchestration({
      name: 'List',
      steps: { read: generate({ model: 'm', system: 's', schema: z.array(z.int()) }) },
      run: (text: string, { read }) => read(text),
    });
    const { cast, seen } = castOf([says('[1,2]'), says('{"value":[1,2]}')]);
    const world = await rehearse(list, { cast });
    expect(world.run.finished!.value).toEqual([1, 2]);
    expect(seen[0]!.format!.schema).toEqual({
      type: 'object',
      properties: { value: { type: 'array', items: { type: 'integer' } } },
      required: ['value'],
      additionalProperties: false,
    });
    expect(seen[1]!.messages.at(-1)!.content).toContain("an object with 'value' was asked for");
  });

  test('is repaired for any step that asks for a form, when it is told to', async () => {
    const { cast, seen } = castOf([says('{"label":"c"}'), says('{"label":"b"}')]);
    const steps = { pick: classify(['a', 'b'], { model: 'm', repair: 1 }) };
    const world = await rehearse(
      orchestration({ name: 'Pick', steps, run: (text: string, { pick }) => pick(text) }),
      { cast },
    );
    expect(world.run.finished!.value).toBe('b');
    expect(seen[1]!.messages.at(-1)!.content).toContain('"c" is none of the labels a, b');
  });

  test('is refused when it is defined with a repair that is none', () => {
    expect(() => reading({ repair: -1 })).toThrow('repair is -1; it must be a whole number from 0 to 10');
    expect(() => reading({ repair: 11 })).toThrow('repair is 11');
  });
});

describe('a schema', () => {
  const sent = async (schema: Schema, reply: string) => {
    const { cast, seen } = castOf([says(reply)]);
    const world = await rehearse(
      orchestration({
        name: 'Any',
        steps: { read: generate({ model: 'm', system: 's', schema, repair: 0 }) },
        run: (text: string, { read }) => read(text),
      }),
      { cast },
    );
    return { finished: world.run.finished!, schema: (seen[0] as ChatRequest).format!.schema };
  };

  test('of another library is taken when it says its JSON Schema itself', async () => {
    const schema = zod.object({ id: zod.string().min(2), kind: zod.enum(['a', 'b']).default('a') });
    const read = await sent(schema, '{"id":"xy"}');
    expect(read.finished.value).toEqual({ id: 'xy', kind: 'a' });
    expect(read.schema).toMatchObject({
      type: 'object',
      properties: { id: { type: 'string', minLength: 2 } },
    });
    expect((await sent(schema, '{"id":"x"}')).finished.failure!.code).toBe('bad_format');
  });

  test('may be a JSON Schema as it stands', async () => {
    const jsonSchema = {
      type: 'object',
      properties: { n: { type: 'integer', minimum: 1 } },
      required: ['n'],
      additionalProperties: false,
    };
    expect(await sent({ jsonSchema }, '{"n":1}')).toMatchObject({
      schema: jsonSchema,
      finished: { value: { n: 1 } },
    });
    expect((await sent({ jsonSchema }, '{"n":0}')).finished.failure!.message).toContain(
      'n: must be at least 1',
    );
    expect((await sent({ jsonSchema }, '{"n":1,"m":2}')).finished.failure!.message).toContain(
      'm: is not asked for',
    );
  });

  test('that cannot be sent is refused when it is defined, naming the part', () => {
    const made = (schema: Schema) => () => generate({ model: 'm', system: 's', schema });
    const silent = {
      '~standard': { version: 1, vendor: 'mute', validate: (value: unknown) => ({ value }) },
    } as const;
    expect(made(silent)).toThrow(
      "the schema of generate is a schema of 'mute', which does not say its JSON Schema",
    );
    expect(made(z.object({ a: z.object({ b: z.array(zod.date() as never) }) }))).toThrow(
      'the schema of generate.a.b[] is a z.date, which has no JSON Schema',
    );
    expect(made({ jsonSchema: { type: 'object', properties: { a: { if: {} } } } })).toThrow(
      "the schema of generate.properties.a uses 'if'",
    );
    expect(made({ jsonSchema: { type: 'date' } })).toThrow("has the type 'date'");
    expect(made({ jsonSchema: { $ref: '#/$defs/a' } })).toThrow("refers to '#/$defs/a', which is not there");
  });
});

describe('a label with confidence', () => {
  const steps = { pick: classify(['a', 'b'], { model: 'm', confidence: true }) };
  const pick = orchestration({ name: 'Pick', steps, run: (text: string, { pick: ask }) => ask(text) });

  test('comes with how sure the model is', async () => {
    const { cast, seen } = castOf([says('{"label":"a","confidence":0.95}')]);
    expect((await rehearse(pick, { cast })).run.finished!.value).toEqual({ label: 'a', confidence: 0.95 });
    expect(seen[0]!.format!.schema).toMatchObject({ required: ['label', 'confidence'] });
  });

  test.for([
    '{"label":"a"}',
    '{"label":"a","confidence":1.01}',
    '{"label":"a","confidence":-0.01}',
    '{"label":"a","confidence":"high"}',
  ])('is a bad format in %s', async (text) => {
    const world = await rehearse(pick, { cast: castOf([says(text)]).cast });
    expect(world.run.finished!.failure!.message).toContain('a confidence from 0 to 1 was asked for');
  });

  test.for([0, 1])('may be %i', async (confidence) => {
    const world = await rehearse(pick, {
      cast: castOf([says(JSON.stringify({ label: 'b', confidence }))]).cast,
    });
    expect(world.run.finished!.value).toEqual({ label: 'b', confidence });
  });
});

describe('a contract that breaks between two steps', () => {
  const wants = step(({ text }: { text: string }) => text, { input: z.object({ text: z.string() }) });

  test('names producer, consumer and path in a sequence', async () => {
    const chain = sequence([
      step((n: string) => ({ text: n.length })).as('counts'),
      wants.as('reads'),
    ] as never);
    const world = await rehearse(chain);
    expect(world.run.finished!.failure).toMatchObject({
      code: 'contract',
      step: 'reads',
      message: 'counts handed reads a value that it does not accept: text: expected string, got a number',
    });
  });

  test('names every producer of a node of a graph', async () => {
    const graph = dag<string>()({
      left: { step: step(() => 1) },
      right: { step: step(() => 2) },
      reads: { step: wants as never, after: ['left', 'right'] },
    });
    const world = await rehearse(graph);
    expect(world.run.finished!.failure!.message).toContain(
      'left and right handed reads a value that it does not accept: text: expected string, got nothing',
    );
  });
});
