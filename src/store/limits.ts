/** Every limit of the store: named, generous, and told when it is met. */
export const STORE_LIMITS = {
  /** Runs kept; beyond it the oldest leave. */
  runs: 500,
  /** Bytes of runs kept, as storedBytes counts them; beyond it the oldest leave. */
  bytes: 200_000_000,
  /** A run under way is written when this many events wait, … */
  chunkEvents: 1_000,
  /** … or when the first of them has waited this long. Wall ms. */
  flushMs: 250,
  /** Events of one run: above what the engine and the sandbox allow. */
  eventsPerRun: 250_000,
  bytesPerRun: 100_000_000,
  /** Runs written at a time; the one begun first is given up for one more. */
  openRuns: 32,
  /** Bars of the miniature timeline. */
  bars: 64,
  titleChars: 1_000,
  verdictChars: 20_000,
  /** One document kept with a run: its scenario, or what the page adds. */
  documentChars: 4_000_000,
  draftChars: 8_000_000,
  /** Runs listed in one answer. */
  listed: 500,
  /** How long a removed run can be restored, if the browser does not run out of room before. Wall ms. */
  undoMs: 3_600_000,
  /** How long the worker may take to answer first; then the page goes on without it. Wall ms. */
  startMs: 10_000,
  /** In memory, without IndexedDB. */
  memoryRuns: 100,
  memoryEvents: 500_000,
} as const;

export type StoreLimits = { readonly [K in keyof typeof STORE_LIMITS]: number };
