// The article keeps the state of its triage in a
// `state_bucket` on the orchestrator, with a request
// id that is made once, and calls this the
// orchestrated solution. One orchestrator serves all
// tickets: two tickets share one request id, one
// takes the other's labels, and a ticket that needs
// no articles is answered with those of the ticket
// before it.
import { classify, generate, orchestration, retrieve,
  wordCount } from 'rehearsal';

interface Bucket {
  requestId: string;
  intent?: string;
  context?: unknown;
}

class SupportOrchestrator {
  readonly stateBucket: Bucket = { requestId: '' };
}
// Made when the service starts, as the article has
// it.
const orchestrator = new SupportOrchestrator();

export default orchestration({
  name: 'State bucket, broken',
  steps: {
    intent: classify(
      ['billing', 'technical', 'account', 'general'],
      { model: 'gpt-4o-mini', timeout: '2s',
        fallback: { value: 'general' } }),
    knowledge: retrieve({ index: 'help-centre',
      timeout: '3s' }),
    answer: generate({ model: 'claude-3-sonnet',
      timeout: '10s', retry: 1, fallback: 'gpt-4o',
      system: 'Answer from the articles.' }),
  },
  async run(body: string,
    { intent, knowledge, answer }, { run }) {
    const { stateBucket } = orchestrator;
    stateBucket.requestId ||= `request of ${run}`;
    stateBucket.intent = await intent(body);
    if (wordCount(body) > 15
      && stateBucket.intent !== 'general')
      stateBucket.context = await knowledge(body);
    else knowledge.skip('short or general question');
    const { requestId, context } = stateBucket;
    const reply = await answer({ ticket: body,
      labels: { intent: stateBucket.intent },
      articles: context });
    return { requestId, intent: stateBucket.intent,
      context, reply };
  },
});
