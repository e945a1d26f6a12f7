/** Edits of what people do in a scenario: each gives a new list, in the order in which it happens. */
import type { Json } from '../base/json.ts';
import type { Scenario } from '../scenario/document.ts';

export type Interventions = Scenario['interventions'];
export type Intervention = Interventions[number];

/** Adds one at a virtual time, after those of the same millisecond. */
export function withIntervention(
  all: Interventions,
  atMs: number,
  kind: string,
  value: Json,
): readonly Intervention[] {
  const at = Math.max(0, Math.round(atMs));
  const order = all.reduce((most, one) => (one.atMs === at ? Math.max(most, one.order + 1) : most), 0);
  return inOrder([...all, { atMs: at, order, kind, value }]);
}

/** Takes one out. */
export const withoutIntervention = (all: Interventions, taken: Intervention): readonly Intervention[] =>
  all.filter((one) => one !== taken);

const inOrder = (all: Interventions): readonly Intervention[] =>
  [...all].sort((a, b) => a.atMs - b.atMs || a.order - b.order);

/** Whom or what an intervention is about: the signal or letter that it answers, the run that it cancels; null for others. */
export function aboutIn({ value }: Pick<Intervention, 'value'>): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { signal, run } = value as { readonly signal?: Json; readonly run?: Json };
  return typeof signal === 'string' ? signal : typeof run === 'string' ? run : null;
}

/** Of an answer, shown at most. */
const SAID_CHARS = 24;

/** 'approved', 'rejected', 'answered "next week"', 'cancelled run-1', 'sent again': what a person did, in a word or two. */
export function interventionWords({ kind, value }: Pick<Intervention, 'kind' | 'value'>): string {
  const about = aboutIn({ value });
  if (kind === 'cancel') return `cancelled ${about ?? 'the run'}`;
  if (kind !== 'answer') return kind;
  const { value: said } = value as { readonly value?: Json };
  const how = (said as { readonly how?: Json } | null | undefined)?.how;
  if (how === 'redriven') return 'sent again';
  if (how === 'discarded') return 'discarded';
  if (how === 'answered') return 'answered';
  if (said === true) return 'approved';
  if (said === false) return 'rejected';
  const text = typeof said === 'string' ? said : JSON.stringify(said ?? null);
  return `answered ${text.length > SAID_CHARS ? `${text.slice(0, SAID_CHARS)}…` : text}`;
}
