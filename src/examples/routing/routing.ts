import { generate, orchestration, z }
  from 'rehearsal';

// The article's constraints: "call model A. If it
// responds in under 2 seconds, pass to model B. If
// model B has a 95% confidence score, skip model C.
// If the cost of model A exceeds $0.01, switch to
// model B2. Also, if the user is in Europe, route
// through a GDPR-compliant endpoint." Each model is
// asked what a ticket is about. What happens when A
// is late, the article does not say: the time is
// spent, so A's own answer stands.
interface Ticket {
  readonly text: string;
  readonly region: 'eu' | 'us';
}

const UNDER_MS = 2_000;
const SURE = 0.95;
const DEAR_USD = 0.01;

const ask = {
  system: `Say what the ticket is about, and how sure
you are.`,
  timeout: '10s',
  schema: z.object({
    label: z.enum(
      ['billing', 'technical', 'account', 'general']),
    confidence: z.number(),
  }),
  // Europe: no endpoint elsewhere is asked, whatever
  // the chain says. Anybody else: any.
  region: ({ region }: Ticket) =>
    region === 'eu' ? 'eu' : null,
} as const;

export default orchestration({
  name: 'Constraint routing',
  steps: {
    a: generate({ ...ask, model: 'gpt-4o',
      fallback: 'mistral-large' }),
    b: generate({ ...ask, model: 'claude-3-sonnet',
      fallback: 'mistral-large' }),
    b2: generate({ ...ask, model: 'gpt-4o-mini',
      fallback: 'mistral-small' }),
    c: generate({ ...ask, model: 'claude-3-opus',
      fallback: 'judge-v1' }),
  },
  async run(ticket: Ticket, { a, b, b2, c }) {
    const first = await a(ticket).measured();
    if (first.latencyMs >= UNDER_MS) {
      for (const left of [b, b2, c])
        left.skip(`A took ${first.latencyMs} ms`);
      return { by: 'a', ...first.value };
    }
    const dear = first.costUsd > DEAR_USD;
    const second = await (dear ? b2 : b)(ticket);
    if (dear) b.skip(`A cost $${first.costUsd}`);
    else b2.skip(`A cost $${first.costUsd}`);
    if (second.confidence >= SURE) {
      c.skip(`sure: ${second.confidence}`);
      return { by: dear ? 'b2' : 'b', ...second };
    }
    return { by: 'c', ...await c(ticket) };
  },
});
