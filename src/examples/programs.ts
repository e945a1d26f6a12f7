/**
 * The shipped programs as examples: each on a client of its own, under the same three scenarios. Their sources lie in
 * programs/, and know nothing of this.
 */
import type { Json } from '../base/json.ts';
import type { Example, ExampleScenario } from './example.ts';

/** What is told of a program; the rest is the same for all. */
interface About {
  /** Its name, and its file's. */
  readonly program: string;
  readonly title: string;
  /** What it is written on. */
  readonly on: string;
  readonly summary: string;
  /** The module beside it that it imports. */
  readonly beside: string;
  readonly input: { readonly question: string };
  /** What comes of it, in one sentence each. */
  readonly calm: string;
  readonly limited: string;
  readonly cut: string;
}

const HELP = { beside: 'help.js', input: { question: 'How do I change the address on my invoice?' } };
const ORDER = {
  beside: 'orders.js',
  input: { question: 'Where is my order ORD-1002, and when will it arrive?' },
};
const RETRIED = 'A 429 asks for three seconds; the client waits as long and asks again.';
const ASKED_AGAIN = 'A reply breaks off before it is whole; the client asks for it again.';

const programs: readonly About[] = [
  {
    program: 'openai-chat',
    title: 'OpenAI chat',
    on: 'openai',
    summary: 'a streamed chat completion, tried again by the client.',
    ...HELP,
    calm: 'One streamed answer on a good day.',
    limited: RETRIED,
    cut: 'The stream breaks in mid-answer: no client can ask for the rest, and the run fails.',
  },
  {
    program: 'openai-responses',
    title: 'OpenAI Responses',
    on: 'openai',
    summary: 'tools over the Responses API, which keeps the conversation.',
    ...ORDER,
    calm: 'An order is looked up, then told.',
    limited: RETRIED,
    cut: ASKED_AGAIN,
  },
  {
    program: 'anthropic-messages',
    title: 'Anthropic messages',
    on: '@anthropic-ai/sdk',
    summary: 'streamed messages with a tool.',
    ...ORDER,
    calm: 'An order is looked up, then told, part by part.',
    limited: RETRIED,
    cut: 'The stream breaks in mid-message: no client can ask for the rest, and the run fails.',
  },
  {
    program: 'ai-sdk',
    title: 'AI SDK, two vendors',
    on: 'ai',
    summary: 'generateText with a tool, then streamText of another vendor.',
    ...ORDER,
    calm: 'gpt-4o looks the order up, claude-3-haiku tells it in a friendly tone.',
    limited: RETRIED,
    cut: ASKED_AGAIN,
  },
  {
    program: 'langgraph',
    title: 'LangGraph agent',
    on: '@langchain/langgraph',
    summary: 'a ReAct graph over ChatOpenAI.',
    ...ORDER,
    calm: 'The graph takes two turns: a tool, then the answer.',
    limited: RETRIED,
    cut: ASKED_AGAIN,
  },
  {
    program: 'bare-fetch',
    title: 'Bare fetch',
    on: 'fetch',
    summary: 'a limit, and another vendor when the first fails.',
    ...HELP,
    calm: 'The first vendor answers.',
    limited: 'A 429 is a failure like any other here: the second vendor is asked at once.',
    cut: 'The reply breaks off before it is whole; the second vendor is asked.',
  },
];

export const programExamples: readonly Example[] = programs.map((about) => ({
  id: `program-${about.program}`,
  title: about.title,
  summary: `Unmodified program on ${about.on}: ${about.summary}`,
  program: about.program,
  files: [`${about.program}.js`, about.beside],
  entry: `${about.program}.js`,
  scenarios: [
    scenarioOf(about, 'calm', 'No faults', []),
    scenarioOf(about, 'limited', 'Rate limited', [
      { id: 'rate-limit', kind: 'rate_limit', count: 1, retryAfterMs: 3000 },
    ]),
    scenarioOf(about, 'cut', 'Cut mid-stream', [
      { id: 'cut', kind: 'cut', count: 1, afterParts: 6, how: 'reset' },
    ]),
  ],
}));

function scenarioOf(
  about: About,
  id: 'calm' | 'limited' | 'cut',
  name: string,
  faults: readonly Json[],
): ExampleScenario {
  const scenario = {
    format: 'rehearsal-scenario',
    version: 1,
    name,
    description: about[id],
    orchestration: { program: about.program },
    input: about.input,
    faults: { faults },
    seed: 1,
  };
  return { id, scenario };
}
