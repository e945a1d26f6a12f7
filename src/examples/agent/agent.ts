// The article's agent: reason; a direct answer ends
// it; a tool call is appended to the history as step,
// tool and result; after ten steps it returns the
// last entry. The article's loop fails where that
// history is empty, at a tool that it does not have
// and at arguments that it cannot read: here each is
// answered, and the model goes on. Agents hallucinate
// plans. Reported: 62 % of 5,000 multi-step goals
// were completed; the rest hit dead ends, loops or
// wrong conclusions. A task that says what a reader
// would look for is put into one of those.
import { agent, orchestration, tool, z }
  from 'rehearsal';
import { outcomeOf, type Task } from './outcome.ts';

const support = agent({
  name: 'Support agent',
  model: 'gpt-4o-mini',
  timeout: '10s',
  retry: 1,
  system: `You are a support agent. Look up what you
need to know, act, then answer with what you did.`,
  tools: {
    lookUpOrder: tool({ endpoint: 'orders',
      input: z.object({ order: z.string() }),
      timeout: '3s', retry: 1,
      description: 'Looks an order up by number.' }),
    findCustomer: tool({ endpoint: 'crm',
      input: z.object({ email: z.string() }),
      timeout: '3s', retry: 1,
      description: 'Finds a customer by e-mail.' }),
    refundOrder: tool({ endpoint: 'payments',
      input: z.object({ order: z.string() }),
      timeout: '5s', retry: 1,
      description: 'Refunds an order in full.' }),
    search: tool({ endpoint: 'web-search',
      input: z.object({ query: z.string() }),
      timeout: '5s', retry: 1,
      description: 'Searches for a question.' }),
  },
  // Ten steps as in the article, and nothing else.
  limits: { turns: 10, toolCalls: Infinity,
    repeats: Infinity, mistakes: Infinity },
  onLimit: 'last',
});

export default orchestration({
  name: 'Agent',
  steps: { support },
  async run(task: Task, { support }) {
    const result = await support(task.goal);
    if (!('answer' in result)) return result;
    const { answer, stopped, history } = result;
    const outcome = outcomeOf(task, result);
    return { outcome, stopped,
      answer: answer ?? history.at(-1) ?? null,
      history };
  },
});
