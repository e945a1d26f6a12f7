import { extract, orchestration,
  step } from 'rehearsal';

// 3 AM: model A answers with JSON, B wants text, and C
// waits for both until it times out. The alarm names
// C. Nothing is wrong with C.
interface Mailbox {
  facts?: unknown;
  summary?: string;
}

export default orchestration({
  name: 'Format mismatch, broken',
  steps: {
    // A: an object of two fields
    facts: extract({
      invoice: 'the invoice number',
      amount: 'the money charged',
    }, { model: 'gpt-4o-mini', timeout: '3s' }),
    // B: made for text. It drops anything else
    summary: step(function summarise(text: unknown) {
      if (typeof text !== 'string') return undefined;
      return `${text.split('.')[0]}.`;
    }),
    // C: polls until both are there
    reply: step(async function waitForBoth(
      box: Mailbox, { sleep }) {
      while (!box.facts || !box.summary)
        await sleep('500ms');
      return `${box.summary} We look into it.`;
    }, { timeout: '8s' }),
  },
  async run(ticket: { body: string },
    { facts, summary, reply }) {
    const box: Mailbox = {};
    const answer = reply(box);
    box.facts = await facts(ticket.body);
    // here: an object, where text was meant
    const short = await summary(box.facts);
    if (short !== undefined) box.summary = short;
    return answer;
  },
});
