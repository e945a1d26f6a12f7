/** Requests as authoring sends them, and draws to answer them with. */
import { simulatedCast } from '../../../mocks/cast.ts';
import { uniform } from '../../../src/base/keyed-random.ts';
import type { Json } from '../../../src/base/json.ts';
import type { Content, Draw } from '../../../src/model/endpoint.ts';
import type { ChatRequest, JsonSchema, Message } from '../../../src/model/request.ts';

/** The same number for every stream. */
export const always =
  (value: number): Draw =>
  () =>
    value;

/** Keyed draws of one seed and call, as a world makes them. */
export const drawsOf =
  (seed: number, key = 'call'): Draw =>
  (stream) =>
    uniform(seed, stream, key);

export function ask(
  model: string,
  request: Parameters<NonNullable<ReturnType<typeof simulatedCast.get>>['answer']>[0],
  draw: Draw = always(0.5),
): Content {
  const endpoint = simulatedCast.get(model);
  if (!endpoint) throw new Error(`the cast has no ${model}`);
  return endpoint.answer(request, draw);
}

/** An object input as authoring renders it. */
const rendered = (input: Readonly<Record<string, unknown>>): string =>
  Object.entries(input)
    .map(
      ([key, value]) => `<${key}>\n${typeof value === 'string' ? value : JSON.stringify(value)}\n</${key}>`,
    )
    .join('\n');

export const chat = (
  system: string,
  user: string | Readonly<Record<string, unknown>>,
  schema?: JsonSchema,
): ChatRequest => ({
  kind: 'chat',
  model: 'any',
  messages: [
    ...(system === '' ? [] : [{ role: 'system', content: system } satisfies Message]),
    { role: 'user', content: typeof user === 'string' ? user : rendered(user) },
  ],
  ...(schema === undefined ? {} : { format: { name: 'asked', schema } }),
});

export const objectSchema = (
  properties: Readonly<Record<string, Json>>,
  required = Object.keys(properties),
): JsonSchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const labelSchema = (labels: readonly string[]): JsonSchema =>
  objectSchema({ label: { type: 'string', enum: labels } });

export const classification = (labels: readonly string[], text: string): ChatRequest =>
  chat('Classify the message. Answer with one of the labels.', text, labelSchema(labels));

/** The label that a model gives. */
export const labelOf = (
  labels: readonly string[],
  text: string,
  model = 'gpt-4o',
  draw = always(0.999),
): unknown =>
  (JSON.parse(ask(model, classification(labels, text), draw).text ?? '') as { label: unknown }).label;

export const judgement = objectSchema({
  score: { type: 'number', minimum: 0, maximum: 1 },
  reason: { type: 'string' },
});

/** The score that a judge gives to a reply. */
export function scoreOf(reply: string, against: unknown, draw = always(0.5)): number {
  const request = chat(
    'Judge how well the reply meets this: grounded and complete.',
    { reply, against },
    judgement,
  );
  return (JSON.parse(ask('judge-v1', request, draw).text ?? '') as { score: number }).score;
}

export interface Found {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly score: number;
}

export const search = (query: string, top = 3): readonly Found[] =>
  ask('help-centre', { kind: 'retrieve', model: 'help-centre', query, top }).documents ?? [];

export const ANSWERING =
  'Answer the customer in their language, from the articles only. Name the article you rely on.';

/** The answer to a ticket, with the articles that the store finds for it unless others are given. */
export const answerTo = (
  ticket: string,
  articles: unknown = search(ticket),
  model = 'claude-3-sonnet',
  draw = always(0.5),
): string => ask(model, chat(ANSWERING, { ticket, articles }), draw).text ?? '';
