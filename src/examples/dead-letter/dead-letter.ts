// Every step has a time limit, tries again and a
// backup. When all of that has failed, the case is
// not lost: it becomes an entry in a queue, with what
// was asked, how often it was tried and how it
// failed. A person answers it, edits and drives it
// again, or discards it, and the run goes on with
// what they did.
import { extract, generate, orchestration }
  from 'rehearsal';

const sturdy = {
  model: 'gpt-4o-mini', timeout: '2s',
  retry: { times: 2, base: '200ms' },
  fallback: 'claude-3-haiku',
} as const;

export default orchestration({
  name: 'Dead letter and human queue',
  steps: {
    facts: extract(
      { invoice: 'the invoice number',
        wish: 'what the customer wants' },
      { ...sturdy, deadLetter: { queue: 'facts' } }),
    reply: generate({ ...sturdy,
      deadLetter: { queue: 'replies' },
      system: 'Answer the customer in a sentence.' }),
  },
  async run(ticket: string, { facts, reply }) {
    const found = await facts(ticket);
    return { found, reply: await reply(
      { ticket, found }) };
  },
});
