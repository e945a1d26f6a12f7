/**
 * Lets programs into the sandbox: their globals are the world's, where an orchestration finds closed doors. It owns which
 * of the two stands in the realm, and that what only programs need comes with the first of them.
 *
 * P1. Doors are open only from the load of a program to the load of anything else, and lead into the world alone.
 * P2. What is imported here on demand is a script of its own (scripts/sandbox-plugin.ts), which the page hands in; it
 *     shares every module of the engine with the rest of the sandbox.
 */
import type { WriteLog } from '../../simulation/ambient-console.ts';
import { RealmEdits } from '../../simulation/ambient-realm.ts';
import { installAmbient } from '../../simulation/ambient.ts';
import type { Natives } from '../../simulation/door/natives.ts';
import type { Loaded, Refused, RunScript } from '../../simulation/load-source.ts';
import type { SourceFile } from '../messages.ts';
import type { ProgramWorlds } from './program-worlds.ts';

export class Programs {
  private readonly scope: object;
  private readonly natives: Natives;
  private readonly runScript: RunScript;
  private readonly log: WriteLog;
  private readonly edits: RealmEdits;
  private worlds: ProgramWorlds | null = null;
  /** What opens the doors that are closed to orchestrations; null while they are open. */
  private open: (() => void) | null;

  /** Closes the doors. `natives` were taken before anything was closed. */
  constructor(scope: object, natives: Natives, runScript: RunScript, log: WriteLog) {
    this.scope = scope;
    this.natives = natives;
    this.runScript = runScript;
    this.log = log;
    this.edits = new RealmEdits(scope);
    this.open = installAmbient(scope, { log });
  }

  /** Before an orchestration is loaded. */
  shut(): void {
    this.edits.restore();
    this.open ??= installAmbient(this.scope, { log: this.log });
  }

  /** @param door the script of P2 */
  async load(door: string, bundle: SourceFile): Promise<Loaded | Refused> {
    this.open?.();
    this.open = null;
    const worlds = (this.worlds ??= await this.fetchWorlds(door));
    return worlds.load(this.runScript, bundle);
  }

  /** What a program threw where nobody could catch it ends its run. @returns whether there is one */
  stray(error: unknown): boolean {
    return this.worlds?.stray(error) ?? false;
  }

  private async fetchWorlds(door: string): Promise<ProgramWorlds> {
    const { fault } = await this.runScript(door);
    if (fault) throw new Error(`the script for programs cannot be run: ${fault.message}`);
    const { ProgramWorlds } = await import('./program-worlds.ts');
    const { scope, natives, log, edits } = this;
    return new ProgramWorlds(scope, natives, log, edits);
  }
}
