/**
 * Says a reply as a message: blocks, streamed as events that open, fill and close each of them.
 *
 * 1. Texts that follow each other are one block; each tool call is a block.
 * 2. A stream begins before the tokens are counted: its first event estimates the input, and `message_delta` counts it.
 * 3. Arguments that are no JSON object are `{}` in a whole reply, and stand as they are in a stream.
 */
import { estimateTokens, splitTokens } from '../../model/tokens.ts';
import type { FinishReason, Received, Usage } from '../../model/reply.ts';
import type { Request, ToolCall } from '../../model/request.ts';
import type { Refused, ReplyFacts, StreamError } from '../port.ts';
import { event } from '../sse.ts';
import { wireId } from '../wire-id.ts';
import type { HttpError, Voice } from '../writer.ts';
import { errorSaid, refusalOverHttp, refusedFor } from './error.ts';

const STOP: Readonly<Record<FinishReason, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  refusal: 'refusal',
  'tool-calls': 'tool_use',
};

export class MessagesVoice implements Voice {
  readonly headers: Readonly<Record<string, string>>;
  readonly keepalive = say('ping', {});
  readonly refused = refusedFor;
  private readonly facts: ReplyFacts;
  private readonly request: Request | null;
  private readonly name: string;
  private readonly requestId: string;
  /** How many blocks were opened, and whether the last one is a text that goes on. */
  private blocks = 0;
  private inText = false;
  private counted: Usage | null = null;

  constructor(facts: ReplyFacts, request: Request | null) {
    this.facts = facts;
    this.request = request;
    this.name = wireId(facts.id);
    this.requestId = `req_${this.name}`;
    this.headers = { 'request-id': this.requestId };
  }

  head(version: string): string {
    const usage = { inputTokens: estimatedInput(this.request), outputTokens: 1 };
    return say('message_start', { message: this.message(version, [], null, usage) });
  }

  text(text: string): string {
    const opening = this.inText ? '' : this.openBlock({ type: 'text', text: '', citations: null });
    this.inText = true;
    return opening + this.delta({ type: 'text_delta', text });
  }

  toolCall(call: ToolCall): string {
    const before = this.closeText();
    const opening = this.openBlock({ ...toolUse(call), input: {} });
    const filling = splitTokens(call.arguments)
      .map((partial_json) => this.delta({ type: 'input_json_delta', partial_json }))
      .join('');
    return before + opening + filling + this.closeBlock();
  }

  usage(usage: Usage): string {
    this.counted = usage;
    return '';
  }

  error(error: StreamError): string {
    return event('error', errorSaid(error, 500, this.requestId));
  }

  end(reason: FinishReason): string {
    const delta = { ...stopShape(reason), container: null };
    return (
      this.closeText() +
      say('message_delta', { delta, usage: usageShape(this.counted ?? this.uncounted()) }) +
      say('message_stop', {})
    );
  }

  whole({ version, text, toolCalls, usage, end }: Received): string {
    const texts = text === '' ? [] : [{ type: 'text', text, citations: null }];
    const content = [...texts, ...toolCalls.map(toolUse)];
    return JSON.stringify(this.message(version ?? this.facts.model, content, end, usage ?? this.uncounted()));
  }

  refusal(refused: Refused, atMs: number): HttpError {
    return refusalOverHttp(refused, this.requestId, this.facts.createdS + Math.floor(atMs / 1000));
  }

  private message(
    model: string,
    content: readonly object[],
    stop: FinishReason | null,
    usage: Usage,
  ): object {
    return {
      id: `msg_${this.name}`,
      type: 'message',
      role: 'assistant',
      model,
      content,
      ...stopShape(stop),
      container: null,
      diagnostics: null,
      usage: {
        ...usageShape(usage),
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        inference_geo: null,
        service_tier: 'standard',
        speed: 'standard',
      },
    };
  }

  private openBlock(content_block: object): string {
    return say('content_block_start', { index: this.blocks++, content_block });
  }

  private delta(said: object): string {
    return say('content_block_delta', { index: this.blocks - 1, delta: said });
  }

  private closeBlock(): string {
    return say('content_block_stop', { index: this.blocks - 1 });
  }

  private closeText(): string {
    if (!this.inText) return '';
    this.inText = false;
    return this.closeBlock();
  }

  private uncounted(): Usage {
    return { inputTokens: estimatedInput(this.request), outputTokens: 0 };
  }
}

function say(type: string, said: object): string {
  return event(type, { type, ...said });
}

const stopShape = (reason: FinishReason | null): object => ({
  stop_reason: reason && STOP[reason],
  stop_sequence: null,
  stop_details: reason === 'refusal' ? { type: 'refusal', category: null, explanation: null } : null,
});

const usageShape = ({ inputTokens, outputTokens }: Usage): object => ({
  input_tokens: inputTokens,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: outputTokens,
  output_tokens_details: null,
  server_tool_use: null,
});

const toolUse = (call: ToolCall): object => ({
  type: 'tool_use',
  id: call.id,
  name: call.name,
  input: objectIn(call.arguments),
  caller: { type: 'direct' },
});

function objectIn(text: string): object {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {};
  } catch {
    return {};
  }
}

function estimatedInput(request: Request | null): number {
  if (request?.kind !== 'chat') return 0;
  const { messages, tools, format } = request;
  const said = messages.map(({ content }) => content);
  if (tools) said.push(JSON.stringify(tools));
  if (format) said.push(JSON.stringify(format.schema));
  return said.reduce((sum, text) => sum + estimateTokens(text), 0);
}
