/**
 * The state of one execution of an orchestration. It owns the versions of each field and who has seen which; what one
 * branch knows is kept on its scope (scope.ts, `seen`).
 *
 * 1. A branch knows what its parent knew when it began, what it read or wrote itself, and what its ended children knew.
 * 2. A write by a branch that does not know of the newest version is a conflict, unless the field has a reducer.
 * 3. What is kept is plain data and frozen: nothing changes but through a write, which the history shows.
 */
import { captureJson, type Json } from '../../base/json.ts';
import { demandOpen } from '../refuse.ts';
import type { RunCore } from '../run-core.ts';
import type { Scope, Seen } from '../scope.ts';
import { Misuse } from '../step-error.ts';
import { deepFreeze } from './freeze.ts';
import { notOwner } from './not-owner.ts';
import type { AnyFields, Field, Fields, State, Version } from './fields.ts';

interface Slot {
  readonly key: string;
  readonly field: Field;
  readonly versions: Version<Json>[];
  value: unknown;
}

export class RunState {
  private readonly core: RunCore;
  /** The path of the execution's own scope, which its keys begin with. */
  private readonly path: string;
  /** Null: nothing is declared, and any field may be written. */
  private readonly fields: Fields | null;
  private readonly slots = new Map<string, Slot>();

  constructor(core: RunCore, path: string, fields: Fields | null) {
    this.core = core;
    this.path = path;
    this.fields = fields;
  }

  /** The state as code in `scope` sees it. */
  in(scope: Scope): State<AnyFields> {
    return {
      get: (field) => this.get(scope, this.slot(field)),
      set: (field, value, options) => this.set(scope, this.slot(field), value, options?.quality ?? null),
      versions: (field) => {
        const slot = this.slot(field);
        this.own(slot);
        know(scope, slot);
        return [...slot.versions];
      },
    };
  }

  private slot(name: string): Slot {
    const known = this.slots.get(name);
    if (known) return known;
    if (this.fields && !Object.hasOwn(this.fields, name))
      throw new Misuse(
        `'${name}' is no field of this state; its fields are ${Object.keys(this.fields).join(', ')}`,
      );
    if (name === '' || name.includes('/')) throw new Misuse(`'${name}' cannot name a field: leave out the /`);
    const slot: Slot = {
      key: `state/${this.path}${name}`,
      field: this.fields?.[name] ?? { keep: 'latest' },
      versions: [],
      value: undefined,
    };
    this.slots.set(name, slot);
    return slot;
  }

  /** Code of another run that got hold of this state is refused, in its own name. */
  private own({ key }: Slot): void {
    const { host, run } = this.core;
    const by = host.turn;
    if (by === null || by === run) return;
    host.emit(by, { type: 'state.refused', key, owner: run, by });
    throw notOwner(`the state '${key}' of ${run}`, run, by);
  }

  private get(scope: Scope, slot: Slot): unknown {
    this.own(slot);
    know(scope, slot);
    return slot.value;
  }

  private set(scope: Scope, slot: Slot, written: unknown, quality: number | null): void {
    this.own(slot);
    demandOpen(scope, `writing '${slot.key}'`);
    const { core } = this;
    const { field, versions } = slot;
    if (quality !== null && !Number.isFinite(quality))
      throw new Misuse(`the quality of '${slot.key}' is ${quality}; it must be a finite number`);
    const value = deepFreeze(captureJson(written, slot.key));
    const by = scope.path === '' ? core.run : scope.label;
    const last = versions.at(-1);
    const blind = last !== undefined && (scope.seen?.[slot.key] ?? 0) < versions.length;
    const kept = typeof field === 'function' ? null : winner(field.keep, versions, quality);
    versions.push({ version: versions.length + 1, value, by, quality });
    slot.value =
      typeof field === 'function'
        ? deepFreeze(captureJson(field(slot.value, value), slot.key))
        : (kept ?? versions.at(-1)!).value;
    know(scope, slot);
    core.host.emit(core.run, {
      type: 'state.written',
      key: slot.key,
      by,
      version: versions.length,
      value,
      ...(quality === null ? {} : { quality }),
    });
    if (blind && typeof field !== 'function')
      core.host.emit(core.run, {
        type: 'state.conflicted',
        key: slot.key,
        by: [last.by, by],
        kept: (kept ?? versions.at(-1)!).by,
      });
  }
}

/** The version that stays in place of the one being written; null: the new one is kept. */
function winner(
  keep: 'latest' | 'best',
  versions: readonly Version<Json>[],
  quality: number | null,
): Version<Json> | null {
  if (keep === 'latest') return null;
  let better: Version<Json> | null = null;
  for (const version of versions)
    if ((version.quality ?? -Infinity) > (better?.quality ?? -Infinity)) better = version;
  return better && (better.quality ?? -Infinity) >= (quality ?? -Infinity) ? better : null;
}

/** From now on the branch knows of the newest version. */
function know(scope: Scope, { key, versions }: Slot): void {
  if (versions.length > 0) scope.seen = { ...scope.seen, [key]: versions.length };
}

/** What a child knew when it ended, its parent knows from then on. */
export function learn(parent: Scope, child: Scope): void {
  if (!child.seen || child.seen === parent.seen) return;
  const merged: Record<string, number> = { ...parent.seen };
  for (const [key, version] of Object.entries(child.seen))
    if (version > (merged[key] ?? 0)) merged[key] = version;
  parent.seen = merged satisfies Seen;
}
