/** What the contract tests use of the clients. Written by hand, so that types are checked before anything is installed. */
export interface ClientOptions {
  readonly apiKey: string;
  readonly fetch: typeof fetch;
  readonly baseURL?: string;
  readonly maxRetries?: number;
  /** Milliseconds. */
  readonly timeout?: number;
}

export type Body = Readonly<Record<string, unknown>>;
/** A request that is answered by a stream if it says so, else by one JSON text. */
export interface Create<Reply, Event> {
  (body: Body & { readonly stream: true }): Promise<AsyncIterable<Event>>;
  (body: Body): Promise<Reply>;
}

export interface FunctionCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}
export interface Completion {
  readonly id: string;
  readonly model: string;
  readonly created: number;
  readonly choices: readonly {
    readonly message: { readonly content: string | null; readonly tool_calls?: readonly FunctionCall[] };
    readonly finish_reason: string | null;
  }[];
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
}
export interface CompletionChunk {
  readonly id: string;
  readonly model: string;
  readonly choices: readonly {
    readonly delta: { readonly content?: string | null; readonly tool_calls?: readonly object[] };
    readonly finish_reason: string | null;
  }[];
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
}

export interface ResponseItem {
  readonly type: string;
  readonly id: string;
  readonly status: string;
  readonly call_id?: string;
  readonly name?: string;
  readonly arguments?: string;
}
export interface ModelResponse {
  readonly id: string;
  readonly status: string;
  readonly model: string;
  readonly output_text: string;
  readonly output: readonly ResponseItem[];
  readonly incomplete_details: { readonly reason: string } | null;
  readonly usage: { readonly input_tokens: number; readonly output_tokens: number } | null;
  readonly tools: readonly object[];
  readonly previous_response_id: string | null;
}
export interface ResponseEvent {
  readonly type: string;
  readonly sequence_number: number;
  readonly delta?: string;
  readonly response?: ModelResponse;
}

export declare class OpenAI {
  constructor(options: ClientOptions);
  readonly chat: {
    readonly completions: {
      readonly create: Create<Completion, CompletionChunk>;
      stream(body: Body): { finalChatCompletion(): Promise<Completion> };
    };
  };
  readonly responses: {
    readonly create: Create<ModelResponse, ResponseEvent>;
    stream(body: Body): { finalResponse(): Promise<ModelResponse> };
  };
  readonly embeddings: {
    create(body: Body): Promise<{
      readonly model: string;
      readonly data: readonly { readonly embedding: readonly number[]; readonly index: number }[];
      readonly usage: { readonly prompt_tokens: number; readonly total_tokens: number };
    }>;
  };
}

export interface AnthropicMessage {
  readonly id: string;
  readonly model: string;
  readonly content: readonly {
    readonly type: string;
    readonly text?: string;
    readonly id?: string;
    readonly name?: string;
    readonly input?: unknown;
  }[];
  readonly stop_reason: string | null;
  readonly stop_details: object | null;
  readonly usage: { readonly input_tokens: number; readonly output_tokens: number };
}
export declare class Anthropic {
  constructor(options: ClientOptions);
  readonly messages: {
    readonly create: Create<AnthropicMessage, { readonly type: string }>;
    stream(body: Body): { finalMessage(): Promise<AnthropicMessage> };
  };
}

/** A model of the AI SDK, not to be looked into. */
export interface AiModel {
  readonly modelId: string;
}
export interface AiOptions {
  readonly model: AiModel;
  readonly prompt: string;
  readonly system?: string;
  readonly tools?: object;
  readonly toolChoice?: unknown;
  readonly stopWhen?: unknown;
  readonly maxRetries?: number;
  readonly onError?: (event: { readonly error: unknown }) => void;
}
export declare function generateText(options: AiOptions): Promise<{
  readonly text: string;
  readonly finishReason: string;
  readonly usage: { readonly inputTokens?: number; readonly outputTokens?: number };
  readonly steps: readonly {
    readonly toolCalls: readonly {
      readonly toolName: string;
      readonly input: unknown;
      readonly toolCallId: string;
    }[];
  }[];
}>;
export declare function streamText(options: AiOptions): {
  readonly textStream: AsyncIterable<string>;
  readonly text: PromiseLike<string>;
  readonly finishReason: PromiseLike<string>;
};
export declare function stepCountIs(steps: number): unknown;
export declare function tool(spec: object): object;
export declare function createOpenAI(options: { readonly apiKey: string; readonly fetch: typeof fetch }): {
  (model: string): AiModel;
  chat(model: string): AiModel;
};
export declare function createAnthropic(options: {
  readonly apiKey: string;
  readonly fetch: typeof fetch;
}): (model: string) => AiModel;

export interface ChatModelReply {
  readonly content: unknown;
  readonly tool_calls?: readonly { readonly id?: string; readonly name: string; readonly args: object }[];
  readonly usage_metadata?: { readonly input_tokens: number; readonly output_tokens: number };
}
export declare class ChatOpenAI {
  constructor(options: object);
  invoke(input: unknown): Promise<ChatModelReply>;
  stream(input: unknown): Promise<AsyncIterable<ChatModelReply>>;
  bindTools(tools: readonly object[], options?: object): Pick<ChatOpenAI, 'invoke' | 'stream'>;
}
export declare function langchainTool(run: (input: object) => unknown, spec: object): object;

export declare const z: {
  object(shape: object): object;
  string(): { describe(text: string): object };
};
