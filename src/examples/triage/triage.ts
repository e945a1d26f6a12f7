import { classify, generate, judge, orchestration,
  retrieve, wordCount } from 'rehearsal';

interface Ticket {
  readonly id: string;
  readonly body: string;
}

// Fast and cheap. A time-out goes to the backup, any
// other failure to the value after it: no ticket is
// ever lost to a classifier.
const fast = {
  model: 'gpt-4o-mini', timeout: '2s',
} as const;
const backup = {
  model: 'claude-3-haiku', on: ['timeout'],
} as const;
const or = <const V>(value: V) =>
  [backup, { value }] as const;

// A reply that scores below this goes to a person.
const QUALITY = 0.85;

const system = `Answer the customer in their language,
from the articles only. Name the article you rely on.
If the articles do not cover the question, say so and
promise a person.`;

export default orchestration({
  name: 'Support triage',
  steps: {
    intent: classify(
      ['billing', 'technical', 'account', 'general'],
      { ...fast, fallback: or('general') }),
    language: classify(['en', 'es', 'fr', 'de', 'ja'],
      { ...fast, fallback: or('en') }),
    priority: classify(
      ['low', 'medium', 'high', 'critical'],
      { ...fast, fallback: or('high') }),
    sentiment: classify(
      ['angry', 'neutral', 'satisfied'],
      { ...fast, fallback: or('neutral') }),
    knowledge: retrieve({ index: 'help-centre',
      top: 3, timeout: '3s' }),
    answer: generate({ model: 'claude-3-sonnet',
      timeout: '10s', retry: { times: 2, base: '2s' },
      fallback: 'gpt-4o', system }),
    quality: judge({ model: 'gpt-4o', timeout: '5s',
      retry: 1, rubric: 'grounded and complete' }),
  },
  async run(ticket: Ticket, { intent, language,
    priority, sentiment, knowledge, answer, quality },
    { all, escalate }) {
    const labels = await all({
      intent: intent(ticket.body),
      language: language(ticket.body),
      priority: priority(ticket.body),
      sentiment: sentiment(ticket.body),
    });
    if (labels.priority === 'critical')
      return escalate('critical ticket', labels);

    const articles = wordCount(ticket.body) > 15
      && labels.intent !== 'general'
      ? await knowledge(ticket.body)
      : knowledge.skip('short or general question');
    const reply = await answer(
      { ticket: ticket.body, labels, articles });
    const { score } = await quality(
      { reply, against: articles });
    return score < QUALITY
      ? escalate('low quality', { reply, score })
      : { reply, labels, score };
  },
});
