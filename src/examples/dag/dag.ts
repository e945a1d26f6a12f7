import { classify, dag, generate, judge,
  retrieve } from 'rehearsal';

interface Question {
  readonly text: string;
}

const system = `Answer from the articles only, in the
customer's language, and name the article you rely on.
A greeting needs no article: answer it briefly.`;

// The article's dictionary, entry for entry. One
// thing is added: check_hallucination also comes after
// retrieve_context, since nobody can check facts
// against articles that they never saw.
export default dag<Question>()({
  classify: {
    step: classify(
      ['greeting', 'billing', 'technical', 'account'],
      { model: 'claude-3-haiku', timeout: '5s' }),
    input: (_, question) => question.text,
  },
  retrieve_context: {
    step: retrieve({ index: 'help-centre',
      timeout: '3s' }),
    after: ['classify'],
    when: ({ classify }) => classify !== 'greeting',
    input: (_, question) => question.text,
  },
  generate_response: {
    step: generate({ model: 'claude-3-sonnet', system,
      timeout: '10s' }),
    after: ['classify', 'retrieve_context'],
    input: (done, question) => ({
      ticket: question.text,
      labels: { intent: done.classify },
      articles: done.retrieve_context,
    }),
  },
  check_hallucination: {
    step: judge({ model: 'gpt-4o', retry: 2,
      rubric: 'every fact stands in the articles' }),
    after: ['generate_response', 'retrieve_context'],
    input: (done) => ({
      reply: done.generate_response,
      against: done.retrieve_context,
    }),
  },
}, { name: 'DAG dictionary' });
