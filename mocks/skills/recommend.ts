/**
 * Four ways to recommend a product, and the one that needs no customer. Each says how sure it is, 0–1 with two digits, by
 * how much it had to go on; without anything it recommends nothing with confidence 0.
 */
import type { Json } from '../../src/base/json.ts';
import products from '../data/products.json' with { type: 'json' };
import { isObject } from './conversation.ts';
import { lazy } from './memo.ts';
import { indexOf } from './search.ts';
import { told } from './service.ts';
import type { Work } from './service.ts';
import { byCodeUnits } from './text.ts';

type Product = (typeof products)[number];

const TOP = 3;

/** Products with a weight each, best first, and how sure that makes. */
function recommended(weights: ReadonlyMap<string, number>, confidence: number): ReturnType<Work> {
  const items = [...weights]
    .filter(([, weight]) => weight > 0)
    .sort(([a, x], [b, y]) => y - x || byCodeUnits(a, b))
    .slice(0, TOP)
    .map(([id]) => id);
  return told({ items, confidence: items.length === 0 ? 0 : Math.round(confidence * 100) / 100 });
}

const listIn = (input: Json, key: string): Product[] => {
  const ids = isObject(input) && Array.isArray(input[key]) ? (input[key] as Json[]) : [];
  return ids.flatMap((id) => products.find((product) => product.id === id) ?? []);
};

/** `{ bought }`: what was bought together with it. Two purchases that point the same way are better than one. */
export const together: Work = (input) => {
  const bought = listIn(input, 'bought');
  const weights = new Map<string, number>();
  for (const { boughtWith } of bought)
    for (const id of boughtWith)
      if (!bought.some((own) => own.id === id)) weights.set(id, (weights.get(id) ?? 0) + 1);
  const most = Math.max(0, ...weights.values());
  return recommended(weights, 0.4 + (0.5 * most) / (most + 1));
};

/** `{ viewed }`: what shares most with what was looked at last. */
export const similar: Work = (input) => {
  const last = listIn(input, 'viewed').at(-1);
  const weights = new Map(
    last ? products.filter(({ id }) => id !== last.id).map((other) => [other.id, shared(last, other)]) : [],
  );
  return recommended(weights, Math.max(0, ...weights.values()));
};

/** The share of tags that two products have in common, 0–1. */
function shared(one: Product, other: Product): number {
  const both = one.tags.filter((tag) => other.tags.includes(tag)).length;
  return both / (one.tags.length + other.tags.length - both);
}

/** `{ viewed }`: more of the kind that most of this visit was about. */
export const inSession: Work = (input) => {
  const viewed = listIn(input, 'viewed');
  const counts = new Map<string, number>();
  for (const { kind } of viewed) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const rest = products.filter(({ id }) => !viewed.some((seen) => seen.id === id));
  const weights = new Map(
    rest.map(({ id, kind, sold }) => [id, counts.get(kind) === most && most > 0 ? sold : 0]),
  );
  return recommended(weights, (0.9 * most) / (viewed.length + 1));
};

const index = lazy(() =>
  indexOf(products.map(({ id, name, tags }) => ({ id, title: name, text: tags.join(' ') }))),
);

/** `{ search }`: what the words ask for. */
export const searched: Work = (input) => {
  const query = isObject(input) && typeof input['search'] === 'string' ? input['search'] : '';
  const hits = index()(query, TOP, 0.1);
  return recommended(new Map(hits.map(({ document, score }) => [document.id, score])), hits[0]?.score ?? 0);
};

/** What sold most. */
export const popular: Work = () => recommended(new Map(products.map(({ id, sold }) => [id, sold])), 0.1);
