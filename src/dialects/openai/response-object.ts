/** The response object, which echoes what it was asked. */
import type { Json } from '../../base/json.ts';
import type { FinishReason, Usage } from '../../model/reply.ts';
import type { Asked } from '../port.ts';

export interface ResponseState {
  readonly status: 'in_progress' | 'completed' | 'incomplete' | 'failed';
  readonly output: readonly Json[];
  readonly usage: Usage | null;
  readonly model: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly end?: FinishReason | null;
}

/** What a request may say and a response repeats, with the value where it said nothing. */
const ECHOED: readonly (readonly [string, Json])[] = [
  ['background', false],
  ['instructions', null],
  ['max_output_tokens', null],
  ['max_tool_calls', null],
  ['metadata', {}],
  ['parallel_tool_calls', true],
  ['previous_response_id', null],
  ['prompt_cache_key', null],
  ['reasoning', { effort: null, summary: null }],
  ['safety_identifier', null],
  ['store', true],
  ['temperature', 1],
  ['text', { format: { type: 'text' } }],
  ['tool_choice', 'auto'],
  ['tools', []],
  ['top_logprobs', 0],
  ['top_p', 1],
  ['truncation', 'disabled'],
  ['user', null],
];

const CUT_SHORT: Partial<Record<FinishReason, string>> = {
  length: 'max_output_tokens',
  refusal: 'content_filter',
};

/** Whether a reply that ended so is complete: one at its limit, or one that was filtered, is not. */
export const statusOf = (end: FinishReason | null): 'completed' | 'incomplete' =>
  end !== null && CUT_SHORT[end] === undefined ? 'completed' : 'incomplete';

export function responseObject(
  id: string,
  createdS: number,
  asked: Asked,
  { status, output, usage, model, error, end }: ResponseState,
): object {
  const cutShort = end && CUT_SHORT[end];
  return {
    id,
    object: 'response',
    created_at: createdS,
    status,
    error: error ?? null,
    incomplete_details: cutShort ? { reason: cutShort } : null,
    model,
    output,
    ...Object.fromEntries(ECHOED.map(([key, otherwise]) => [key, asked[key] ?? otherwise])),
    service_tier: 'default',
    usage: usage && {
      input_tokens: usage.inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: usage.outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: usage.inputTokens + usage.outputTokens,
    },
  };
}
