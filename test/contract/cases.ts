/** Requests and replies that every way from parts to bytes and back must keep. Times are short: they are really waited. */
import { runId } from '../../src/base/units.ts';
import { applyPlan } from '../../src/faults/apply.ts';
import { faultKinds, type FaultKindName } from '../../src/faults/kinds.ts';
import type { Fault } from '../../src/faults/plan.ts';
import { EMPTY_TALLY } from '../../src/faults/tally.ts';
import type { CallIdentity } from '../../src/model/call.ts';
import { isLast, type ReplyPart, type TimedPart } from '../../src/model/reply.ts';
import type {
  ChatRequest,
  EmbedRequest,
  Request,
  RetrieveRequest,
  ToolRequest,
} from '../../src/model/request.ts';

export interface ContractCase {
  readonly name: string;
  readonly request: Request;
  readonly parts: readonly TimedPart[];
}

export const identity: CallIdentity = {
  run: runId('run-1'),
  step: 'turn[2]/Antwört',
  model: 'gpt-4o',
  attempt: 1,
};

export const chat: ChatRequest = {
  kind: 'chat',
  model: 'gpt-4o',
  messages: [
    { role: 'system', content: 'Answer in the visitor’s language.' },
    { role: 'user', content: '¿Dónde está mi factura?\n{"not": "JSON"}' },
  ],
  maxTokens: 200,
};
const asJson: ChatRequest = {
  ...chat,
  format: {
    name: 'label',
    schema: {
      type: 'object',
      properties: { label: { type: 'string' }, confidence: { type: 'number' } },
      required: ['label', 'confidence'],
    },
  },
};
export const search: RetrieveRequest = {
  kind: 'retrieve',
  model: 'help-centre',
  query: 'Wo ist meine Rechnung?',
  top: 2,
};
const embed: EmbedRequest = { kind: 'embed', model: 'embedding-v3', texts: ['one', 'zwei\n', '三'] };

/** A conversation in which a tool was called, and may be called again. */
export const agent: ChatRequest = {
  kind: 'chat',
  model: 'gpt-4o',
  messages: [
    { role: 'system', content: 'Use the tools.' },
    { role: 'user', content: 'Refund ORD-1042 “now”.' },
    {
      role: 'assistant',
      content: '',
      toolCalls: [
        { id: 'call_1', name: 'order', arguments: '{"order":"ORD-1042"}' },
        { id: 'call_2', name: 'search', arguments: 'no JSON {' },
      ],
    },
    { role: 'tool', content: '{"amountUsd":132}', toolCallId: 'call_1', name: 'order' },
    { role: 'tool', content: '{"error":"the arguments are no JSON"}', toolCallId: 'call_2', name: 'search' },
    { role: 'assistant', content: 'Let me see.' },
    { role: 'user', content: 'Go on.' },
  ],
  tools: [
    {
      name: 'order',
      description: 'Looks an order up.',
      parameters: { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] },
    },
    { name: 'refund', description: 'Pays it back.', parameters: { type: 'object', properties: {} } },
  ],
  toolChoice: 'required',
};
const agentAsJson: ChatRequest = { ...agent, stream: false };
const tool: ToolRequest = {
  kind: 'tool',
  model: 'payments',
  input: { order: 'ORD-1042', amountUsd: 132, lines: [null, true, 'ü'] },
  idempotencyKey: 'run-1/turn-2/refund',
};

const timed = (atMs: number, part: ReplyPart): TimedPart => ({ atMs, part });
const says = (
  texts: readonly string[],
  reason: 'stop' | 'length' | 'refusal' = 'stop',
): readonly TimedPart[] => [
  timed(4, { type: 'head', version: 'gpt-4o-2024-11-20' }),
  ...texts.map((text, i) => timed(6 + 2 * i, { type: 'text', text })),
  timed(6 + 2 * texts.length, { type: 'usage', usage: { inputTokens: 31, outputTokens: 7 } }),
  timed(6 + 2 * texts.length, { type: 'end', reason }),
];
const holds = (part: ReplyPart): readonly TimedPart[] => [
  timed(4, { type: 'head', version: 'v3' }),
  timed(6, part),
  timed(9, { type: 'usage', usage: { inputTokens: 12, outputTokens: 0 } }),
  timed(9, { type: 'end', reason: 'stop' }),
];

