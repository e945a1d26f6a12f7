import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { bundleProgram, PROGRAMS } from '../../../scripts/programs.mjs';
import { at, calls, provider, says, settled, useClock, type Answers, type Provider } from './provider.ts';

useClock();

type Main = (input?: unknown) => Promise<unknown>;
interface Case {
  readonly answers: Answers;
  readonly result: unknown;
  /** The models that were asked. */
  readonly asked: readonly string[];
}

const lookUp = { id: 'toolu_1', name: 'look_up_order', arguments: '{"order":"ORD-1002"}' };
const looksUp: Answers = (_, nth) => (nth === 1 ? calls([lookUp]) : says(['It is ', 'delayed.']));
const delayed = '{"order":"ORD-1002","status":"delayed","reason":"out of stock","expected":"in two weeks"}';

const cases: Readonly<Record<string, Case>> = {
  'openai-chat': {
    answers: (_, nth) =>
      nth === 1
        ? [at(5, { type: 'refused', status: 503, kind: 'server_is_overloaded', message: 'Busy.' })]
        : says(['It is ', 'delayed.']),
    result: { answer: 'It is delayed.', tokens: 19 },
    asked: ['gpt-4o', 'gpt-4o'],
  },
  'openai-responses': {
    answers: looksUp,
    result: { answer: 'It is delayed.', turns: 2 },
    asked: ['gpt-4o', 'gpt-4o'],
  },
  'anthropic-messages': {
    answers: looksUp,
    result: { answer: 'It is delayed.', stopReason: 'end_turn', turns: 2 },
    asked: ['claude-3-sonnet', 'claude-3-sonnet'],
  },
  'ai-sdk': {
    answers: looksUp,
    result: { answer: 'It is delayed.', found: 'It is delayed.', steps: 2, finishReason: 'stop' },
    asked: ['gpt-4o', 'gpt-4o', 'claude-3-haiku'],
  },
  langgraph: {
    answers: looksUp,
    result: { answer: 'It is delayed.', messages: 4 },
    asked: ['gpt-4o', 'gpt-4o'],
  },
  'bare-fetch': {
    answers: (_, nth) =>
      nth === 1
        ? [at(5, { type: 'refused', status: 503, kind: 'server_is_overloaded', message: 'Busy.' })]
        : says(['It is delayed.']),
    result: { by: 'Anthropic', because: 'Error: OpenAI answered 503', answer: 'It is delayed.' },
    asked: ['gpt-4o-mini', 'claude-3-haiku'],
  },
};

beforeEach(() => {
  vi.stubEnv('OPENAI_API_KEY', 'none');
  vi.stubEnv('ANTHROPIC_API_KEY', 'none');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

async function outcomeOf(main: Main, answers: Answers): Promise<{ served: Provider; result: unknown }> {
  const served = provider(answers);
  vi.stubGlobal('fetch', served.fetch);
  const outcome = await settled(main());
  if (outcome?.error) throw outcome.error;
  return { served, result: outcome?.value };
}

function checkTools(served: Provider): void {
  const results = served.chats.flatMap(({ messages }) => messages.filter(({ role }) => role === 'tool'));
  const answered = { role: 'tool', content: delayed, toolCallId: 'toolu_1', name: 'look_up_order' };
  expect(results).toEqual(results.map(() => answered));
}

test('every program has a case, and every case a program', () => {
  expect(Object.keys(cases)).toEqual(PROGRAMS);
});

describe('a program, as its author wrote it', () => {
  test.for(Object.entries(cases))('%s comes to its result', async ([name, { answers, result, asked }]) => {
    const program = (await import(`../../../programs/${name}.js`)) as { readonly default: Main };
    const { served, result: came } = await outcomeOf(program.default, answers);
    expect(came).toEqual(result);
    expect(served.chats.map(({ model }) => model)).toEqual(asked);
    checkTools(served);
  });
});

describe('a bundle, with nothing around it', () => {
  test.for(Object.entries(cases))('%s comes to its result', async ([name, { answers, result, asked }]) => {
    vi.unstubAllEnvs();
    const text = await bundleProgram(name);
    const module = { exports: {} as { default?: Main } };
    const required: string[] = [];
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- as a world evaluates it
    const define = new Function('module', 'exports', 'require', text) as (...given: unknown[]) => void;
    define(module, module.exports, (specifier: string) => required.push(specifier));
    const { served, result: came } = await outcomeOf(module.exports.default!, answers);
    expect(came).toEqual(result);
    expect(served.chats.map(({ model }) => model)).toEqual(asked);
    checkTools(served);
    expect(required).toEqual([]);
  });
});
