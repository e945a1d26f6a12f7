import { describe, expect, test } from 'vitest';
import type { JsonSchema } from '../../../src/model/request.ts';
import { callFor, callOf, faultOf, replyOf, shown, textOf, under } from './calls.ts';

const schema: JsonSchema = {
  type: 'object',
  properties: { intent: { type: 'string', enum: ['billing', 'technical'] }, confidence: { type: 'number' } },
  required: ['intent', 'confidence'],
};
const json = replyOf('{"intent":"bil', 'ling","confi', 'dence":0.9}');
const struckBy = (how: string, call = callFor(schema), parts = json) =>
  under([faultOf('bad_format', { how })], call, parts);

describe('bad format', () => {
  test('puts a Markdown fence around the text, the times unchanged', () => {
    const struck = struckBy('fence');
    expect(textOf(struck.parts)).toBe('```json\n{"intent":"billing","confidence":0.9}\n```');
    expect(shown(struck)).toEqual(['300 head', '400 text', '500 text', '600 text', '600 usage', '600 end']);
    expect(struck.strikes[0]?.atMs).toBe(400);
  });

  test('puts chatter around the text, of a plain reply too', () => {
    const struck = struckBy('prose', callOf(), replyOf('Hello', ' there'));
    expect(textOf(struck.parts)).toBe(
      'Sure! Here is what you asked for:\n\nHello there\n\nLet me know if you need anything else.',
    );
  });

  test('gives one value another type, at a place that differs from call to call', () => {
    const texts = new Set(
      Array.from({ length: 20 }, (_, i) =>
        textOf(struckBy('type', { ...callFor(schema), step: `s${i}` }).parts),
      ),
    );
    expect([...texts].sort()).toEqual([
      '{"intent":"billing","confidence":"0.9"}',
      '{"intent":["billing"],"confidence":0.9}',
    ]);
  });

  test('leaves out one required key', () => {
    const texts = new Set(
      Array.from({ length: 20 }, (_, i) =>
        textOf(struckBy('missing_key', { ...callFor(schema), step: `s${i}` }).parts),
      ),
    );
    expect([...texts].sort()).toEqual(['{"confidence":0.9}', '{"intent":"billing"}']);
  });

  test.each(['type', 'missing_key'])('reports that %s cannot apply to a plain text', (how) => {
    const parts = replyOf('Hello', ' there');
    const calm = struckBy(how, callOf(), parts);
    expect(calm.parts).toBe(parts);
    expect(calm.strikes).toEqual([]);
    expect(calm.tally.get('bad_format')).toEqual({ matched: 1, struck: 0 });
  });

  test.each([
    [
      'no key is required',
      'missing_key',
      { type: 'object', properties: { a: { type: 'string' } } },
      '{"a":"x"}',
    ],
    ['any type is allowed', 'type', { type: 'object', properties: { a: {} } }, '{"a":1}'],
    [
      'both types are allowed',
      'type',
      { type: 'object', properties: { a: { type: ['number', 'string'] } } },
      '{"a":1}',
    ],
    ['a reference hides the type', 'type', { properties: { a: { $ref: '#/$defs/a' } } }, '{"a":1}'],
    ['the reply is cut JSON', 'type', { type: 'object' }, '{"a":'],
  ] as const)('does not pretend to violate where %s', (_, how, open, text) => {
    expect(struckBy(how, callFor(open), replyOf(text)).strikes).toEqual([]);
  });

  test.each([
    [{ anyOf: [{ type: 'number' }, { type: 'null' }] }, 'null', '"null"'],
    [{ enum: ['a', 'b'] }, '"a"', '["a"]'],
    [{ const: 3 }, '3', '"3"'],
    [{ type: 'array', items: { type: 'string' } }, '["x"]', '"[\\"x\\"]"'],
    [{ type: 'boolean' }, 'true', '"true"'],
  ] as const)('violates %j', (inner, value, wrong) => {
    const open = { type: 'object', properties: { a: inner } };
    expect(textOf(struckBy('type', callFor(open), replyOf(`{"a":${value}}`)).parts)).toBe(`{"a":${wrong}}`);
    expect(textOf(struckBy('type', callFor(inner), replyOf(value)).parts)).toBe(wrong);
  });

  test('breaks a JSON object that no schema asked for', () => {
    expect(textOf(struckBy('type', callOf(), replyOf('{"a":1}')).parts)).toBe('{"a":"1"}');
    expect(textOf(struckBy('missing_key', callOf(), replyOf('{"a":1}')).parts)).toBe('{}');
  });

  test('keeps hostile keys as plain keys', () => {
    const struck = struckBy('type', callOf(), replyOf('{"__proto__":{"x":1}}'));
    expect(textOf(struck.parts)).toBe('{"__proto__":"{\\"x\\":1}"}');
  });

  test('never splits a character between two parts', () => {
    const struck = struckBy('fence', callOf(), replyOf('😀', '😀', '😀', '😀'));
    for (const { part } of struck.parts)
      if (part.type === 'text') expect(() => encodeURIComponent(part.text)).not.toThrow();
  });

  test('has nothing to strike in documents', () => {
    const parts = [{ atMs: 5, part: { type: 'documents' as const, documents: [] } }];
    expect(struckBy('fence', callOf(), parts).strikes).toEqual([]);
  });
});
