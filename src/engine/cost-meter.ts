/** What everything below a scope has cost so far, failures and steps inside steps included. Kept only where it is asked for. */
import type { RunCore } from './run-core.ts';

export interface CostMeter {
  /** Whole nano-dollars, of calls that have ended. */
  readonly nanoUsd: number;
  /** Counts no further. */
  end(): void;
}

class Meter implements CostMeter {
  nanoUsd = 0;
  readonly path: string;
  private readonly meters: Set<Meter>;

  constructor(path: string, meters: Set<Meter>) {
    this.path = path;
    this.meters = meters;
    meters.add(this);
  }

  end(): void {
    this.meters.delete(this);
  }
}

/** The meters of a run. */
const metersOf = (): Set<Meter> => new Set();

/** Counts from now on what steps under `path` cost; '' counts the whole run. */
export const meterCosts = (core: RunCore, path: string): CostMeter => new Meter(path, core.part(metersOf));

/** A call of `step` has ended. */
export function countCost(core: RunCore, step: string, costNanoUsd: number): void {
  const meters = core.partIfMade(metersOf);
  if (meters) for (const meter of meters) if (step.startsWith(meter.path)) meter.nanoUsd += costNanoUsd;
}