const call = (id: string, name: string, given: string): ReplyPart => ({
  type: 'tool-call',
  call: { id, name, arguments: given },
});
/** A reply that says something and calls tools. */
const calls = (reason: 'tool-calls' | 'length', ...said: readonly ReplyPart[]): readonly TimedPart[] => [
  timed(4, { type: 'head', version: 'gpt-4o-2024-11-20' }),
  ...said.map((part, i) => timed(6 + i, part)),
  timed(12, { type: 'usage', usage: { inputTokens: 80, outputTokens: 20 } }),
  timed(12, { type: 'end', reason }),
];
const looksUp = call('call_3', 'order', '{"order":"ORD-1042","note":"«ü»\\n\\"q\\""}');
const refunds = call('call_4', 'refund', '{}');

export const replies = {
  agent: calls('tool-calls', { type: 'text', text: 'I will look. ' }, looksUp, refunds),

  chat: says(['La factura', ' está en «Cuenta» → ', 'Facturación 👩‍💻\n\ndata: [DONE]\r\n', '"fin"\\']),
  asJson: says(['{"label":', '"billing",', '"confidence":0.5}']),
  search: holds({
    type: 'documents',
    documents: [
      { id: 'kb-7', title: 'Rechnungen', text: 'Unter „Konto“ → „Abrechnung“.\nSeite 2', score: 0.81640625 },
      { id: 'kb-9', title: 'Invoices', text: '', score: 0.1 },
    ],
  }),
  embed: holds({
    type: 'vectors',
    vectors: [
      [0.1, -0.2, 1e-7],
      [1, 0, 0],
      [0.5773502691896258, 0, 0],
    ],
  }),
} as const;

const plain: readonly ContractCase[] = [
  { name: 'a chat reply', request: chat, parts: replies.chat },
  { name: 'a chat reply as JSON', request: asJson, parts: replies.asJson },
  { name: 'a reply cut short by its length', request: chat, parts: says(['Not all of', ' it'], 'length') },
  { name: 'a reply that the provider refuses to give', request: chat, parts: says([], 'refusal') },
  { name: 'an empty reply', request: chat, parts: says([]) },
  { name: 'half a character a part', request: chat, parts: says(['a\ud83d', '\ude00b']) },
  { name: 'a search', request: search, parts: replies.search },
  {
    name: 'a search that finds nothing',
    request: search,
    parts: holds({ type: 'documents', documents: [] }),
  },
  { name: 'embeddings', request: embed, parts: replies.embed },
  { name: 'a reply that calls two tools', request: agent, parts: replies.agent },
  { name: 'a reply that calls two tools, as JSON', request: agentAsJson, parts: replies.agent },
  { name: 'a reply that only calls', request: agent, parts: calls('tool-calls', looksUp) },
  { name: 'a reply that only calls, as JSON', request: agentAsJson, parts: calls('tool-calls', looksUp) },
  {
    name: 'text after a call',
    request: agent,
    parts: calls('tool-calls', looksUp, { type: 'text', text: 'and then' }, refunds),
  },
  {
    name: 'a call that the length cut, still said to be one',
    request: agent,
    parts: calls('length', call('call_3', 'order', '{"order":"ORD-10')),
  },
  {
    name: 'arguments that are no JSON',
    request: agent,
    parts: calls('tool-calls', call('c', 'order', '{]')),
  },
  { name: 'a call without arguments', request: agent, parts: calls('tool-calls', call('c', 'order', '')) },
  {
    name: 'a reply that breaks off after a call',
    request: agent,
    parts: [...replies.agent.slice(0, 3), timed(9, { type: 'broken', how: 'reset' })],
  },
  {
    name: 'a reply that ends early after a call',
    request: agent,
    parts: [...replies.agent.slice(0, 3), timed(9, { type: 'broken', how: 'eof' })],
  },
  {
    name: 'an answer to a conversation with tools',
    request: { ...agent, toolChoice: 'none' },
    parts: says(['Done.']),
  },
  {
    name: 'an error within a stream',
    request: chat,
    parts: [
      ...replies.chat.slice(0, 2),
      timed(9, { type: 'error', kind: 'server_is_overloaded', message: 'Too much “at once”.' }),
    ],
  },
  {
    name: 'an error after a call',
    request: agent,
    parts: [
      ...replies.agent.slice(0, 3),
      timed(9, { type: 'error', kind: 'server_error', message: 'Broke.' }),
    ],
  },
  {
    name: 'an error in place of JSON',
    request: agentAsJson,
    parts: [replies.agent[0]!, timed(9, { type: 'error', kind: 'server_error', message: 'Broke.' })],
  },
  {
    name: 'keepalives between parts',
    request: chat,
    parts: [
      replies.chat[0]!,
      timed(5, { type: 'keepalive' }),
      ...replies.chat.slice(1, 3),
      timed(9, { type: 'keepalive' }),
      ...replies.chat.slice(3).map(({ atMs, part }) => timed(atMs + 5, part)),
    ],
  },
  { name: 'a tool’s result', request: tool, parts: says(['{"refund":"RF-1","status":"done"}']) },
  {
    name: 'a tool that falls silent',
    request: tool,
    parts: [timed(4, { type: 'head', version: 'payments-v1' })],
  },
  { name: 'a chat reply that falls silent after two parts', request: chat, parts: replies.chat.slice(0, 2) },
  { name: 'a search that falls silent after its head', request: search, parts: replies.search.slice(0, 1) },
  {
    name: 'an error without a wait',
    request: chat,
    parts: [
      timed(3, {
        type: 'refused',
        status: 400,
        kind: 'context_length_exceeded',
        message: 'Too long: 9 > 8 “tokens”.',
      }),
    ],
  },
];

