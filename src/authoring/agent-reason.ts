/** The step in which an agent's model decides: a reply that calls tools, or one that is the answer. */
import type { StepDef } from '../engine/step-def.ts';
import type { ChatRequest, Message, ToolCall, ToolSpec } from '../model/request.ts';
import { unfinished } from './generate.ts';
import { badFormat, modelStep, type ChatOptions } from './model-step.ts';
import { formatOf, type Schema } from './structured.ts';

/** What reasoning came to. Without calls, `answer` is what it answers. */
export interface Thought {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly answer: unknown;
}

/** What it is given: the conversation so far. */
export interface Reasoning {
  readonly messages: readonly Message[];
}

/** How the model is asked: every policy of a step that asks a model. */
export type ReasonOptions = Omit<ChatOptions<Thought, Reasoning>, 'input' | 'output' | 'stream'>;

export interface Reason {
  readonly step: StepDef<Reasoning, Thought>;
  /** What would be asked, as far as its size goes. */
  readonly request: (messages: readonly Message[]) => ChatRequest;
}

/** @param output what the answer must satisfy; null: any text */
export function reasonStep(
  options: ReasonOptions,
  tools: readonly ToolSpec[],
  output: Schema | null,
): Reason {
  const format = output === null ? null : formatOf<unknown>(output, 'answer', "the agent's output");
  const { maxTokens } = options;
  const request = (messages: readonly Message[], model = options.model): ChatRequest => ({
    kind: 'chat',
    model,
    messages,
    ...(tools.length > 0 ? { tools } : {}),
    ...(format ? { format: format.format } : {}),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  });
  const step = modelStep<Reasoning, Thought>({
    kind: 'generate',
    what: 'agent',
    options: { repair: 1, ...options },
    request: (model, { messages }) => request(messages, model),
    read: ({ text, toolCalls, end, ...rest }, model) => {
      if (toolCalls.length > 0) {
        if (end === 'length') return badFormat(model, 'its calls were cut at the limit of tokens');
        return { ok: true, value: { text, toolCalls, answer: null } };
      }
      const unusable = unfinished({ text, toolCalls, end, ...rest }, model, maxTokens);
      if (unusable) return unusable;
      const reading = format ? format.read(text, model) : ({ ok: true, value: text } as const);
      return reading.ok ? { ok: true, value: { text, toolCalls, answer: reading.value } } : reading;
    },
  });
  return { step, request };
}
