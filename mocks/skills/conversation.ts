/** Reads a conversation as a model that may call tools does: what is wanted, and what has come of it so far. */
import type { Json } from '../../src/base/json.ts';
import type { ChatRequest, Message } from '../../src/model/request.ts';
import { asPassages, bodyOf, readSections } from './sections.ts';
import type { Passage } from './sections.ts';
import { stemsOf } from './terms.ts';

/** A call that was made, and its answer. */
export interface Called {
  readonly name: string;
  /** Undefined where the arguments were no JSON. */
  readonly input: Json | undefined;
  readonly result: string;
  /** The result parsed; undefined if it is no JSON object or list. */
  readonly json: Json | undefined;
  /** What went wrong, in words; null if nothing did. */
  readonly error: string | null;
  /** The passages among what it found; null if it is no search. */
  readonly passages: readonly Passage[] | null;
}

export interface Conversation {
  readonly system: string;
  /** What the person wants, in their words. */
  readonly goal: string;
  /** The calls that were made since the person last wrote. */
  readonly calls: readonly Called[];
}

/** A last message in which a program says what was wrong with a reply: what is wanted stands before it. */
const COMPLAINT = /^your (?:last )?reply could not be used/i;
/** A message of fewer content words than this goes on with what was said before it. */
const WORDS_ENOUGH = 3;

/** The messages without attempts at a reply that were sent back, and without the complaints about them. */
export function withoutComplaints(messages: readonly Message[]): readonly Message[] {
  let end = messages.length;
  while (end > 1 && messages[end - 1]!.role === 'user' && COMPLAINT.test(messages[end - 1]!.content)) {
    end--;
    if (messages[end - 1]!.role === 'assistant') end--;
  }
  return end === messages.length ? messages : messages.slice(0, end);
}

/** Reads messages that were freed of complaints. */
export function readConversation({ messages }: Pick<ChatRequest, 'messages'>): Conversation {
  const texts = (role: Message['role']) =>
    messages.flatMap((message) => (message.role === role ? [message.content] : []));
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  const said = texts('user').map(plain);
  const last = said.at(-1) ?? '';
  const goal = stemsOf(last).length < WORDS_ENOUGH ? said.slice(-3).join('\n') : last;
  return { system: texts('system').join('\n'), goal, calls: callsIn(messages.slice(lastUser + 1)) };
}

function plain(content: string): string {
  const sections = readSections(content);
  return sections ? sections.map(bodyOf).join('\n') : content;
}

function callsIn(messages: readonly Message[]): Called[] {
  const results = new Map<string, string>();
  for (const message of messages)
    if (message.role === 'tool') results.set(message.toolCallId, message.content);
  return messages.flatMap((message) =>
    message.role === 'assistant'
      ? (message.toolCalls ?? []).map(({ id, name, arguments: text }) =>
          called(name, parsed(text), results.get(id) ?? ''),
        )
      : [],
  );
}

function called(name: string, input: Json | undefined, result: string): Called {
  const json = parsed(result);
  const error = isObject(json) && typeof json['error'] === 'string' ? json['error'] : null;
  return { name, input, result, json, error, passages: error === null ? passagesIn(json) : null };
}

export const isObject = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function passagesIn(json: Json | undefined): readonly Passage[] | null {
  if (Array.isArray(json)) return asPassages(json);
  if (!isObject(json)) return null;
  const list = Object.entries(json).find(
    ([key, value]) => /^(?:results|documents|articles|hits|pages)$/.test(key) && Array.isArray(value),
  );
  return list ? asPassages(list[1]) : null;
}

function parsed(text: string): Json | undefined {
  try {
    const json = JSON.parse(text) as Json;
    return typeof json === 'object' && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}
