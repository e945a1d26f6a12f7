// An agent handles returns. It searches, finds what
// it found insufficient, searches again in other
// words, and so on: nothing stops it, since nothing
// was told to. Reported of such an agent: 14 loops on
// average, and $2.40 a query. Ours follows from what
// stands here: the model, the handbook that every
// turn carries, and instructions that forbid to give
// up.
import { agent, tool, z } from 'rehearsal';

// Assumed: how often the handbook's page is in a
// prompt.
const HANDBOOK_PAGES = 120;
const page = `A device may come back within 30 days
when it is complete. A defect on arrival is a warranty
case: repair or replace it first, refund it when that
fails. Ask for a return number, keep the slip. `;

export default agent({
  name: 'Returns agent, broken',
  model: 'claude-3-opus',
  system: `You handle returns. Keep searching until
you are absolutely certain; never give up.
${page.repeat(HANDBOOK_PAGES)}`,
  tools: {
    search: tool({ endpoint: 'web-search',
      input: z.object({ query: z.string() }),
      description: 'Searches the web.' }),
  },
  // On purpose: the defaults would have stopped it.
  limits: { turns: Infinity, toolCalls: Infinity,
    repeats: Infinity, mistakes: Infinity },
});
