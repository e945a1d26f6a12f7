/** Every limit between page and sandbox: named, generous, and told when it is met. */
import { LIMITS } from '../engine/limits.ts';

export const SANDBOX_LIMITS = {
  /** Events that a sandbox may send beyond those that the page said it took. */
  creditEvents: 20_000,
  /** A world under way is sent on when this many events wait, … */
  batchEvents: 1_000,
  /** … or when this much wall time has passed. */
  batchMs: 16,
  /** The engine's own limit, and what closing a world appends. */
  eventsPerWorld: LIMITS.eventsPerWorld + 25_000,
  /** A world's history and requests: characters of its strings and keys, 8 for any other value. */
  charsPerWorld: 64_000_000,
  /** Any other message, counted in the same way. */
  charsPerMessage: 4_000_000,
  /** Levels of nesting in an event: what the engine stores, and its own envelope. */
  depth: 220,
  messagesPerSecond: 10_000,
  seedsPerSweep: 100_000,
  callsPerWorld: 20_000,
  problems: 1_000,
  /** A busy sandbox tells that it is alive this often. */
  beatMs: 100,
  /** … and an idle one this often. */
  idleBeatMs: 1_000,
  /** Silence after which the visitor is warned, … */
  busyMs: 2_500,
  /** … and after which the sandbox is ended. */
  hungMs: 5_000,
  /** Silence allowed to a sandbox that has yet to start. */
  startMs: 20_000,
} as const;
