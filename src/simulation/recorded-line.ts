/**
 * Where a recorded call waits for its service to begin. Who begins in which order within a millisecond decides what comes
 * first later on: whoever was in line then begins when another of its endpoint gives its place up, as it did then.
 */
import type { CallIdentity } from '../model/call.ts';
import type { Request } from '../model/request.ts';

/** A recorded call, as far as its endpoint asks. */
export interface Passing {
  readonly identity: CallIdentity;
  /** How often it had been asked before. */
  readonly asked: number;
  readonly request: Request;
  /** The virtual ms at which its service began; null: it is not known whether it did. */
  readonly dueMs: number | null;
  /** The faults that struck it. */
  readonly struck: readonly string[];
  /** The virtual ms at which it ended for its caller, the caller died, or the recording broke off. */
  readonly endMs: number;
  /** The virtual ms at which it has waited in line as long as its caller would; null: not known, or never. */
  readonly limitMs: number | null;
}

export interface Line {
  /**
   * Calls `begin` now or later, once at most.
   * @returns gives the place up, in line or at the endpoint; `orphaned`: the call will be asked again
   */
  pass(call: Passing, begin: () => void): (orphaned?: boolean) => void;
  /** A tool did its work, says the recording. */
  did(target: string, key: string): void;
}

/** The line as the recording alone tells of it: for a world whose endpoints are asked nothing. */
export class RecordedLine implements Line {
  private readonly waiting = new Map<string, { readonly dueMs: number; readonly begin: () => void }[]>();
  private readonly nowMs: () => number;

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  pass({ identity: { model }, dueMs }: Passing, begin: () => void): () => void {
    let line = this.waiting.get(model);
    if (!line) this.waiting.set(model, (line = []));
    if (dueMs === null) return () => undefined;
    const waits = line;
    const entry = { dueMs, begin };
    if (dueMs > this.nowMs()) waits.push(entry);
    else begin();
    return () => {
      const at = waits.indexOf(entry);
      if (at >= 0) waits.splice(at, 1);
      else this.giveTo(waits);
    };
  }

  did(): void {
    // nobody asks
  }

  private giveTo(waits: { readonly dueMs: number; readonly begin: () => void }[]): void {
    const next = waits.findIndex(({ dueMs }) => dueMs === this.nowMs());
    if (next >= 0) waits.splice(next, 1)[0]!.begin();
  }
}
