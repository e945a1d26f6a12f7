/**
 * Says a reply as a response: a list of items, streamed as numbered events that open, fill and close each of them.
 *
 * 1. Texts that follow each other are one item; each tool call is an item.
 * 2. Events are numbered from 0 without a gap.
 * 3. What was said is stored when the reply ends, unless `store` is false.
 * 4. An error is said twice, as an event and as the end of the response, as OpenAI does.
 */
import type { Json } from '../../base/json.ts';
import { splitTokens } from '../../model/tokens.ts';
import type { FinishReason, Received, Usage } from '../../model/reply.ts';
import type { ToolCall } from '../../model/request.ts';
import type { Refused, ReplyFacts, StreamError } from '../port.ts';
import { COMMENT, event } from '../sse.ts';
import { wireId } from '../wire-id.ts';
import type { HttpError, Voice } from '../writer.ts';
import { refusalOverHttp, refusedFor } from './error.ts';
import { responseObject, statusOf, type ResponseState } from './response-object.ts';
import { inputItems } from './responses-request.ts';

export class ResponsesVoice implements Voice {
  readonly headers: Readonly<Record<string, string>>;
  readonly keepalive = COMMENT;
  readonly refused = refusedFor;
  private readonly facts: ReplyFacts;
  private readonly name: string;
  private readonly requestId: string;
  /** Items that are closed. */
  private readonly output: Json[] = [];
  private version: string;
  private events = 0;
  /** The text of the message that is open. */
  private open: string | null = null;
  private counted: Usage | null = null;

  constructor(facts: ReplyFacts) {
    this.facts = facts;
    this.name = wireId(facts.id);
    this.requestId = `req_${this.name}`;
    this.headers = { 'x-request-id': this.requestId };
    this.version = facts.model;
  }

  head(version: string): string {
    this.version = version;
    const begun = { response: this.response({ status: 'in_progress' }) };
    return this.say('response.created', begun) + this.say('response.in_progress', begun);
  }

  text(text: string): string {
    const opening = this.open === null ? this.openMessage() : '';
    this.open = (this.open ?? '') + text;
    return opening + this.say('response.output_text.delta', { ...this.place(), delta: text, logprobs: [] });
  }

  toolCall(call: ToolCall): string {
    const before = this.closeMessage('completed');
    const output_index = this.output.length;
    const item_id = this.callId();
    const opened = callItem(item_id, { ...call, arguments: '' }, 'in_progress');
    const item = callItem(item_id, call, 'completed');
    const filling = splitTokens(call.arguments)
      .map((delta) => this.say('response.function_call_arguments.delta', { item_id, output_index, delta }))
      .join('');
    const { name, arguments: given } = call;
    return (
      before +
      this.say('response.output_item.added', { output_index, item: opened }) +
      filling +
      this.say('response.function_call_arguments.done', { item_id, output_index, name, arguments: given }) +
      this.close(item)
    );
  }

  usage(usage: Usage): string {
    this.counted = usage;
    return '';
  }

  error({ kind: code, message }: StreamError): string {
    const said = this.say('error', { code, message, param: null });
    const response = this.response({ status: 'failed', error: { code, message } });
    return said + this.say('response.failed', { response });
  }

  end(reason: FinishReason): string {
    const status = statusOf(reason);
    const before = this.closeMessage(status);
    this.keep();
    return before + this.say(`response.${status}`, { response: this.response({ status, end: reason }) });
  }

  whole({ version, text, toolCalls, usage, end }: Received): string {
    const status = statusOf(end);
    this.version = version ?? this.version;
    this.counted = usage;
    if (text !== '') this.output.push(messageItem(this.messageId(), status, [textPart(text)]));
    for (const call of toolCalls) this.output.push(callItem(this.callId(), call, 'completed'));
    if (end) this.keep();
    return JSON.stringify(this.response({ status, end }));
  }

  refusal(refused: Refused): HttpError {
    return refusalOverHttp(refused, this.requestId);
  }

  private say(type: string, said: object): string {
    return event(type, { type, sequence_number: this.events++, ...said });
  }

  private openMessage(): string {
    const item = messageItem(this.messageId(), 'in_progress', []);
    return (
      this.say('response.output_item.added', { output_index: this.output.length, item }) +
      this.say('response.content_part.added', { ...this.place(), part: textPart('') })
    );
  }

  private closeMessage(status: ItemStatus): string {
    const text = this.open;
    if (text === null) return '';
    this.open = null;
    const part = textPart(text);
    return (
      this.say('response.output_text.done', { ...this.place(), text, logprobs: [] }) +
      this.say('response.content_part.done', { ...this.place(), part }) +
      this.close(messageItem(this.messageId(), status, [part]))
    );
  }

  private close(item: Json): string {
    const said = this.say('response.output_item.done', { output_index: this.output.length, item });
    this.output.push(item);
    return said;
  }

  /** Where the open message's text goes. */
  private place(): object {
    return { item_id: this.messageId(), output_index: this.output.length, content_index: 0 };
  }

  private messageId(): string {
    return `msg_${this.name}_${this.output.length}`;
  }

  private callId(): string {
    return `fc_${this.name}_${this.output.length}`;
  }

  private get responseId(): string {
    return `resp_${this.name}`;
  }

  private response(state: Pick<ResponseState, 'status' | 'error' | 'end'>): object {
    const { createdS, asked = {} } = this.facts;
    const { output, counted: usage, version: model } = this;
    return responseObject(this.responseId, createdS, asked, { output, usage, model, ...state });
  }

  private keep(): void {
    const { asked, stored } = this.facts;
    if (!stored || !asked || asked['store'] === false) return;
    for (const item of this.output) stored.set((item as { id: string }).id, [item]);
    const input = inputItems(asked, stored) as readonly Json[];
    stored.set(this.responseId, [...input, ...this.output]);
  }
}

type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

const textPart = (text: string): Json => ({ type: 'output_text', annotations: [], logprobs: [], text });

const messageItem = (id: string, status: ItemStatus, content: readonly Json[]): Json => ({
  id,
  type: 'message',
  status,
  role: 'assistant',
  content,
});

const callItem = (id: string, call: ToolCall, status: ItemStatus): Json => ({
  id,
  type: 'function_call',
  status,
  call_id: call.id,
  name: call.name,
  arguments: call.arguments,
});
