/** Holds the hashes of several engines against each other, and explains a difference. */
import { canonical } from '../../src/history/hash.ts';
import type { History } from '../../src/history/events.ts';
import type { Engine, Work } from './engine.ts';

export interface Swept {
  readonly engine: Engine;
  readonly hashes: readonly string[];
}

/** The engines that agree, in groups; one group where nothing differs. `by`: what an engine came to. */
export function groupsBy<T>(items: readonly T[], by: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(by(item), [...(groups.get(by(item)) ?? []), item]);
  return [...groups.values()];
}

/**
 * Null if every engine came to the same hashes; else the first seed that differs, and for two engines that differ in it
 * the first event in which their histories part.
 */
export async function difference(work: Work, swept: readonly Swept[]): Promise<string | null> {
  const seeds = Math.max(...swept.map(({ hashes }) => hashes.length));
  for (let i = 0; i < seeds; i++) {
    const groups = groupsBy(swept, ({ hashes }) => hashes[i] ?? 'none');
    if (groups.length === 1) continue;
    const [one, other] = groups.map((group) => group[0]!);
    const parted = groups.map((group) => `${group[0]!.hashes[i] ?? 'none'} in ${namesOf(group)}`).join('; ');
    return `seed ${i + 1} has hash ${parted}\n${await divergence(work, i + 1, one!.engine, other!.engine)}`;
  }
  return null;
}

export const namesOf = (swept: readonly { readonly engine: Engine }[]): string =>
  swept.map(({ engine }) => engine.name).join(' and ');

async function divergence(work: Work, seed: number, one: Engine, other: Engine): Promise<string> {
  const [a, b] = [(await one.run(work, seed)).history, (await other.run(work, seed)).history];
  const at = firstDivergence(a, b);
  if (at === null)
    return `run again, ${one.name} and ${other.name} came to one history: the sweep differs from the run`;
  const show = (history: History): string => (history[at] ? canonical(history[at]) : 'no event');
  return `the histories part at event ${at}:\n  ${one.name}: ${show(a)}\n  ${other.name}: ${show(b)}`;
}

/** The index of the first event that differs as the hash sees it; null if none does. */
function firstDivergence(a: History, b: History): number | null {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left, right] = [a[i], b[i]];
    if (!left || !right || canonical(left) !== canonical(right)) return i;
  }
  return null;
}
