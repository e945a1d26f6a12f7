/**
 * The run that the study of the Play view shows, as a history: four classifiers at once, a search, an answer that meets
 * an outage of claude-3-sonnet, a judge. Its times and prices are the study's own; test/fixtures/histories holds the
 * told one (outage from 2 s to 9 s) as a file.
 */
import type { History, StepDeclared } from '../../src/history/events.ts';
import { failure } from '../../src/model/failure.ts';
import { HistoryBuilder, type Answer } from './history-builder.ts';

/** Virtual ms [from, to). */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

export const TOLD_OUTAGE: Outage = { from: 2000, to: 9000 };

/** The fault as the plan of the scenario holds it. */
export const outagePlan = (outage: Outage = TOLD_OUTAGE) =>
  [{ id: 'outage', kind: 'outage', model: 'claude-3-sonnet', window: [outage.from, outage.to] }] as const;

const MINI = 'gpt-4o-mini';
const SONNET = 'claude-3-sonnet';
const GPT = 'gpt-4o';
const INDEX = 'help-centre';

/** Nano-dollars a token. */
const PRICE: Readonly<Record<string, readonly [number, number]>> = {
  [MINI]: [150, 600],
  [SONNET]: [3000, 15_000],
  [GPT]: [2500, 10_000],
  [INDEX]: [20, 0],
};
const VERSION: Readonly<Record<string, string>> = {
  [MINI]: '2024-07-18',
  [SONNET]: '20240229',
  [GPT]: '2024-11-20',
  [INDEX]: 'embedding-v3',
};

const TICKET =
  'I was charged twice for the Team plan on 3 March and the second invoice shows a VAT number that is not ours. ' +
  'Can you refund one and correct it?';
const REPLY =
  'You were charged twice on 3 March: the second charge is refunded within five days, and invoice 2 is issued again ' +
  'with your VAT number.';
const ARTICLES = [
  { id: 'kb-12', title: 'Duplicate charges', score: 0.83 },
  { id: 'kb-31', title: 'Correcting a VAT number', score: 0.79 },
  { id: 'kb-07', title: 'Refund times', score: 0.64 },
];

const fast = { targets: [MINI, 'claude-3-haiku'], policy: { timeoutMs: 2000 } } as const;
const STEPS: readonly StepDeclared[] = [
  { name: 'intent', kind: 'classify', ...fast },
  { name: 'language', kind: 'classify', ...fast },
  { name: 'priority', kind: 'classify', ...fast },
  { name: 'sentiment', kind: 'classify', ...fast },
  { name: 'knowledge', kind: 'retrieve', targets: [INDEX], policy: { timeoutMs: 3000 }, conditional: true },
  {
    name: 'answer',
    kind: 'generate',
    targets: [SONNET, GPT],
    policy: { timeoutMs: 10_000, retries: 2, backoff: { baseMs: 1000, capMs: 8000 } },
  },
  { name: 'quality', kind: 'judge', targets: [GPT], policy: {} },
];

function said(model: string, text: string, input: number, output: number): Answer {
  const [inputNano = 0, outputNano = 0] = PRICE[model] ?? [];
  const costNanoUsd = input * inputNano + output * outputNano;
  return { text, version: VERSION[model] ?? '', tokens: [input, output], costNanoUsd };
}

/** Sonnet's constants in the study. */
const REPLY_MS = 2420;
const FIRST_TOKEN_MS = 380;
const REPLY_TOKENS = 172;
const FAILS_AFTER_MS = [1090, 1140, 1108];
const BACKOFF_MS = [790, 3382];

/** The whole history for an outage, or for none. */
export function triageStory(outage: Outage | null): History {
  const story = new HistoryBuilder().world(7, 'Support triage').run(STEPS, {
    orchestration: 'Support triage',
    input: { body: TICKET },
  });
  classify(story);
  story.at(612).start('knowledge', 'knowledge', TICKET).try('knowledge', INDEX);
  story.at(1046).answered('knowledge', { ...said(INDEX, '', 38, 0), documents: ARTICLES });
  story.done('knowledge', ARTICLES).start('answer', 'answer', { ticket: TICKET });
  const { atMs, model } = answer(story, outage);
  story.done('answer', REPLY).start('quality', 'quality', { reply: REPLY }).try('quality', GPT);
  const end = atMs + 640;
  story.at(end).answered('quality', said(GPT, '{"score":0.91}', model === GPT ? 968 : 972, 22));
  story.done('quality', { score: 0.91 }).finish('returned', { value: REPLY });
  if (outage && outage.from >= end) story.unmet('outage', 'outage');
  return story.end().history;
}

function classify(story: HistoryBuilder): void {
  const labels = [
    { step: 'intent', endMs: 612, label: 'billing', tokens: [96, 4] },
    { step: 'language', endMs: 388, label: 'en', tokens: [88, 2] },
    { step: 'priority', endMs: 540, label: 'high', tokens: [98, 3] },
    { step: 'sentiment', endMs: 471, label: 'angry', tokens: [94, 3] },
  ] as const;
  for (const { step } of labels) story.start(step, step, TICKET).try(step, MINI);
  for (const { step, endMs, label, tokens } of labels.toSorted((a, b) => a.endMs - b.endMs))
    story
      .at(endMs)
      .answered(step, said(MINI, label, tokens[0], tokens[1]))
      .done(step, label);
}

function answer(story: HistoryBuilder, outage: Outage | null): { atMs: number; model: string } {
  let now = 1046;
  for (let n = 0; n < 3; n++) {
    story.at(now).try('answer', SONNET);
    const down = outage !== null && now >= outage.from && now < outage.to;
    const cut = outage !== null && !down && outage.from > now && outage.from < now + REPLY_MS;
    if (!down && !cut) {
      now += REPLY_MS;
      story.at(now).answered('answer', said(SONNET, REPLY, 742, REPLY_TOKENS));
      return { atMs: now, model: SONNET };
    }
    if (down) {
      story.struck('answer', 'outage', 'outage');
      now += FAILS_AFTER_MS[n] ?? 0;
      const why = failure('unavailable', 'claude-3-sonnet answered 503: the endpoint is down.', {
        status: 503,
        injected: true,
      });
      story.at(now).failed('answer', why);
    } else {
      const share = Math.max(0, (outage.from - now - FIRST_TOKEN_MS) / (REPLY_MS - FIRST_TOKEN_MS));
      now = outage.from;
      const why = failure('cut', 'The reply of claude-3-sonnet ended before its terminator.', {
        injected: true,
      });
      const half = said(SONNET, REPLY.slice(0, 40), 742, Math.round(share * REPLY_TOKENS));
      story.at(now).struck('answer', 'outage', 'outage').failed('answer', why, half);
    }
    if (n === 2) break;
    story.backoff('answer', BACKOFF_MS[n] ?? 0);
    now += BACKOFF_MS[n] ?? 0;
  }
  story.fallback('answer', GPT).try('answer', GPT);
  now += 1960;
  story.at(now).answered('answer', said(GPT, REPLY, 731, 168));
  return { atMs: now, model: GPT };
}
