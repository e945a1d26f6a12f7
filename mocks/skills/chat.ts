/**
 * A simulated chat model: finds out from messages, schema and tools which skill is asked for, and applies it. What does not
 * depend on the call is prepared once for each distinct request and shared by all models; a call then only draws.
 */
import type { Content, Draw, Profile, SimulatedEndpoint } from '../../src/model/endpoint.ts';
import type { ChatRequest, ToolCall } from '../../src/model/request.ts';
import type { Json } from '../../src/base/json.ts';
import { answer } from './answer.ts';
import type { Written } from './answer.ts';
import { choose, errorRate } from './classify.ts';
import { readConversation, withoutComplaints } from './conversation.ts';
import type { Conversation } from './conversation.ts';
import { extract } from './extract.ts';
import { groundingOf } from './grounding.ts';
import { isJudging, judge, readJudged, verdictOn } from './judge.ts';
import { kindOf } from './label-kinds.ts';
import { labelsInProse } from './prose-labels.ts';
import { remember } from './memo.ts';
import { planner } from './plan.ts';
import { rankLabels } from './rank-labels.ts';
import type { Ranking } from './rank-labels.ts';
import { asSections, prematureAnswer, reportOf } from './report.ts';
import { isConfidence, isReason, wantedBy } from './schema.ts';
import type { Field, Wanted } from './schema.ts';
import { bodyOf, readSections } from './sections.ts';
import type { Section } from './sections.ts';
import { finished, finishedCalls, inputTokensOf } from './usage.ts';

/** What is known of a request before a model and a call are. */
interface Asked {
  readonly system: string;
  readonly last: string;
  readonly sections: readonly Section[] | null;
}

const PREPARED_LIMIT = 2000;
/** Distinct replies kept for one request: labels, and answers with their slips. */
const REPLIES_LIMIT = 64;

/** What a judge that must say yes or no calls good. */
const GOOD_SCORE = 0.85;

type Prepared = (profile: Profile, draw: Draw) => Content;
const recall = remember<Prepared>(PREPARED_LIMIT);

/** A chat model with this profile. */
export function chatModel(profile: Profile): SimulatedEndpoint {
  return {
    profile,
    answer: (request, draw) =>
      request.kind === 'chat'
        ? recall(keyOf(request), () => prepare(request))(profile, draw)
        : { text: '', usage: { inputTokens: 0, outputTokens: 0 }, reason: 'refusal' },
  };
}

/** All that the reply depends on, apart from model and call. */
function keyOf({ messages, format, maxTokens, tools, toolChoice }: ChatRequest): string {
  let key = `${maxTokens ?? ''}|${format ? nameOf(format.schema) : ''}`;
  if (tools) key += `|${toolChoice ?? ''} ${nameOf(tools)}`;
  for (const message of messages) {
    const { role, content } = message;
    key += `|${role} ${content.length} ${content}`;
    if (message.role === 'assistant' && message.toolCalls) key += JSON.stringify(message.toolCalls);
    else if (message.role === 'tool') key += ` ${message.toolCallId} ${message.name}`;
  }
  return key;
}

/** A short name for a schema or a list of tools: equal ones have the same, and a step asks with the same one each time. */
const named = new WeakMap<object, string>();
const names = new Map<string, string>();
const NAMES_LIMIT = 1000;
let lastName = 0;
function nameOf(asked: object): string {
  const known = named.get(asked);
  if (known !== undefined) return known;
  const text = JSON.stringify(asked);
  if (names.size >= NAMES_LIMIT) names.clear();
  const name = names.get(text) ?? `#${++lastName}`;
  names.set(text, name);
  named.set(asked, name);
  return name;
}

function prepare(asked: ChatRequest): Prepared {
  const inputTokens = inputTokensOf(asked);
  const messages = withoutComplaints(asked.messages);
  const request = messages === asked.messages ? asked : { ...asked, messages };
  const replies = remember<Content>(REPLIES_LIMIT);
  const finish = (text: string): Content =>
    replies(text, () => finished(text, inputTokens, request.maxTokens));
  const tools = request.toolChoice === 'none' ? [] : (request.tools ?? []);
  const usesTools = tools.length > 0 || messages.some(({ role }) => role === 'tool');
  if (!usesTools) {
    const written = prepareText(request);
    return (profile, draw) => finish(written(profile, draw));
  }
  const conversation = readConversation(request);
  const report = prepareReport(request, conversation);
  const premature = prematureAnswer(conversation);
  const plan = planner(conversation, tools, request.toolChoice === 'required');
  const made = messages.reduce(
    (sum, message) => sum + (message.role === 'assistant' ? (message.toolCalls?.length ?? 0) : 0),
    0,
  );
  return (profile, draw) => {
    const move = plan(profile, draw);
    if (move.calls.length === 0) return finish((move.premature ? premature : report)(profile, draw));
    const calls = move.calls.map(({ name, input }, i): ToolCall => ({
      id: `call_${made + i + 1}`,
      name,
      arguments: JSON.stringify(input),
    }));
    const thought =
      profile.vendor === 'anthropic' ? `I will use ${calls.map(({ name }) => name).join(', ')}.` : '';
    return replies(JSON.stringify([thought, calls]), () =>
      finishedCalls(thought, calls, inputTokens, request.maxTokens),
    );
  };
}

