import { orchestration, tool, z } from 'rehearsal';

// The article's retail recommendation: four models at
// once, the highest confidence wins, and popularity
// stands in when all of them are unsure. Of two that
// are equally sure the one declared first wins. A
// model that fails sinks nothing; which failed and
// why is logged and part of the result.
const visitor = z.object({
  bought: z.array(z.string()),
  viewed: z.array(z.string()),
  search: z.string(),
});
type Visitor = z.infer<typeof visitor>;

interface Failed {
  readonly model: string;
  readonly why: string;
}

// A confidence of exactly this is enough.
const CONFIDENT = 0.5;

const recommender = {
  description: 'Recommends products.',
  input: visitor,
  output: z.object({
    items: z.array(z.string()),
    confidence: z.number(),
  }),
} as const;
const quick = {
  ...recommender, timeout: '800ms',
} as const;

export default orchestration({
  name: 'Retail recommendation',
  steps: {
    together: tool({ ...quick,
      endpoint: 'recs-together' }),
    similar: tool({ ...quick,
      endpoint: 'recs-similar' }),
    session: tool({ ...quick,
      endpoint: 'recs-session' }),
    search: tool({ ...quick,
      endpoint: 'recs-search' }),
    popular: tool({ ...recommender,
      endpoint: 'bestsellers',
      timeout: '2s', retry: 2 }),
  },
  async run(input: Visitor, { together, similar,
    session, search, popular },
  { allSettled, warn }) {
    const asked = await allSettled({
      together: together(input),
      similar: similar(input),
      session: session(input),
      search: search(input),
    });
    const failed: Failed[] = [];
    let best = { by: 'popular', confidence: -1,
      items: [] as readonly string[] };
    const answers = Object.entries(asked);
    for (const [model, one] of answers)
      if (!one.ok) failed.push(
        { model, why: one.failure.message });
      else if (one.value.confidence > best.confidence)
        best = { by: model, ...one.value };
    for (const { model, why } of failed)
      warn(`${model} failed: ${why}`);
    if (best.confidence >= CONFIDENT) {
      popular.skip(`${best.by} is sure enough`);
      return { ...best, failed };
    }
    return { by: 'popular', ...await popular(input),
      failed };
  },
});
