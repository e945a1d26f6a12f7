/** A cast whose replies a test writes down part by part and call by call: refusals, errors in a stream, silence. */
import type { Cast, Content, Profile, SimulatedEndpoint } from '../../src/model/endpoint.ts';
import type { ReplyPart, TimedPart, Usage } from '../../src/model/reply.ts';
import type { Request, ToolCall } from '../../src/model/request.ts';

/** One reply: its parts, each with its time since the request, whole ms. */
export type Reply = readonly (readonly [atMs: number, part: ReplyPart])[];

export interface TimedScript {
  /** By call, the last one repeated. Default: 'ok' after 100 ms. */
  readonly replies?: readonly Reply[];
  /** Default: 10 tokens in, 2 out. */
  readonly usage?: Usage;
  readonly profile?: Partial<Profile>;
  /** Sees every request. */
  readonly onRequest?: (request: Request) => void;
}

const head: ReplyPart = { type: 'head', version: '1' };
const end: ReplyPart = { type: 'end', reason: 'stop' };

/** A whole reply at once. */
export const says = (text: string, atMs = 100): Reply => [
  [atMs, head],
  [atMs, { type: 'text', text }],
  [atMs, end],
];

/** Text piece by piece, each at its time; then the end, with the last piece unless it comes later. */
export const streams = (
  pieces: readonly (readonly [atMs: number, text: string])[],
  endMs?: number,
): Reply => [
  [0, head],
  ...pieces.map(([atMs, text]) => [atMs, { type: 'text', text }] as const),
  [endMs ?? pieces.at(-1)![0], end],
];

/** What was said so far, and then nothing more for ever. */
export const stalls = (pieces: readonly (readonly [atMs: number, text: string])[]): Reply =>
  streams(pieces, 0).slice(0, -1);

/** An HTTP error in place of a reply. */
export const refuses = (
  status: number,
  kind: string,
  { atMs = 10, retryAfterMs }: { readonly atMs?: number; readonly retryAfterMs?: number } = {},
): Reply => [
  [
    atMs,
    { type: 'refused', status, kind, message: 'no', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  ],
];

/** An error event in a stream that had begun well, after those pieces. */
export const breaksOff = (
  pieces: readonly (readonly [atMs: number, text: string])[],
  atMs: number,
  kind = 'overloaded_error',
): Reply => [...stalls(pieces), [atMs, { type: 'error', kind, message: 'sorry' }]];

/** Calls of tools, then the end for that reason. */
export const wants = (calls: readonly ToolCall[], reason: 'tool-calls' | 'length', atMs = 100): Reply => [
  [0, head],
  ...calls.map((call) => [atMs, { type: 'tool-call', call }] as const),
  [atMs, { type: 'end', reason }],
];

/** Endpoints without jitter. Made anew for each world: it counts its calls. */
export const timedCast = (scripts: Readonly<Record<string, TimedScript>>): Cast =>
  new Map(Object.entries(scripts).map(([model, script]) => [model, endpoint(model, script)]));

function endpoint(model: string, script: TimedScript): SimulatedEndpoint {
  const { replies = [says('ok')], usage = { inputTokens: 10, outputTokens: 2 } } = script;
  let calls = 0;
  return {
    profile: {
      model,
      vendor: 'test',
      kind: 'chat',
      version: '1',
      price: { inputNanoUsd: 10, outputNanoUsd: 100 },
      firstTokenMs: 100,
      tokensPerSecond: 1e9,
      jitter: 0,
      concurrency: 1_000,
      accuracy: {},
      contextTokens: 1_000,
      ...script.profile,
    },
    answer: (request): Content => {
      script.onRequest?.(request);
      const reply = replies[Math.min(calls++, replies.length - 1)]!;
      return { usage, reason: 'stop', parts: reply.map(([atMs, part]): TimedPart => ({ atMs, part })) };
    },
  };
}
