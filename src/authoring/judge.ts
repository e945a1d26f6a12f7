import type { StepDef } from '../engine/step-def.ts';
import type { AnyInput } from '../engine/policies/fallback.ts';
import { badFormat, modelStep, readJson, type ChatOptions } from './model-step.ts';
import { checkText } from './options.ts';
import { messages } from './prompt.ts';

export interface Judgement {
  /** 0 (not at all) to 1 (fully). */
  readonly score: number;
  readonly reason: string;
}

/** What a judge is shown unless its type says otherwise. */
interface Judged {
  readonly reply: string;
  readonly against: unknown;
}

export interface JudgeOptions<I = AnyInput> extends ChatOptions<Judgement, I> {
  /** What the score measures: 'grounded and complete'. */
  readonly rubric: string;
}

const SCHEMA = {
  type: 'object',
  properties: { score: { type: 'number', minimum: 0, maximum: 1 }, reason: { type: 'string' } },
  required: ['score', 'reason'],
  additionalProperties: false,
};

/**
 * A step in which a model scores a text. Input: sections, usually `reply` and what to hold it against. Output: a score
 * from 0 to 1 with its reason.
 * @example judge({ model: 'gpt-4o', rubric: 'grounded in the articles, and complete' })
 */
export function judge(options: JudgeOptions<Judged>): StepDef<Judged, Judgement>;
/** The same over sections of another shape: `judge<{ reply: string; policy: string }>({ … })`. */
export function judge<I>(options: JudgeOptions<I>): StepDef<I, Judgement>;
export function judge<I>(options: JudgeOptions<I>): StepDef<I, Judgement> {
  checkText(options.rubric, 'rubric of judge', 'what a good reply meets');
  const system = `Judge how well the reply meets this: ${options.rubric}. Answer with a score from 0 to 1 and a reason.`;
  return modelStep<I, Judgement>({
    kind: 'judge',
    options,
    request: (model, input) => ({
      kind: 'chat',
      model,
      messages: messages(system, input),
      format: { name: 'judgement', schema: SCHEMA },
    }),
    read: (received, model) => {
      const json = readJson(received, model);
      if (!json.ok) return json;
      const { score, reason } = json.value;
      if (typeof score !== 'number' || !(score >= 0 && score <= 1))
        return badFormat(
          model,
          `a score from 0 to 1 was asked for, and it gave ${JSON.stringify(score ?? null)}`,
        );
      return { ok: true, value: { score, reason: typeof reason === 'string' ? reason : '' } };
    },
  });
}
