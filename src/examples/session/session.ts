// Models have no memory; the orchestration has. Each
// run is one question. A run that goes on with a
// session hands its earlier questions and answers to
// the model, so the third question knows the first
// two. Another session is another drawer: nothing of
// it is seen here.
import { generate, orchestration, retrieve }
  from 'rehearsal';

// How many exchanges the model is told of.
const REMEMBERED = 5;

export default orchestration({
  name: 'Session',
  steps: {
    knowledge: retrieve({ index: 'help-centre',
      top: 3, timeout: '3s' }),
    answer: generate({
      model: 'claude-3-sonnet', timeout: '10s',
      retry: 1, fallback: 'gpt-4o',
      system: `Answer the customer's question from the
articles. What was said before is under <before>.` }),
  },
  async run(question: string, { knowledge, answer },
    { session }) {
    const before = session.history.slice(-REMEMBERED);
    const articles = await knowledge(question);
    const reply = await answer(
      { question, articles, before });
    session.remember(question, reply);
    return { reply, knew: before.length };
  },
});
