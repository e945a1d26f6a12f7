// The same triage. What belongs to a ticket is kept
// in the state of its own run, and its request id is
// the run's id: nothing is shared, so nothing can be
// mixed up, whichever way two tickets interleave.
import { classify, generate, latest, orchestration,
  retrieve, wordCount } from 'rehearsal';

export default orchestration({
  name: 'State bucket, fixed',
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
  state: { intent: latest<string>(),
    context: latest<unknown>() },
  async run(body: string,
    { intent, knowledge, answer }, { run, state }) {
    state.set('intent', await intent(body));
    if (wordCount(body) > 15
      && state.get('intent') !== 'general')
      state.set('context', await knowledge(body));
    else knowledge.skip('short or general question');
    const context = state.get('context');
    const reply = await answer({ ticket: body,
      labels: { intent: state.get('intent') },
      articles: context });
    return { requestId: `request of ${run}`,
      intent: state.get('intent'), context, reply };
  },
});
