/** What an orchestration asks of an endpoint: only what a provider's wire carries. */
import type { Json } from '../base/json.ts';

export type Message =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls?: readonly ToolCall[] }
  /** What a tool answered to the call of that id. */
  | { readonly role: 'tool'; readonly content: string; readonly toolCallId: string; readonly name: string };

/** A model's wish to have a tool called. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** As the wire carries it: text that ought to be a JSON object, and may be cut or garbage. */
  readonly arguments: string;
}

/** A tool that a model may call. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonSchema;
}

/** A JSON Schema, as sent to a provider under `response_format`. */
export type JsonSchema = { readonly [key: string]: Json };

/** A chat completion. */
export interface ChatRequest {
  readonly kind: 'chat';
  readonly model: string;
  readonly messages: readonly Message[];
  /** Asks for a reply that is JSON and satisfies `schema`; `name` is what the wire calls it. */
  readonly format?: { readonly name: string; readonly schema: JsonSchema };
  readonly maxTokens?: number;
  readonly tools?: readonly ToolSpec[];
  /** Whether the model may, must or must not call a tool. Default 'auto' where there are tools. */
  readonly toolChoice?: 'auto' | 'required' | 'none';
  /** Whether the reply is asked for as a stream; its parts are the same. */
  readonly stream?: boolean;
}

/** A search in a vector store. `model` names the store (an index), which embeds the query itself. */
export interface RetrieveRequest {
  readonly kind: 'retrieve';
  readonly model: string;
  readonly query: string;
  /** How many documents at most, ≥ 1. */
  readonly top: number;
}

/** Vectors for texts. */
export interface EmbedRequest {
  readonly kind: 'embed';
  readonly model: string;
  readonly texts: readonly string[];
}

/** A call of a tool that lives outside: a service with side effects. `model` names the endpoint. */
export interface ToolRequest {
  readonly kind: 'tool';
  readonly model: string;
  readonly input: Json;
  /** The same for every attempt of one call: the service does its work once a key. */
  readonly idempotencyKey?: string;
}

export type Request = ChatRequest | RetrieveRequest | EmbedRequest | ToolRequest;

/** A document found, best first; `score` in 0–1, comparable within one reply. */
export interface Document {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly score: number;
}
