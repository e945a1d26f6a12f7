/**
 * The worlds of programs in a sandbox: what of it only programs need. When they may come in is programs.ts.
 *
 * 1. Every world of a program finds fresh globals, whatever the one before it did to its own.
 */
import { dialectOf, KNOWN_ADDRESSES } from '../../dialects/dialect.ts';
import type { WriteLog } from '../../simulation/ambient-console.ts';
import type { RealmEdits } from '../../simulation/ambient-realm.ts';
import { Door } from '../../simulation/door/door.ts';
import { loadBundle } from '../../simulation/door/load-bundle.ts';
import type { Natives } from '../../simulation/door/natives.ts';
import { placeGlobals, worldGlobals, type WorldParts } from '../../simulation/door/world-globals.ts';
import type { Loaded, Refused, RunScript } from '../../simulation/load-source.ts';
import type { SourceFile } from '../messages.ts';

export class ProgramWorlds {
  private readonly scope: object;
  private readonly edits: RealmEdits;
  private readonly parts: WorldParts;

  constructor(scope: object, natives: Natives, log: WriteLog, edits: RealmEdits) {
    this.scope = scope;
    this.edits = edits;
    this.parts = { door: new Door(), natives, addresses: { dialectOf, known: KNOWN_ADDRESSES }, log };
  }

  load(runScript: RunScript, bundle: SourceFile): Promise<Loaded | Refused> {
    const { scope: global, parts } = this;
    return loadBundle({ runScript, global }, { door: parts.door, place: () => this.place() }, bundle);
  }

  stray(error: unknown): boolean {
    return this.parts.door.stray(error);
  }

  private place(): void {
    this.edits.restore();
    placeGlobals(this.edits, worldGlobals(this.parts), this.parts);
  }
}
