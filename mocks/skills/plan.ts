/**
 * Plans the next move of a model that may call tools: look up what the goal names, search where it asks, act once what
 * it acts on is known, search again where too little was found, answer when there is no more to do.
 *
 * What a perfect planner would do next is a pure function of the conversation. A model slips as often as its profile's
 * accuracy 'plan' says, call by call: it takes the wrong tool, does the last thing again in other words, or answers
 * before it knows.
 */
import type { Json } from '../../src/base/json.ts';
import type { Draw, Profile } from '../../src/model/endpoint.ts';
import type { ToolSpec } from '../../src/model/request.ts';
import { aspectsOf } from './aspects.ts';
import type { Called, Conversation } from './conversation.ts';
import { isObject } from './conversation.ts';
import { rankLabels } from './rank-labels.ts';
import { termsOf } from './terms.ts';
import { fold } from './text.ts';
import { argumentsFor, readTool, relevanceOf, wordsOf } from './tool-use.ts';
import type { Tool } from './tool-use.ts';

export interface Wish {
  readonly name: string;
  readonly input: Readonly<Record<string, Json>>;
}

/** The next move: calls, made at once; or none, and an answer. `premature`: before what is needed for it is known. */
export interface Move {
  readonly calls: readonly Wish[];
  readonly premature: boolean;
}

export type Planned = (profile: Profile, draw: Draw) => Move;

const ANSWER: Move = { calls: [], premature: false };
/** Independent calls made at once. */
const PARALLEL_MOST = 3;
/** How often too little is searched for again in other words. */
const SEARCHES_AGAIN = 2;
/**
 * With instructions that forbid to give up, a model searches on with this chance each time: on average fourteen
 * searches, which is the figure that is reported of such an agent.
 */
