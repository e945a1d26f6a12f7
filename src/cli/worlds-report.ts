/** Many worlds in a few lines: how many survived, and of what the others did not. */
import { RollingHash } from '../base/rolling-hash.ts';
import { survived, type WorldResult } from './survival.ts';

/** How many causes are named, and how many seeds of each. */
const CAUSES_NAMED = 10;
const SEEDS_NAMED = 5;
const MESSAGE_CHARS = 100;

/** @param worlds seeds counting up; at least one */
export function worldsInWords(worlds: readonly WorldResult[]): string[] {
  const fallen = worlds.filter((world) => !survived(world));
  const seeds = `seeds ${worlds[0]!.seed} to ${worlds.at(-1)!.seed}`;
  const lead = `${worlds.length - fallen.length} of ${worlds.length} worlds survived, ${seeds}.`;
  const causes = [...byCause(fallen)].sort(([, a], [, b]) => b.length - a.length);
  const width = String(fallen.length).length;
  const rest = causes.length - CAUSES_NAMED;
  return [
    lead,
    ...causes
      .slice(0, CAUSES_NAMED)
      .map(([cause, of]) => `  ${String(of.length).padStart(width)} ${cause} (${seedsOf(of)})`),
    ...(rest > 0 ? [`  and ${rest} more ${rest === 1 ? 'cause' : 'causes'}: --json names every world`] : []),
  ];
}

function byCause(fallen: readonly WorldResult[]): Map<string, WorldResult[]> {
  const groups = new Map<string, WorldResult[]>();
  for (const world of fallen) {
    const cause = causeOf(world);
    const group = groups.get(cause);
    if (group) group.push(world);
    else groups.set(cause, [world]);
  }
  return groups;
}

function causeOf({ outcome, failure }: WorldResult): string {
  const word = outcome ?? 'cut short';
  if (failure === null) return word;
  const { message } = failure;
  return `${word}: ${message.length > MESSAGE_CHARS ? `${message.slice(0, MESSAGE_CHARS - 1)}…` : message}`;
}

function seedsOf(worlds: readonly WorldResult[]): string {
  const named = worlds.slice(0, SEEDS_NAMED).map(({ seed }) => seed);
  const more = worlds.length > SEEDS_NAMED ? ', …' : '';
  return `seed${worlds.length > 1 ? 's' : ''} ${named.join(', ')}${more}`;
}

/** One hash that tells whether two machines computed the same worlds. */
export function hashOfAll(worlds: readonly WorldResult[]): string {
  const all = new RollingHash();
  for (const { hash } of worlds) all.add(hash);
  return all.hex;
}
