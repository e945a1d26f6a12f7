import { classify, generate, orchestration }
  from 'rehearsal';

// The article's four: retry with exponential backoff,
// circuit breaker, fallback model, partial failure.
// gpt-4o is tried three times, waiting up to 1 s,
// then up to 2 s; five failures of it within a
// minute, of whatever run, keep all runs away from it
// for 30 s; claude-3-sonnet stands in. A label that
// fails costs the letter nothing but that label.
interface Letter {
  readonly body: string;
}

const labels = { timeout: '3s', retry: 1 } as const;

export default orchestration({
  name: 'Failure handling',
  steps: {
    summary: generate({
      model: 'gpt-4o', timeout: '5s',
      system: 'Summarise the letter in one sentence.',
      retry: { times: 2, base: '1s', cap: '8s' },
      breaker: { failures: 5, within: '60s',
        open: '30s' },
      fallback: 'claude-3-sonnet',
    }),
    priority: classify(
      ['low', 'medium', 'high', 'critical'],
      { ...labels, model: 'gpt-4o-mini' }),
    sentiment: classify(
      ['angry', 'neutral', 'satisfied'],
      { ...labels, model: 'claude-3-haiku' }),
  },
  async run({ body }: Letter,
    { summary, priority, sentiment },
    { allSettled, escalate, warn }) {
    const parts = await allSettled({
      summary: summary(body),
      priority: priority(body),
      sentiment: sentiment(body),
    });
    const missing = Object.entries(parts).flatMap(
      ([name, part]) => part.ok ? []
        : [{ name, why: part.failure.message }]);
    if (missing.length === 3)
      return escalate('nothing answered', missing);
    for (const { name, why } of missing)
      warn(`${name} is missing: ${why}`);
    const { summary: text, priority: p, sentiment: s }
      = parts;
    return {
      summary: text.ok ? text.value : null,
      priority: p.ok ? p.value : null,
      sentiment: s.ok ? s.value : null,
    };
  },
});