/** The answer at the end of tool calls, in the form that is asked for. */
function prepareReport(request: ChatRequest, conversation: Conversation): Written {
  if (!request.format) return reportOf(request, conversation);
  return prepareText({
    ...request,
    messages: conversation.calls.length === 0 ? request.messages : asSections(conversation),
  });
}

function prepareText({ messages, format }: Pick<ChatRequest, 'messages' | 'format'>): Written {
  const system = messages
    .filter(({ role }) => role === 'system')
    .map(({ content }) => content)
    .join('\n');
  const last = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const asked: Asked = { system, last, sections: readSections(last) };
  if (!format) {
    const labels = labelsInProse(system === '' ? last : system);
    if (!labels) return answer(messages, system);
    const pick = picker(labels, asked);
    return (profile, draw) => labels[pick(profile, draw).at]!;
  }
  const wanted = wantedBy(format.schema, isJudging(asked.sections));
  switch (wanted.skill) {
    case 'classify':
      return classified(wanted, asked);
    case 'judge':
      return judged(wanted, asked);
    case 'extract':
      return extracted(wanted.fields, asked);
    case 'answer': {
      const prose = answer(messages, system);
      return (profile, draw) => JSON.stringify({ [wanted.text.name]: prose(profile, draw) });
    }
  }
}

/** What is to be classified or searched for facts: what a customer wrote, else all there is. */
const subjectOf = ({ sections, last }: Asked): string => {
  if (!sections) return last;
  const ticket = sections.find(({ key }) => /ticket|text|message|question|query|body|input/i.test(key));
  return ticket || sections.length === 1
    ? bodyOf(ticket ?? sections[0]!)
    : sections.map(({ text }) => text).join('\n');
};

/** How far a reply among the sections is held up by the passages beside it; null if there are not both. */
function supportOf({ sections, last }: Asked): number | null {
  if (!isJudging(sections)) return null;
  const { reply, against } = readJudged(sections, last);
  if (typeof against === 'string') return 0.5;
  const { unsupported, supportRatio } = groundingOf(reply, against);
  return unsupported.length === 0 ? 0.9 : 0.1 * supportRatio;
}

function picker(labels: readonly string[], asked: Asked) {
  const ranking: Ranking = rankLabels(labels, {
    text: subjectOf(asked),
    system: asked.system,
    support: supportOf(asked),
  });
  const rates = new Map<Profile, number>();
  return (profile: Profile, draw: Draw) => {
    let rate = rates.get(profile);
    if (rate === undefined) rates.set(profile, (rate = errorRate(ranking.skill, profile)));
    return choose(ranking, rate, draw);
  };
}

function classified({ label, fields }: Extract<Wanted, { skill: 'classify' }>, asked: Asked): Written {
  const labels = label.labels!;
  const pick = picker(labels, asked);
  const replies = remember<string>(REPLIES_LIMIT);
  return (profile, draw) => {
    const { at, confidence } = pick(profile, draw);
    return replies(at * 1000 + Math.round(confidence * 100), () =>
      filled(fields, (field) => {
        if (field === label) return labels[at]!;
        return field.type === 'number' ? confidence * field.maximum : `the text speaks for ${labels[at]!}`;
      }),
    );
  };
}

function judged({ score, fields }: Extract<Wanted, { skill: 'judge' }>, asked: Asked): Written {
  const { reply, against } = readJudged(asked.sections, asked.last);
  const verdict = verdictOn(reply, against);
  return (profile, draw) => {
    const given = judge(verdict, profile, draw);
    const scaled = given.score * score.maximum;
    return filled(fields, (field) => {
      if (field === score) return field.whole ? Math.round(scaled) : Math.round(scaled * 100) / 100;
      if (isConfidence(field)) return 0.9;
      if (isReason(field)) return given.reason;
      if (field.type === 'boolean') return given.score >= GOOD_SCORE;
      return field.labels ? verdictLabel(field.labels, given.score) : null;
    });
  };
}

/** A label beside a score: the one that approves, or the one that does not; the first approves where none says so. */
function verdictLabel(labels: readonly string[], score: number): string {
  const wanted = score >= GOOD_SCORE ? 'yes' : 'no';
  const fallback = wanted === 'yes' ? labels[0] : labels.at(-1);
  return labels.find((label) => kindOf(label).value === wanted) ?? fallback!;
}

/** The facts; as often as the model errs, without one that it overlooked. */
function extracted(fields: readonly Field[], asked: Asked): Written {
  const facts = extract(fields, subjectOf(asked), asked.system);
  const optional = fields.filter(
    (field) => (field.nullable || !field.required) && (facts[field.name] ?? null) !== null,
  );
  return (profile, draw) => {
    const overlooks = optional.length > 0 && draw('extract') >= (profile.accuracy['extract'] ?? 1);
    if (!overlooks) return JSON.stringify(facts);
    const lost = optional[Math.floor(draw('extract.field') * optional.length)]!;
    const { [lost.name]: _, ...kept } = facts;
    return JSON.stringify(lost.required ? { ...kept, [lost.name]: null } : kept);
  };
}

/** A JSON object in the order of its schema. */
function filled(fields: readonly Field[], value: (field: Field) => Json): string {
  return JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, value(field)])));
}
