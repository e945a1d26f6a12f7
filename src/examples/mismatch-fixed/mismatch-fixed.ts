import {
  extract,
  orchestration,
  step,
  StepError,
  z,
} from 'rehearsal';

/**
 * The same three, with a contract on the edge between A and B. A still answers with JSON: the edge says so by name at
 * the moment it happens, and C is told instead of being left to wait.
 */
const text = z.string();

export default orchestration({
  name: 'Format mismatch, fixed',
  steps: {
    facts: extract(
      {
        invoice: 'the invoice number',
        amount: 'the money charged',
      },
      { model: 'gpt-4o-mini', timeout: '3s' },
    ),
    summary: step(
      function summarise(plain: unknown) {
        return `${(plain as string).split('.')[0]}.`;
      },
      { input: text },
    ),
    reply: step(function compose({
      facts,
      summary,
      problem,
    }: {
      facts: unknown;
      summary?: string;
      problem?: string;
    }) {
      if (problem !== undefined)
        return `Thank you. A person looks into ${JSON.stringify(facts)} today.`;
      return `${summary} We look into ${JSON.stringify(facts)}.`;
    }),
  },
  async run(
    ticket: { body: string },
    { facts, summary, reply },
    { warn },
  ) {
    const found = await facts(ticket.body);
    try {
      return await reply({
        facts: found,
        summary: await summary(found),
      });
    } catch (error) {
      if (
        !(error instanceof StepError) ||
        error.code !== 'contract'
      )
        throw error;
      warn(`facts does not fit summary: ${error.message}`);
      return reply({
        facts: found,
        problem: error.message,
      });
    }
  },
});