const INSISTENCE = 13 / 14;
const INSISTS =
  /until you|keep (?:searching|looking)|(?:never|do not|don't) (?:give up|stop|answer (?:before|without|unless))|(?:fully|absolutely|completely) (?:sure|certain)/i;
/** A conversation is handed over if a label suits it this well. */
const HAND_OVER_LEAST = 0.4;

/** Prepares the move; `required`: some tool must be called. */
export function planner(conversation: Conversation, specs: readonly ToolSpec[], required: boolean): Planned {
  const tools = specs.map(readTool);
  const { calls, system } = conversation;
  const best = bestMove(conversation, tools);
  const again = searchAgain(conversation, tools);
  const insists = again !== null && best.calls.length === 0 && INSISTS.test(system);
  const searches = calls.filter(({ passages }) => passages !== null).length;
  return (profile, draw) => {
    const onward =
      again !== null && best.calls.length === 0
        ? (insists ? draw('plan.persist') < INSISTENCE : searches <= SEARCHES_AGAIN) && again
        : false;
    const move = onward || best;
    const slips = draw('plan') >= (profile.accuracy['plan'] ?? 1);
    const made = slips ? slip(move, conversation, tools, draw, insists) : move;
    return required && made.calls.length === 0 ? (anyCall(conversation, tools) ?? made) : made;
  };
}

function bestMove(conversation: Conversation, tools: readonly Tool[]): Move {
  const { goal, calls } = conversation;
  const goalTerms = new Set(termsOf(goal));
  const acts = tools.filter(
    (tool) => tool.kind === 'act' && [...tool.named].some((term) => goalTerms.has(term)),
  );
  const lookUps = lookUpsFor(conversation, tools, goalTerms);
  const search = acts.length === 0 ? searchFor(conversation, tools, goalTerms) : [];
  if (calls.length === 0 && acts.length === 0 && lookUps.length === 0) {
    const away = handOver(goal, tools);
    if (away) return away;
  }
  const known = [...lookUps, ...search].slice(0, PARALLEL_MOST);
  if (known.length > 0) return { calls: known, premature: false };
  const blocked = calls.some(({ error }) => error !== null);
  if (!blocked)
    for (const act of acts) {
      if (calls.some(({ name, json }) => name === act.name || says(json, act))) continue;
      const { input, missing } = argumentsFor(act, conversation);
      if (missing.length === 0) return { calls: [{ name: act.name, input }], premature: false };
    }
  const person = tools.find(({ kind }) => kind === 'escalate');
  if (person && (blocked || wantsPerson(goal)) && !calls.some(({ name }) => name === person.name))
    return {
      calls: [{ name: person.name, input: argumentsFor(person, conversation).input }],
      premature: false,
    };
  return ANSWER;
}

/** Records that the goal names and that nobody has looked up. */
function lookUpsFor(
  conversation: Conversation,
  tools: readonly Tool[],
  goalTerms: ReadonlySet<string>,
): Wish[] {
  return tools.flatMap((tool) => {
    if (tool.kind !== 'look-up') return [];
    const { input, missing } = argumentsFor(tool, conversation);
    const named = Object.keys(input).length > 0;
    if (missing.length > 0 || !(named || relevanceOf(tool, goalTerms) > 0)) return [];
    return conversation.calls.some((call) => call.name === tool.name) ? [] : [{ name: tool.name, input }];
  });
}

/** The search that suits best, if none was made; another one if the last found too little. */
function searchFor(
  conversation: Conversation,
  tools: readonly Tool[],
  goalTerms: ReadonlySet<string>,
): Wish[] {
  const { goal, calls } = conversation;
  const made = calls.filter(({ name }) => tools.some((tool) => tool.kind === 'search' && tool.name === name));
  if (made.some((call) => isEnough(call, goalTerms))) return [];
  const fresh = tools
    .map((tool) => ({ tool, relevance: relevanceOf(tool, goalTerms) }))
    .filter(({ tool }) => tool.kind === 'search' && !made.some(({ name }) => name === tool.name))
    .sort((a, b) => b.relevance - a.relevance)[0];
  if (!fresh || (fresh.relevance === 0 && !asksSomething(goal))) return [];
  return [{ name: fresh.tool.name, input: argumentsFor(fresh.tool, conversation).input }];
}

/** The last search in other words, if all of them found too little. */
function searchAgain(conversation: Conversation, tools: readonly Tool[]): Move | null {
  const { goal, calls } = conversation;
  const goalTerms = new Set(termsOf(goal));
  const made = calls.filter(({ passages }) => passages !== null);
  const last = made.at(-1);
  const tool = last && tools.find(({ name, query }) => name === last.name && query !== null);
  if (!tool || made.some((call) => isEnough(call, goalTerms))) return null;
  const { input } = argumentsFor(tool, conversation, made.length);
  return { calls: [{ name: tool.name, input }], premature: false };
}

/** Whether one of the passages found shares enough with the goal. */
function isEnough({ passages, error, result }: Called, goalTerms: ReadonlySet<string>): boolean {
  if (error !== null) return false;
  if (passages === null) return result.trim() !== '';
  const enough = goalTerms.size <= 3 ? 1 : 2;
  return passages.some(
    ({ title, text }) =>
      new Set(termsOf(`${title} ${text}`).filter((term) => goalTerms.has(term))).size >= enough,
  );
}

/** Whether a record says that this was done already: refunded, cancelled. */
function says(json: Json | undefined, act: Tool): boolean {
  if (!isObject(json)) return false;
  const status = json['status'];
  return typeof status === 'string' && termsOf(status).some((term) => act.named.has(term));
}

function handOver(goal: string, tools: readonly Tool[]): Move | null {
  const away = tools.filter(({ kind }) => kind === 'hand-over');
  if (away.length === 0) return null;
  const labels = away.map(({ name }) => wordsOf(name).replace(/^hand ?over to |^transfer to /, ''));
  const { order, shares } = rankLabels(labels, { text: goal, system: '', support: null });
  const at = order[0]!;
  if (away.length > 1 && shares[at]! < HAND_OVER_LEAST) return null;
  const { input } = argumentsFor(away[at]!, { goal, system: '', calls: [] });
  return { calls: [{ name: away[at]!.name, input }], premature: false };
}

const asksSomething = (goal: string): boolean => {
  const aspects = aspectsOf(fold(goal));
  return /[?？]/.test(goal) || ['howTo', 'problem', 'blocked', 'change'].some((name) => aspects.has(name));
};
const wantsPerson = (goal: string): boolean =>
  /\b(?:a|real|speak to|talk to) (?:person|human|manager|colleague)\b|lawyer|solicitor/i.test(goal);

/** A move that goes wrong, of three kinds; where one is not possible, the next. */
function slip(
  move: Move,
  conversation: Conversation,
  tools: readonly Tool[],
  draw: Draw,
  insists: boolean,
): Move {
  const kind = Math.floor(draw('plan.kind') * 3);
  const wrong = (): Move | null => {
    const others = tools.filter(
      (tool) =>
        tool.kind !== 'hand-over' &&
        tool.kind !== 'escalate' &&
        !move.calls.some(({ name }) => name === tool.name),
    );
    const tool = others[Math.floor(draw('plan.tool') * others.length)];
    return tool
      ? { calls: [{ name: tool.name, input: guessed(tool, conversation) }], premature: false }
      : null;
  };
  const repeat = (): Move | null => {
    const last = conversation.calls.at(-1);
    const tool = last && tools.find(({ name }) => name === last.name);
    if (!tool) return null;
    const times = conversation.calls.filter(({ name }) => name === tool.name).length;
    return {
      calls: [{ name: tool.name, input: argumentsFor(tool, conversation, times).input }],
      premature: false,
    };
  };
  const early = (): Move | null =>
    move.calls.length > 0 && !insists ? { calls: [], premature: true } : null;
  const ways = [wrong, repeat, early];
  for (let i = 0; i < ways.length; i++) {
    const made = ways[(kind + i) % ways.length]!();
    if (made) return made;
  }
  return move;
}

/** Arguments where some are not known: a model makes them up. */
function guessed(tool: Tool, conversation: Conversation): Wish['input'] {
  const { input, missing } = argumentsFor(tool, conversation);
  const made = tool.fields.filter(({ name }) => missing.includes(name));
  return {
    ...input,
    ...Object.fromEntries(
      made.map(({ name, type, labels }) => [
        name,
        labels?.[0] ?? (type === 'number' ? 1 : type === 'boolean' ? false : 'unknown'),
      ]),
    ),
  };
}

function anyCall(conversation: Conversation, tools: readonly Tool[]): Move | null {
  const [tool] = tools;
  return tool ? { calls: [{ name: tool.name, input: guessed(tool, conversation) }], premature: false } : null;
}
