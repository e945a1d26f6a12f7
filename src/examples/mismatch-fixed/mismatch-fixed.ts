import { extract, orchestration, step, StepError,
  z } from 'rehearsal';

// The same three, with a contract on the edge from A
// to B. A still answers with JSON: the edge says so by
// name at the moment it happens, and C is told instead
// of being left to wait.
const text = z.string();

interface Draft {
  readonly facts: unknown;
  readonly summary?: string;
  readonly problem?: string;
}

export default orchestration({
  name: 'Format mismatch, fixed',
  steps: {
    facts: extract({
      invoice: 'the invoice number',
      amount: 'the money charged',
    }, { model: 'gpt-4o-mini', timeout: '3s' }),
    summary: step(function summarise(plain: unknown) {
      return `${String(plain).split('.')[0]}.`;
    }, { input: text }),
    reply: step(function compose(draft: Draft) {
      const facts = JSON.stringify(draft.facts);
      return draft.problem === undefined
        ? `${draft.summary} We look into ${facts}.`
        : `Thank you. A person looks into ${facts}.`;
    }),
  },
  async run(ticket: { body: string },
    { facts, summary, reply }, { warn }) {
    const found = await facts(ticket.body);
    try {
      const short = await summary(found);
      return await reply(
        { facts: found, summary: short });
    } catch (error) {
      const edge = error instanceof StepError
        && error.code === 'contract';
      if (!edge) throw error;
      const problem = error.message;
      warn(`facts does not fit summary: ${problem}`);
      return reply({ facts: found, problem });
    }
  },
});
