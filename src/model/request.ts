/** What an orchestration asks of an endpoint: only what a provider's wire carries. */
import type { Json } from '../base/json.ts';

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
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

export type Request = ChatRequest | RetrieveRequest | EmbedRequest;

/** A document found, best first; `score` in 0–1, comparable within one reply. */
export interface Document {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly score: number;
}
