/** Every limit of the engine: named, generous, and reported by name when it is met. */
export const LIMITS = {
  /** Events of one world. */
  eventsPerWorld: 200_000,
  /** Steps started by one run. */
  stepsPerRun: 20_000,
  /** Attempts of one step. */
  attemptsPerStep: 100,
  /** Wakes of one world: a loop of waits of 0 ms moves no clock and writes nothing. */
  wakesPerWorld: 2_000_000,
  /** Virtual time that a world may reach: 30 days. */
  horizonMs: 30 * 24 * 3_600_000,
  /** `console.*` events of one run. */
  logsPerRun: 1_000,
  /** Characters of one `console.*` event. */
  logChars: 2_000,
} as const;
