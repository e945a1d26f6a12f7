import { extract, orchestration, step } from 'rehearsal';

/**
 * 3 AM: model A answers with JSON, model B wants plain text, and model C waits for both until it times out. The alarm
 * names C. Nothing is wrong with C.
 */
interface Mailbox {
  facts?: unknown;
  summary?: string;
}

export default orchestration({
  name: 'Format mismatch, broken',
  steps: {
    facts: extract(
      {
        invoice: 'the invoice number',
        amount: 'the money charged',
      },
      { model: 'gpt-4o-mini', timeout: '3s' },
    ),
    // B: made for text. Whatever else it gets, it drops without a word
    summary: step(function summarise(text: unknown) {
      return typeof text === 'string'
        ? `${text.split('.')[0]}.`
        : undefined;
    }),
    // C: polls until both are there
    reply: step(
      async function waitForBoth(box: Mailbox, { sleep }) {
        while (
          box.facts === undefined ||
          box.summary === undefined
        )
          await sleep('500ms');
        return `${box.summary} We look into ${JSON.stringify(box.facts)}.`;
      },
      { timeout: '8s' },
    ),
  },
  async run(
    ticket: { body: string },
    { facts, summary, reply },
  ) {
    const box: Mailbox = {};
    const answer = reply(box);
    box.facts = await facts(ticket.body);
    const short = await summary(box.facts); // here: an object, where text was meant
    if (short !== undefined) box.summary = short;
    return answer;
  },
});
