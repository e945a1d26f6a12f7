/** Fills the fields of a schema from a text: by what a field's name and description say it holds. */
import type { Json } from '../../src/base/json.ts';
import { ENTITY_KINDS, amountOf, entitiesOf } from './entities.ts';
import type { EntityKind } from './entities.ts';
import { rankLabels } from './rank-labels.ts';
import type { Field } from './schema.ts';
import { actsOf } from './speech-acts.ts';
import { languageOf } from './language.ts';
import { sentencesOf } from './text.ts';

const KIND_WORDS: readonly (readonly [EntityKind, RegExp])[] = [
  ['email', /e-?mail|correo|courriel/i],
  ['invoice', /invoice|factura|facture|rechnung|請求書/i],
  ['order', /order|purchase|\bpo\b|pedido|commande|bestell|注文/i],
  ['error_code', /error|status|code|fehler|エラー/i],
  ['version', /version|release|バージョン/i],
  ['money', /money|amount|price|sum|cost|total|charge|refund|importe|montant|betrag|金額/i],
  ['percent', /percent|rate|ratio/i],
  ['date', /date|day|when|since|fecha|datum|日付/i],
  ['time', /time|hour|uhrzeit|時刻/i],
  ['plan', /plan|tier|tarif|subscription|プラン/i],
  ['url', /url|link|website/i],
  ['phone', /phone|telefon|téléphone|mobile|電話/i],
  ['product', /product|tool|app|integration|browser|device|system|製品/i],
  ['name', /name|person|nombre|氏名/i],
  ['number', /number|count|quantity|how many|seats|members|people/i],
];

/** Labels whose shares are nearer than this are equally likely. */
const UNDECIDED = 0.02;

/** The kind of fact that a field asks for, by its name first, then by its description; null if neither tells. */
function kindOfField(field: Field): EntityKind | null {
  const name = field.name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/_/g, ' ');
  for (const said of [name, field.description]) {
    const exact = ENTITY_KINDS.find((kind) => kind.replace('_', ' ') === said.toLowerCase());
    const kind = exact ?? KIND_WORDS.find(([, words]) => words.test(said))?.[0];
    if (kind) return kind;
  }
  return null;
}

/** Fills every field; what is missing is null where the schema allows it or asks for the field, and else left out. */
export function extract(fields: readonly Field[], text: string, system: string): Record<string, Json> {
  const filled: Record<string, Json> = {};
  for (const field of fields) {
    const value = fill(field, text, system);
    if (value !== null) filled[field.name] = value;
    else if (field.nullable || field.required) filled[field.name] = absent(field);
  }
  return filled;
}

/** What stands for a missing value: null where allowed, else the emptiest value that satisfies the schema. */
function absent(field: Field): Json {
  if (field.nullable) return null;
  if (field.labels) return field.labels[0]!;
  return { string: '', number: Math.max(0, field.minimum), boolean: false, array: [], object: {} }[
    field.type
  ];
}

function fill(field: Field, text: string, system: string): Json {
  if (field.labels) return fillLabel(field, field.labels, text, system);
  switch (field.type) {
    case 'array':
      return fillArray(field, text, system);
    case 'object':
      return extract(field.inner, text, system);
    case 'boolean':
      return fillBoolean(field, text);
    case 'number':
      return fillNumber(field, text);
    case 'string':
      return fillString(field, text);
  }
}

/** The best label; none where the field may be left out and nothing speaks for one more than for another. */
function fillLabel(field: Field, labels: readonly string[], text: string, system: string): Json {
  const { order, shares } = rankLabels(labels, {
    text,
    system: `${field.description}\n${system}`,
    support: null,
  });
  const [best, next] = order;
  const mayLack = field.nullable || !field.required;
  const undecided = next !== undefined && shares[best!]! - shares[next]! < UNDECIDED;
  return mayLack && undecided ? null : labels[best!]!;
}

function fillArray(field: Field, text: string, system: string): Json {
  const item = field.inner[0];
  if (!item) return [];
  if (item.type === 'object') return fillEntities(item.inner, text) ?? [];
  if (item.labels) {
    const { order, shares } = rankLabels(item.labels, { text, system, support: null });
    return order.filter((i) => shares[i]! >= 1 / item.labels!.length).map((i) => item.labels![i]!);
  }
  const kind = kindOfField(field);
  if (kind) return [...new Set(entitiesOf(kind, text).map((entity) => entity.text))];
  return /entit|fact|detail/i.test(field.name)
    ? allEntities(text).map((entity) => entity.text)
    : sentencesOf(text).slice(0, 3);
}

/** Everything found, in the order of the text; plain numbers and times are too many to be facts. */
const allEntities = (text: string) =>
  ENTITY_KINDS.filter((kind) => kind !== 'number' && kind !== 'time')
    .flatMap((kind) => entitiesOf(kind, text))
    .sort((a, b) => a.at - b.at || ENTITY_KINDS.indexOf(a.kind) - ENTITY_KINDS.indexOf(b.kind));

/** Rows of {type, text}: an entity each, of the types that the schema lists if it lists any. */
function fillEntities(row: readonly Field[], text: string): Json | null {
  const type = row.find((field) => /type|kind|label|category/i.test(field.name));
  const value = row.find((field) => field !== type && field.type === 'string');
  if (!type || !value) return null;
  const named = (kind: EntityKind) =>
    type.labels
      ? type.labels.find((label) => kindOfField({ ...type, name: label, description: '' }) === kind)
      : kind;
  return allEntities(text).flatMap((entity) => {
    const label = named(entity.kind);
    return label === undefined ? [] : [{ [type.name]: label, [value.name]: entity.text }];
  });
}

function fillBoolean(field: Field, text: string): boolean {
  const asked = `${field.name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/_/g, ' ')} ${field.description}`;
  const { order } = rankLabels(['yes', 'no'], { text, system: asked, support: null });
  return order[0] === 0;
}

function fillNumber(field: Field, text: string): Json {
  const kind = kindOfField(field);
  const found =
    (kind && entitiesOf(kind, text)[0]) ?? (kind === 'money' ? undefined : entitiesOf('number', text)[0]);
  const amount = found ? amountOf(found.text) : null;
  return amount !== null && field.whole ? Math.round(amount) : amount;
}

function fillString(field: Field, text: string): Json {
  const kind = kindOfField(field);
  if (kind) return entitiesOf(kind, text)[0]?.text ?? null;
  if (/lang/i.test(field.name)) return languageOf(text);
  if (/summary|subject|title|reason|topic|problem|issue|question|request|description/i.test(field.name)) {
    const sentences = sentencesOf(text);
    return (
      sentences.find((sentence) => (actsOf(sentence)['problem'] ?? 0) > 0.5 || /[?？]/.test(sentence)) ??
      sentences[0] ??
      null
    );
  }
  return null;
}
