// The same models, and fields with a rule: the better
// version wins. Each writes in a branch of its own
// and says how good its version is; two branches that
// write one field without having seen each other are
// flagged as a conflict, and every version is kept
// beside its quality. A correction that is worse
// changes nothing.
import { best, classify, generate, judge,
  orchestration, retrieve } from 'rehearsal';

const moods =
  ['angry', 'neutral', 'satisfied'] as const;

export default orchestration({
  name: 'Overwriting models, fixed',
  steps: {
    mood: classify(moods, { model: 'gpt-4o',
      confidence: true, timeout: '3s' }),
    knowledge: retrieve({ index: 'help-centre',
      timeout: '3s' }),
    reply: generate({ model: 'claude-3-sonnet',
      timeout: '10s', retry: 1,
      system: 'Answer from the articles.' }),
    moodAgain: classify(moods,
      { model: 'mistral-small',
        confidence: true, timeout: '3s' }),
    correct: generate({ model: 'mistral-small',
      timeout: '10s', retry: 1, system:
        'Correct the reply to the ticket.' }),
    quality: judge({ model: 'gpt-4o', timeout: '5s',
      rubric: 'grounded in the articles, complete' }),
  },
  state: { reply: best<string>(),
    mood: best<string>() },
  async run(ticket: string, { mood, knowledge, reply,
    moodAgain, correct }, { all, state }) {
    const articles = await knowledge(ticket);
    const draft = reply({ ticket, articles });
    await all({
      firstMood: async (_, { state }) => {
        const read = await mood(ticket);
        state.set('mood', read.label,
          { quality: read.confidence });
      },
      secondMood: async (_, { state }) => {
        const read = await moodAgain(ticket);
        state.set('mood', read.label,
          { quality: read.confidence });
      },
      written: async ({ quality }, { state }) => {
        const { score } = await quality(
          { reply: await draft, against: articles });
        state.set('reply', await draft,
          { quality: score });
      },
      corrected: async ({ quality }, { state }) => {
        const text = await correct(
          { ticket, reply: await draft });
        const { score } = await quality(
          { reply: text, against: articles });
        state.set('reply', text, { quality: score });
      },
    });
    return { reply: state.get('reply'),
      mood: state.get('mood'),
      versions: state.versions('reply') };
  },
});
