import { classify, generate, judge, orchestration,
  retrieve } from 'rehearsal';

// The triage once more, as the article's FAQ tells
// it: "routes tickets based on sentiment, intent, and
// language, then generates responses using knowledge
// base content, checks for factual accuracy, and
// escalates only when confidence is low". So a
// critical ticket is none of its cases; a label that
// the model is not sure of is one, and so is a reply.
interface Ticket {
  readonly id: string;
  readonly body: string;
}

// Exactly so much is enough.
const SURE = 0.6;
const ACCURATE = 0.85;

const label = {
  model: 'gpt-4o-mini', timeout: '2s', retry: 1,
  fallback: 'claude-3-haiku', confidence: true,
} as const;
const answer = { timeout: '10s', retry: 1 } as const;
const rule = `Answer in the customer's language,
from the articles only.`;

export default orchestration({
  name: 'Support triage, by confidence',
  steps: {
    sentiment: classify(
      ['angry', 'neutral', 'satisfied'], label),
    intent: classify(
      ['billing', 'technical', 'account', 'general'],
      label),
    language: classify(['en', 'es', 'fr', 'de', 'ja'],
      label),
    knowledge: retrieve({ index: 'help-centre',
      timeout: '3s' }),
    // to whom an angry customer, a European language
    // and anything else go
    calming: generate({ ...answer, model: 'gpt-4o',
      fallback: 'claude-3-opus',
      system: `${rule} Apologise first.` }),
    european: generate({ ...answer, system: rule,
      model: 'mistral-large', fallback: 'gpt-4o' }),
    plain: generate({ ...answer, system: rule,
      model: 'claude-3-sonnet', fallback: 'gpt-4o' }),
    accuracy: judge({ model: 'gpt-4o', timeout: '5s',
      retry: 1,
      rubric: 'every fact is in the articles' }),
  },
  async run({ body }: Ticket, { sentiment, intent,
    language, knowledge, calming, european, plain,
    accuracy }, { all, escalate }) {
    const labels = await all({
      sentiment: sentiment(body),
      intent: intent(body),
      language: language(body),
    });
    const unsure = Object.entries(labels).find(
      ([, { confidence }]) => confidence < SURE);
    if (unsure)
      return escalate(
        `unsure of ${unsure[0]}`, labels);

    const said = {
      sentiment: labels.sentiment.label,
      intent: labels.intent.label,
      language: labels.language.label,
    };
    const articles = said.intent === 'general'
      ? knowledge.skip('a general question')
      : await knowledge(body);
    const write = said.sentiment === 'angry' ? calming
      : ['es', 'fr', 'de'].includes(said.language)
        ? european : plain;
    const reply = await write(
      { ticket: body, labels: said, articles });
    const { score } = await accuracy(
      { reply, against: articles });
    return score < ACCURATE
      ? escalate('unsure of reply', { reply, score })
      : { reply, labels: said, score };
  },
});