/** Every way in which each kind of fault strikes; a kind without one fails the suite. */
const struck: { readonly [K in FaultKindName]: readonly object[] } = {
  latency: [{ ms: 9, jitterRatio: 0 }],
  orchestrator_crash: [],
  blackhole: [{}],
  rate_limit: [{ refuseMs: 3 }, { refuseMs: 3, retryAfterMs: 1234 }],
  server_error: [{ refuseMs: 3 }, { refuseMs: 3, status: 502 }, { refuseMs: 3, status: 504 }],
  overloaded: [{ refuseMs: 3 }],
  outage: [
    { refuseMs: 3 },
    { refuseMs: 3, how: 'refuse' },
    { how: 'hang' },
    { window: [1002, 2000] },
    { window: [1005, 2000] },
    { window: [1007, 2000] },
  ],
  cut: [0, 1, 2, 3].flatMap((afterParts) => [
    { afterParts, how: 'eof' },
    { afterParts, how: 'reset' },
  ]),
  bad_format: ['fence', 'prose', 'type', 'missing_key'].map((how) => ({ how })),
};

function faulted(): readonly ContractCase[] {
  return (Object.keys(struck) as FaultKindName[]).flatMap((kind) =>
    struck[kind].flatMap((given) => {
      const fault = { id: 'f', kind, ...faultKinds[kind].defaults, ...given } as unknown as Fault;
      const asked = kind === 'bad_format' ? ([[asJson, replies.asJson]] as const) : vendorsOf(kind);
      return asked.map(([request, parts, vendor = 'openai']) => {
        const call = { ...identity, model: request.model, ordinal: 1, startMs: 1000, request, vendor };
        const applied = applyPlan({ faults: [fault] }, EMPTY_TALLY, call, parts, 1);
        const name = `${request.kind} of ${vendor} under ${kind} ${JSON.stringify(given)}`;
        if (applied.strikes.length === 0) throw new Error(`${name} strikes nothing`);
        return { name, request, parts: applied.parts };
      });
    }),
  );
}

type Asked = readonly [Request, readonly TimedPart[], string?];
function vendorsOf(kind: FaultKindName): readonly Asked[] {
  const all: readonly Asked[] = [
    [chat, replies.chat],
    [search, replies.search],
  ];
  return kind === 'rate_limit' || kind === 'overloaded' || kind === 'server_error'
    ? [...all, [chat, replies.chat, 'anthropic']]
    : all;
}

export const cases: readonly ContractCase[] = [...plain, ...faulted()];

const isStreamed = (request: Request): boolean => request.kind === 'chat' && request.stream !== false;

/** What can be read of a reply: JSON is whole or nothing, so what came before a break or a silence is not. */
export function readable({ request, parts }: Pick<ContractCase, 'request' | 'parts'>): readonly ReplyPart[] {
  const all = parts.map(({ part }) => part);
  if (isStreamed(request) || all.at(-1)?.type === 'end') return all;
  return all.filter((part) => part.type === 'head' || isLast(part));
}

export const fallsSilent = (parts: readonly TimedPart[]): boolean => {
  const last = parts.at(-1);
  return !last || !isLast(last.part);
};
