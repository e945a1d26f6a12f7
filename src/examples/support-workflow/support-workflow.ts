import { classify, extract, generate, orchestration,
  tool, z } from 'rehearsal';

// The article's SupportWorkflow: classify, extract,
// generate, check, log. Its prose says "if step 3
// fails, step 2 retries"; its code retries step 3, on
// a time-out alone, three attempts in all. We follow
// the code. Its prose reroutes a hallucination to a
// fallback model, its code calls fallback_response:
// here that is one step. Its generator never sees the
// message; ours does, and the facts that the check
// holds it against.
interface Support {
  readonly user: string;
  readonly message: string;
}

const APOLOGY = "I'm sorry, I'm having trouble.";

const facts = {
  billing: [{ title: 'Charges',
    text: 'A second charge on the same day is paid '
      + 'back within 5 business days. Invoices are '
      + 'listed under Settings > Billing.' }],
  'tech support': [{ title: 'Errors',
    text: 'Error LK-401 means that the session has '
      + 'expired: sign in again. Error LK-503 clears '
      + 'within 10 minutes.' }],
  sales: [{ title: 'Plans',
    text: 'The Team plan costs 8 dollars a person '
      + 'and month. Ten people or more can test it '
      + 'for 30 days.' }],
} as const;

const system = `Answer the customer from the facts
only. Invent nothing.`;

export default orchestration({
  name: 'Support workflow',
  steps: {
    intent: classify(
      ['billing', 'tech support', 'sales'],
      { model: 'gpt-4o-mini', timeout: '3s' }),
    entities: extract({
      product: 'the product it is about',
      error_code: 'the error code',
    }, { model: 'gpt-4o-mini', timeout: '3s' }),
    response: generate({
      model: 'claude-3-sonnet', system, timeout: '6s',
      retry: { times: 2, on: ['timeout'] },
      fallback: { value: APOLOGY, on: ['timeout'] },
    }),
    safety: generate({
      model: 'gpt-4o', timeout: '4s',
      system: `Is every claim of the reply grounded in
the facts, or is one hallucinated?`,
      schema: z.object({
        verdict: z.enum(['grounded', 'hallucinated']),
      }),
    }),
    fallback: generate({
      model: 'gpt-4o', system, timeout: '6s' }),
    log: tool({
      description: 'Keeps what was said, for audits.',
      input: z.object({
        user: z.string(),
        intent: z.string(),
        reply: z.string(),
        safe: z.boolean(),
      }),
      endpoint: 'audit-log', timeout: '2s', retry: 2,
    }),
  },
  async run(request: Support, { intent, entities,
    response, safety, fallback, log }, { warn }) {
    const { user, message } = request;
    const label = await intent(message);
    const found = await entities(message);
    const question = {
      message, labels: { intent: label, ...found },
      facts: facts[label],
    };
    let reply = await response(question);
    const { verdict } = await safety(
      { reply, against: facts[label] });
    const safe = verdict === 'grounded';
    if (!safe) {
      warn(`${verdict}: the fallback model takes over`);
      reply = await fallback(question);
    }
    await log({ user, intent: label, reply, safe });
    return { reply, intent: label, safe };
  },
});
