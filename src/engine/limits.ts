/** Every limit of the engine: named, generous, and reported by name when it is met. */
export const LIMITS = {
  /** Events of one world, unless whoever computes it allows more. */
  eventsPerWorld: 200_000,
  /** Steps started by one run. */
  stepsPerRun: 200_000,
  /** Attempts of one step. */
  attemptsPerStep: 100,
  /** Wakes of one world: a loop of waits of 0 ms moves no clock and writes nothing. */
  wakesPerWorld: 2_000_000,
  /** Virtual time that a world may reach: 400 days. */
  horizonMs: 400 * 24 * 3_600_000,
  /** What one map, all, race, any, allSettled or first may start. */
  fanOut: 200_000,
  /** Orchestrations inside orchestrations. */
  nesting: 50,
  /** Turns that a loop may be allowed. */
  turnsPerLoop: 10_000,
  /** What a compensation may take on virtual time, where it says nothing else. */
  compensationMs: 60_000,
  /** Operations that can never settle, kept to be named when the run stalls. */
  lostOperations: 10,
  /** `console.*` events of one run. */
  logsPerRun: 1_000,
  /** Characters of one `console.*` event. */
  logChars: 2_000,
} as const;
