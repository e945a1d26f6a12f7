/** Reads the tools that a request offers: what each is for, whether a goal asks for it, and with which arguments. */
import type { Json } from '../../src/base/json.ts';
import type { ToolSpec } from '../../src/model/request.ts';
import { isObject } from './conversation.ts';
import type { Called, Conversation } from './conversation.ts';
import { extract } from './extract.ts';
import { fieldsOf } from './schema.ts';
import type { Field } from './schema.ts';
import { stemsOf, termsOf } from './terms.ts';
import { fold, runsOf, sentencesOf } from './text.ts';

/** A tool as a model understands it. */
export interface Tool {
  readonly name: string;
  /** Finds texts by a query; finds a record by its name; changes something; gives the case away. */
  readonly kind: 'search' | 'look-up' | 'act' | 'hand-over' | 'escalate';
  readonly fields: readonly Field[];
  /** The parameter that takes a query, a question or a task in words. */
  readonly query: Field | null;
  /** What its name says. */
  readonly named: ReadonlySet<string>;
  /** What name, description and parameters say. */
  readonly terms: ReadonlySet<string>;
}

const QUERY = /^(?:q|query|search|question|text|topic|keywords?|terms?|prompt|what|goal|task|request)$/i;
const SEARCHES = /search|find|look|knowledge|article|help|web|docs|ask|research|retriev/i;
const ACTS =
  /^(?:refund|cancel|send|update|create|pay|delete|remove|book|reset|issue|change|reply|write|add|close|approve|charge|notify|set|submit|invite|reissue|transfer|move|unlock|note|return)/i;
const FREE_TEXT = /note|message|body|text|comment|content|instruction|task|goal|request|reason|summary/i;
const GIVES_AWAY = /^(?:hand_?over|transfer_to)/i;
const ESCALATES = /escalat|human|_person$/i;

/** Optional parameters of these types are left to the tool, unless they name a sum: a text is full of other numbers. */
const LEFT_OUT: ReadonlySet<Field['type']> = new Set(['number', 'boolean', 'array', 'object']);
const SUMS = /amount|price|sum|total/i;

/** 'lookUpOrder', 'look_up_order' → 'look up order'. */
export const wordsOf = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_.-]+/g, ' ')
    .toLowerCase();

export function readTool({ name, description, parameters }: ToolSpec): Tool {
  const fields = fieldsOf(parameters);
  const query =
    fields.find((field) => field.type === 'string' && !field.labels && QUERY.test(field.name)) ?? null;
  const words = wordsOf(name);
  const said = [words, description, ...fields.map((field) => `${wordsOf(field.name)} ${field.description}`)];
  return {
    name,
    kind: kindOf(name, words, description, query !== null),
    fields,
    query,
    named: new Set(termsOf(words)),
    terms: new Set(termsOf(said.join(' '))),
  };
}

function kindOf(name: string, words: string, description: string, hasQuery: boolean): Tool['kind'] {
  if (GIVES_AWAY.test(name)) return 'hand-over';
  if (ESCALATES.test(name)) return 'escalate';
  if (ACTS.test(words)) return 'act';
  return hasQuery && SEARCHES.test(`${words} ${description}`) ? 'search' : 'look-up';
}

/** How much of a goal a tool speaks of: terms that they share. */
export const relevanceOf = (tool: Tool, goalTerms: ReadonlySet<string>): number =>
  [...tool.terms].filter((term) => goalTerms.has(term)).length;

/** Arguments for a call; `missing` are required ones that nothing known tells. */
export interface Arguments {
  readonly input: Readonly<Record<string, Json>>;
  readonly missing: readonly string[];
}

/** Fills a tool's parameters from the goal, then from what earlier calls found. `variant`: the n-th wording of a query. */
export function argumentsFor(tool: Tool, { goal, system, calls }: Conversation, variant = 0): Arguments {
  const input: Record<string, Json> = {};
  const missing: string[] = [];
  for (const field of tool.fields) {
    if (!field.required && LEFT_OUT.has(field.type) && !SUMS.test(field.name)) continue;
    const value =
      field === tool.query
        ? queryFor(goal, variant)
        : (fromGoal(field, goal, system) ??
          fromResults(field, calls) ??
          (field.required && field.type === 'string' && FREE_TEXT.test(field.name)
            ? firstSentence(goal)
            : null));
    if (value !== null && value !== '') input[field.name] = value;
    else if (field.required) missing.push(field.name);
  }
  return { input, missing };
}

/** Kinds of names that a parameter's description may allow besides the one that the parameter is called by. */
const NAMES = ['order', 'invoice', 'email'];

/** The value that the goal holds for a parameter, by its name first, then by what its description allows. */
function fromGoal(field: Field, goal: string, system: string): Json {
  const asked = { ...field, nullable: false, required: false };
  const own = extract([asked], goal, system)[field.name];
  if (own !== undefined) return own;
  if (field.type !== 'string') return null;
  const said = field.description.toLowerCase().replace('e-mail', 'email');
  for (const name of NAMES)
    if (said.includes(name)) {
      const found = extract([{ ...asked, name, description: '' }], goal, system)[name];
      if (found !== undefined) return found;
    }
  return null;
}

/** The value that an earlier result holds under the same name: 'orderId' is 'order'. */
function fromResults(field: Field, calls: readonly Called[]): Json {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z]|id$|number$|usd$/g, '');
  for (const { json, error } of [...calls].reverse()) {
    if (error !== null) continue;
    for (const [name, value] of leavesOf(json))
      if (plain(name) === plain(field.name) && typeof value === field.type) return value;
  }
  return null;
}

function leavesOf(json: Json | undefined, name = ''): (readonly [string, Json])[] {
  if (Array.isArray(json)) return (json as Json[]).flatMap((item) => leavesOf(item, name));
  if (isObject(json)) return Object.entries(json).flatMap(([key, value]) => leavesOf(value, key));
  return json === undefined || json === null ? [] : [[name, json]];
}

const QUERY_WORDS = 8;
/** Numbers of documents and addresses: they find nothing in a text. */
const WITH_DIGITS = /\S*\d\S*|\S+@\S+/g;
/** What a searcher adds when the last wording found too little. */
const QUALIFIERS = ['', 'policy', 'steps', 'conditions', 'exceptions', 'guide', 'rules', 'answer'];

/** The content words of a goal as a search query; a further variant turns them round and adds a word. */
function queryFor(goal: string, variant: number): string {
  const words: string[] = [];
  for (const run of runsOf(fold(goal.replace(WITH_DIGITS, ' '))))
    if (stemsOf(run).length > 0 && !words.includes(run) && words.length < QUERY_WORDS) words.push(run);
  if (words.length === 0) return goal.trim().slice(0, 100);
  const turn = variant % words.length;
  const turned = [...words.slice(turn), ...words.slice(0, turn)];
  return [...turned, QUALIFIERS[variant % QUALIFIERS.length]!].join(' ').trim();
}

const firstSentence = (text: string): string => (sentencesOf(text)[0] ?? text).slice(0, 200);
