// The same agent within limits: at most five tool
// calls, and a signal of boredom. The same tool with
// the same intent, in whatever words, is a
// repetition: it stops and hands the case to a
// person, with the reason. The intent counts, not the
// text: "terminal return window" and "window for
// returning terminals" are one question.
import { agent, tool, z } from 'rehearsal';

// Assumed: how often the handbook's page is in a
// prompt.
const HANDBOOK_PAGES = 120;
const page = `A device may come back within 30 days
when it is complete. A defect on arrival is a warranty
case: repair or replace it first, refund it when that
fails. Ask for a return number, keep the slip. `;

export default agent({
  name: 'Returns agent, fixed',
  model: 'claude-3-opus',
  system: `You handle returns. Keep searching until
you are absolutely certain; never give up.
${page.repeat(HANDBOOK_PAGES)}`,
  tools: {
    search: tool({ endpoint: 'web-search',
      input: z.object({ query: z.string() }),
      description: 'Searches the web.' }),
  },
  limits: { toolCalls: 5, repeats: 0 },
  onLimit: 'escalate',
});
