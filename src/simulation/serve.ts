/**
 * How a simulated endpoint answers: its content, spread over virtual time by its profile. Faults edit the result
 * (faults/plan.ts); queueing comes before (endpoint-queue.ts).
 */
import { logNormal, uniform } from '../base/keyed-random.ts';
import { callKey, type CallIdentity } from '../model/call.ts';
import type { Content, Profile, SimulatedEndpoint } from '../model/endpoint.ts';
import type { TimedPart } from '../model/reply.ts';
import type { Request } from '../model/request.ts';
import { splitTokens } from '../model/tokens.ts';

/** Text parts of one reply at most: finer would cost time and show nothing more. */
const MOST_TEXT_PARTS = 24;

export interface Served {
  readonly parts: readonly TimedPart[];
  /** What the whole reply would be billed as. */
  readonly content: Content;
}

/** The reply to a request, keyed by seed and identity: the same call in the same world is answered the same. */
export function serve(
  endpoint: SimulatedEndpoint,
  identity: CallIdentity,
  request: Request,
  seed: number,
): Served {
  const key = callKey(identity);
  const answered = endpoint.answer(request, (stream) => uniform(seed, stream, key));
  // a cast may hand out what it remembers: authored code gets its own, to sort and change
  const content: Content = {
    ...answered,
    ...(answered.documents ? { documents: answered.documents.map((document) => ({ ...document })) } : {}),
    ...(answered.vectors ? { vectors: answered.vectors.map((vector) => [...vector]) } : {}),
    ...(answered.toolCalls ? { toolCalls: answered.toolCalls.map((call) => ({ ...call })) } : {}),
  };
  return { parts: content.parts ?? spread(endpoint.profile, content, seed, key), content };
}

/** Spreads content over time: head, then text at the profile's pace, calls, usage, the end. */
function spread(profile: Profile, content: Content, seed: number, key: string): TimedPart[] {
  const firstMs = Math.max(
    1,
    Math.round(profile.firstTokenMs * logNormal(seed, 'first-token', key, profile.jitter)),
  );
  const paceMs = (1000 / profile.tokensPerSecond) * logNormal(seed, 'pace', key, profile.jitter);
  const parts: TimedPart[] = [
    { atMs: Math.round(firstMs * 0.75), part: { type: 'head', version: profile.version } },
  ];
  let lastMs = firstMs;
  if (content.documents)
    parts.push({ atMs: firstMs, part: { type: 'documents', documents: content.documents } });
  if (content.vectors) parts.push({ atMs: firstMs, part: { type: 'vectors', vectors: content.vectors } });
  if (content.text !== undefined) {
    const chunks = chunksOf(content.text);
    const tokensEach = chunks.length === 0 ? 0 : content.usage.outputTokens / chunks.length;
    chunks.forEach((text, i) => {
      lastMs = firstMs + Math.round(i * tokensEach * paceMs);
      parts.push({ atMs: lastMs, part: { type: 'text', text } });
    });
    lastMs = firstMs + Math.round(content.usage.outputTokens * paceMs);
  }
  if (content.toolCalls) {
    lastMs = firstMs + Math.round(content.usage.outputTokens * paceMs);
    for (const call of content.toolCalls) parts.push({ atMs: lastMs, part: { type: 'tool-call', call } });
  }
  parts.push({ atMs: lastMs, part: { type: 'usage', usage: content.usage } });
  parts.push({ atMs: lastMs, part: { type: 'end', reason: content.reason } });
  return parts;
}

const CHUNK_CACHE_LIMIT = 500;
const chunkCache = new Map<string, readonly string[]>();

/** Splits text into at most MOST_TEXT_PARTS runs of whole tokens. Cached: a sweep streams the same texts. */
function chunksOf(text: string): readonly string[] {
  const cached = chunkCache.get(text);
  if (cached) return cached;
  const tokens = splitTokens(text);
  const perPart = Math.max(1, Math.ceil(tokens.length / MOST_TEXT_PARTS));
  const chunks: string[] = [];
  for (let i = 0; i < tokens.length; i += perPart) chunks.push(tokens.slice(i, i + perPart).join(''));
  if (chunkCache.size >= CHUNK_CACHE_LIMIT) chunkCache.clear();
  chunkCache.set(text, chunks);
  return chunks;
}
