// Three models step on each other. One writes the
// reply. A second reads the ticket's mood once more
// and says otherwise than the first reading. A third
// "corrects" the reply and overwrites it, and its
// version is worse. Each call went well: the code
// works, the architecture does not. The last step
// only measures; nobody asks it.
import { classify, generate, judge, orchestration,
  retrieve } from 'rehearsal';

const moods =
  ['angry', 'neutral', 'satisfied'] as const;

export default orchestration({
  name: 'Overwriting models, broken',
  steps: {
    mood: classify(moods, { model: 'gpt-4o',
      timeout: '3s' }),
    knowledge: retrieve({ index: 'help-centre',
      timeout: '3s' }),
    reply: generate({ model: 'claude-3-sonnet',
      timeout: '10s', retry: 1,
      system: 'Answer from the articles.' }),
    moodAgain: classify(moods,
      { model: 'mistral-small', timeout: '3s' }),
    correct: generate({ model: 'mistral-small',
      timeout: '10s', retry: 1, system:
        'Correct the reply to the ticket.' }),
    quality: judge({ model: 'gpt-4o', timeout: '5s',
      rubric: 'grounded in the articles, complete' }),
  },
  async run(ticket: string, { mood, knowledge, reply,
    moodAgain, correct, quality }, { state }) {
    const articles = await knowledge(ticket);
    state.set('mood', await mood(ticket));
    state.set('reply', await reply({ ticket, articles,
      labels: { sentiment: state.get('mood') } }));
    state.set('mood', await moodAgain(ticket));
    state.set('reply', await correct(
      { ticket, reply: state.get('reply') }));
    const sent = state.get('reply') as string;
    const [first] = state.versions('reply');
    const score = (key: string, text: unknown) =>
      quality({ reply: text as string,
        against: articles }, { key })
        .then((given) => given.score);
    return { reply: sent, mood: state.get('mood'),
      written: await score('written', first?.value),
      corrected: await score('corrected', sent) };
  },
});
