/**
 * Says a reply as a chat completion.
 *
 * 1. On the wire the reason to finish stands before the usage, so usage waits for the end.
 * 2. Usage is in a stream only where `stream_options.include_usage` asked for it: its chunk has no choice in it.
 * 3. A stream ends with `[DONE]`.
 */
import { splitTokens } from '../../model/tokens.ts';
import type { FinishReason, Received, Usage } from '../../model/reply.ts';
import type { ToolCall } from '../../model/request.ts';
import type { Refused, ReplyFacts, StreamError } from '../port.ts';
import { COMMENT, data } from '../sse.ts';
import { wireId } from '../wire-id.ts';
import type { HttpError, Voice } from '../writer.ts';
import { errorObject, refusalOverHttp, refusedFor } from './error.ts';

const FINISH: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  refusal: 'content_filter',
  'tool-calls': 'tool_calls',
};
const DONE = 'data: [DONE]\n\n';

export class ChatVoice implements Voice {
  readonly headers: Readonly<Record<string, string>>;
  readonly keepalive = COMMENT;
  readonly refused = refusedFor;
  private readonly id: string;
  private readonly requestId: string;
  private readonly createdS: number;
  private readonly includeUsage: boolean;
  private version: string;
  private calls = 0;
  private counted: Usage | null = null;

  constructor({ model, id, createdS, asked }: ReplyFacts) {
    const name = wireId(id);
    this.id = `chatcmpl-${name}`;
    this.requestId = `req_${name}`;
    this.headers = { 'x-request-id': this.requestId };
    this.createdS = createdS;
    this.version = model;
    const options = asked?.['stream_options'] as { readonly include_usage?: unknown } | null | undefined;
    this.includeUsage = options?.include_usage === true;
  }

  head(version: string): string {
    this.version = version;
    return this.delta({ role: 'assistant', content: '', refusal: null });
  }

  text(text: string): string {
    return this.delta({ content: text });
  }

  toolCall({ id, name, arguments: given }: ToolCall): string {
    const index = this.calls++;
    const piece = (said: object): string => this.delta({ tool_calls: [{ index, ...said }] });
    const opening = piece({ id, type: 'function', function: { name, arguments: '' } });
    const pieces = splitTokens(given).map((text) => piece({ function: { arguments: text } }));
    return opening + pieces.join('');
  }

  usage(usage: Usage): string {
    this.counted = usage;
    return '';
  }

  error(error: StreamError): string {
    return data({ error: errorObject(error, 500) });
  }

  end(reason: FinishReason): string {
    const usage = this.includeUsage && this.counted ? this.chunk([], usageShape(this.counted)) : '';
    return this.delta({}, FINISH[reason]) + usage + DONE;
  }

  whole({ version, text, toolCalls, usage, end }: Received): string {
    const called = toolCalls.length > 0;
    const message = {
      role: 'assistant',
      content: text === '' && called ? null : text,
      refusal: null,
      annotations: [],
      ...(called ? { tool_calls: toolCalls.map(callShape) } : {}),
    };
    return JSON.stringify({
      id: this.id,
      object: 'chat.completion',
      created: this.createdS,
      model: version ?? this.version,
      choices: [{ index: 0, message, logprobs: null, finish_reason: end && FINISH[end] }],
      ...(usage ? { usage: usageShape(usage) } : {}),
      service_tier: 'default',
      system_fingerprint: null,
    });
  }

  refusal(refused: Refused): HttpError {
    return refusalOverHttp(refused, this.requestId);
  }

  private delta(said: object, finish: string | null = null): string {
    return this.chunk([{ index: 0, delta: said, logprobs: null, finish_reason: finish }]);
  }

  private chunk(choices: readonly object[], usage: object | null = null): string {
    return data({
      id: this.id,
      object: 'chat.completion.chunk',
      created: this.createdS,
      model: this.version,
      service_tier: 'default',
      system_fingerprint: null,
      choices,
      ...(this.includeUsage ? { usage } : {}),
    });
  }
}

const callShape = ({ id, name, arguments: given }: ToolCall): object => ({
  id,
  type: 'function',
  function: { name, arguments: given },
});

const usageShape = ({ inputTokens, outputTokens }: Usage): object => ({
  prompt_tokens: inputTokens,
  completion_tokens: outputTokens,
  total_tokens: inputTokens + outputTokens,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: 0,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
});
