/** Judges a reply: is what it claims held up by the passages, and does it say enough? */
import type { Draw, Profile } from '../../src/model/endpoint.ts';
import { estimateTokens } from '../../src/model/tokens.ts';
import { groundingOf } from './grounding.ts';
import type { Grounding } from './grounding.ts';
import { asPassages } from './sections.ts';
import type { Passage, Section } from './sections.ts';
import { runsOf, fold } from './text.ts';

/** A score with the range that noise may not carry it out of. */
interface Verdict {
  readonly score: number;
  readonly least: number;
  readonly most: number;
  readonly reason: string;
}

export interface Judged {
  /** 0–1, two digits. */
  readonly score: number;
  readonly reason: string;
}

const REPLY = /reply|answer|response|draft|output|message|text|summary/i;
const AGAINST = /against|article|context|source|knowledge|document|evidence|reference|passage/i;
/** A text of the author's own that is longer than this is a source; a shorter one says why there is none. */
const REASON_CHARS = 80;
const NOISE = 0.02;
/** A reply that uses this share of the passages' words says enough: it is asked for one answer, not for all of them. */
const COVERAGE_ENOUGH = 0.8;
/** So many claims make a full answer. */
const CLAIMS_ENOUGH = 5;
/** A reply of courtesy alone that is no longer than this is a greeting, and one that is longer explains itself. */
const GREETING_TOKENS = 40;

/** Whether a message holds a reply to judge. */
export const isJudging = (sections: readonly Section[] | null): boolean =>
  sections !== null &&
  sections.length > 1 &&
  sections.some(({ key }) => AGAINST.test(key)) &&
  sections.some(({ key }) => REPLY.test(key));

/** What is judged, and against what: passages; none although they were looked for; or none because none were due. */
export function readJudged(
  sections: readonly Section[] | null,
  message: string,
): { reply: string; against: readonly Passage[] | 'empty' | 'skipped' } {
  if (!sections) return { reply: message, against: 'skipped' };
  const source =
    sections.find(({ key }) => AGAINST.test(key)) ?? sections.find(({ json }) => asPassages(json) !== null);
  const reply =
    sections.find((section) => section !== source && REPLY.test(section.key)) ??
    sections.find((section) => section !== source);
  return { reply: reply?.text ?? '', against: source ? readSource(source) : 'skipped' };
}

function readSource(source: Section): readonly Passage[] | 'empty' | 'skipped' {
  const passages = asPassages(source.json);
  if (passages) return passages.length > 0 ? passages : 'empty';
  const text = source.text.trim();
  if (text === '' || text === 'null') return 'empty';
  return source.json === undefined && text.length > REASON_CHARS ? [{ title: '', text }] : 'skipped';
}

/** The verdict before noise: a pure function of reply and sources. */
export function verdictOn(reply: string, against: readonly Passage[] | 'empty' | 'skipped'): Verdict {
  if (runsOf(fold(reply)).length === 0)
    return { score: 0, least: 0, most: 0.05, reason: 'the reply is empty' };
  if (against === 'empty' || against === 'skipped')
    return withoutSources(
      groundingOf(reply, []),
      against === 'empty' && estimateTokens(reply) > GREETING_TOKENS,
    );
  const grounding = groundingOf(reply, against);
  const { claims, unsupported, supportRatio, coverageRatio } = grounding;
  if (claims === 0)
    return {
      score: 0.72,
      least: 0.66,
      most: 0.8,
      reason: 'grounded, but it does not say what the articles say',
    };
  if (unsupported.length === 0) {
    const complete = (Math.min(1, claims / CLAIMS_ENOUGH) + Math.min(1, coverageRatio / COVERAGE_ENOUGH)) / 2;
    const score = 0.86 + 0.11 * complete * supportRatio;
    return { score, least: 0.86, most: 0.97, reason: 'all of it is in the articles' };
  }
  const quoted = unsupported[0]!.length > 48 ? `${unsupported[0]!.slice(0, 47)}…` : unsupported[0]!;
  const missing = 1 - supportRatio;
  if (unsupported.length === 1 && claims > 1)
    return { score: 0.79 - 0.5 * missing, least: 0.5, most: 0.8, reason: `not in the articles: ${quoted}` };
  return {
    score: 0.66 - 0.6 * missing,
    least: 0.05,
    most: 0.7,
    reason: `${unsupported.length} of ${claims} claims are not in the articles, first: ${quoted}`,
  };
}

function withoutSources({ claims, numbers }: Grounding, wereDue: boolean): Verdict {
  if (claims === 0 && !wereDue)
    return { score: 0.91, least: 0.86, most: 0.97, reason: 'claims nothing, and no source was needed' };
  if (claims === 0) return { score: 0.7, least: 0.62, most: 0.8, reason: 'honest, but no article was found' };
  if (numbers)
    return {
      score: wereDue ? 0.32 : 0.45,
      least: 0.2,
      most: 0.6,
      reason: 'gives figures without any source',
    };
  return { score: wereDue ? 0.45 : 0.74, least: 0.3, most: 0.82, reason: 'makes claims without any source' };
}

/**
 * The verdict as one model gives it on one call: a little noise, and, as often as its accuracy says, a slip: it
 * overlooks what is unsupported, or doubts what is not.
 */
export function judge(verdict: Verdict, profile: Profile, draw: Draw): Judged {
  const slips = draw('judge.slip') >= (profile.accuracy['judge'] ?? 1);
  const noise = (draw('judge.noise') * 2 - 1) * NOISE;
  if (slips && verdict.score >= 0.5)
    return verdict.score >= 0.86
      ? { score: digits(0.79 + noise), reason: 'not sure that all of it is in the articles' }
      : { score: digits(0.88 + noise), reason: 'all of it is in the articles' };
  const score = Math.min(verdict.most, Math.max(verdict.least, verdict.score + noise));
  return { score: digits(score), reason: verdict.reason };
}

const digits = (value: number): number => Math.round(value * 100) / 100;
