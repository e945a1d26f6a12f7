/**
 * The Endpoint port: whatever answers model or retrieval requests. A simulated endpoint is pure: the same request,
 * identity and seed give the same content; the world adds time, queueing and faults.
 */
import type { Price } from './price.ts';
import type { FinishReason, TimedPart, Usage } from './reply.ts';
import type { Document, Request, ToolCall } from './request.ts';

/** How a simulated endpoint behaves; disclosed on screen. */
export interface Profile {
  /** The name that requests bind to: 'gpt-4o-mini'. */
  readonly model: string;
  readonly vendor: string;
  readonly kind: Request['kind'];
  /** Snapshot reported by every reply. */
  readonly version: string;
  readonly price: Price;
  /** Median time to first token, whole ms. */
  readonly firstTokenMs: number;
  /** Output tokens a second once the first is out. */
  readonly tokensPerSecond: number;
  /** Sigma of the log-normal multiplier on both; 0 = constant. */
  readonly jitter: number;
  /** Calls served at once; more wait in line. */
  readonly concurrency: number;
  /** The share of labels that are right, 0–1, by skill; disclosed and tested. */
  readonly accuracy: Readonly<Record<string, number>>;
  readonly contextTokens: number;
  /** Where it computes: 'eu', 'us'. Absent: nobody knows, so no rule about regions admits it. */
  readonly region?: string;
  /**
   * Whether giving up a call ends its work and its bill; else it works on, and all of it is billed. Default: a model's does, a
   * tool's does not.
   */
  readonly cancellable?: boolean;
}

/** Draws for one call: keyed by seed and the call's identity, one independent number in [0,1) a stream name. */
export type Draw = (stream: string) => number;

/** What a simulated endpoint says, before time is added. */
export interface Content {
  readonly text?: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly documents?: readonly Document[];
  readonly vectors?: readonly (readonly number[])[];
  readonly usage: Usage;
  readonly reason: FinishReason;
  /** Of a tool: whether its work changed anything outside. Default true; a look-up and a refused order change nothing. */
  readonly effect?: boolean;
  /** The whole reply as it shall arrive, in place of the profile's pace. */
  readonly parts?: readonly TimedPart[];
}

/** A simulated endpoint. `answer` sees only what the wire carries. */
export interface SimulatedEndpoint {
  readonly profile: Profile;
  answer(request: Request, draw: Draw): Content;
}

/** The cast: endpoints by model name. */
export type Cast = ReadonlyMap<string, SimulatedEndpoint>;
