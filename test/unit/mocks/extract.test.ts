import { describe, expect, test } from 'vitest';
import tickets from '../../../mocks/data/tickets.json' with { type: 'json' };
import { ENTITY_KINDS, amountOf, entitiesOf } from '../../../mocks/skills/entities.ts';
import type { EntityKind } from '../../../mocks/skills/entities.ts';
import type { Json } from '../../../src/base/json.ts';
import { always, ask, chat, objectSchema } from './requests.ts';

const nullable = (description: string) => ({ type: ['string', 'null'], description });
const extracted = (
  text: string,
  properties: Readonly<Record<string, Json>>,
  required?: string[],
  draw = always(0.5),
): unknown =>
  JSON.parse(
    ask('gpt-4o-mini', chat('Extract the fields.', text, objectSchema(properties, required)), draw).text!,
  );

describe('extraction', () => {
  test('finds nearly every entity that the labelled tickets name, and little else', () => {
    const marked = new Set<string>(tickets.flatMap(({ entities }) => entities.map(({ type }) => type)));
    const kinds = ENTITY_KINDS.filter((kind) => marked.has(kind));
    let found = 0;
    let missed = 0;
    let extra = 0;
    for (const { body, entities } of tickets)
      for (const kind of kinds) {
        const wanted = new Set<string>(entities.filter(({ type }) => type === kind).map(({ text }) => text));
        const got = new Set(entitiesOf(kind, body).map(({ text }) => text));
        for (const text of wanted)
          if (got.has(text)) found++;
          else missed++;
        for (const text of got) if (!wanted.has(text)) extra++;
      }
    expect(found / (found + missed)).toBeGreaterThanOrEqual(0.97);
    expect(found / (found + extra)).toBeGreaterThanOrEqual(0.95);
  });

  test('fills the fields by name and description', () => {
    const text =
      'Invoice INV-20931 charged us 240 EUR on 3 March; write to ana@north.example. Error LK-504 on 5.1.0.';
    expect(
      extracted(text, {
        invoice: nullable('the invoice number'),
        amount: nullable('the money charged'),
        when: nullable('the date'),
        contact: nullable('an email address'),
        errorCode: nullable(''),
        version: nullable(''),
      }),
    ).toEqual({
      invoice: 'INV-20931',
      amount: '240 EUR',
      when: '3 March',
      contact: 'ana@north.example',
      errorCode: 'LK-504',
      version: '5.1.0',
    });
  });

  test('gives null for what the text does not say, and leaves out what need not be there', () => {
    const fields = {
      email: nullable(''),
      orderNumber: { type: 'string' },
      plan: { type: 'string', enum: ['Free', 'Team', 'Business'] },
    };
    expect(extracted('Hello', fields, ['email'])).toEqual({ email: null });
  });

  test('gives numbers where the schema wants numbers, in any notation', () => {
    expect(extracted('You took $1,100.50 from me', { amount: { type: 'number' } })).toEqual({
      amount: 1100.5,
    });
    expect(['1 100 €', '1.100,50 €', '66,000円', '$37.40', 'none'].map(amountOf)).toEqual([
      1100,
      1100.5,
      66000,
      37.4,
      null,
    ]);
  });

  test('lists entities as rows of type and text', () => {
    const row = { type: 'object', properties: { type: { type: 'string' }, text: { type: 'string' } } };
    const text = 'Order PO-88213, March 3, $49';
    expect(extracted(text, { entities: { type: 'array', items: row } })).toEqual({
      entities: [
        { type: 'order', text: 'PO-88213' },
        { type: 'date', text: 'March 3' },
        { type: 'money', text: '$49' },
      ],
    });
  });

  test('does not take one kind of number for another', () => {
    const text = 'INV-2025-0381 of 2025-03-31 lists 503 people, 12.50 € and 5.1.0';
    const of = (kind: EntityKind) => entitiesOf(kind, text).map((entity) => entity.text);
    expect([of('invoice'), of('date'), of('error_code'), of('money'), of('version'), of('order')]).toEqual([
      ['INV-2025-0381'],
      ['2025-03-31'],
      [],
      ['12.50 €'],
      ['5.1.0'],
      [],
    ]);
  });

  test('overlooks one fact as often as the model errs', () => {
    const fields = { email: nullable(''), invoice: nullable('') };
    const text = 'INV-20931, ana@north.example';
    expect(extracted(text, fields, undefined, always(0.99))).toEqual({
      email: 'ana@north.example',
      invoice: null,
    });
  });
});
