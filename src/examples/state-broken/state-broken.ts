// A review of contracts keeps what it works on in a
// global dictionary, as one process has it. In a demo
// one request comes after another, and all is well.
// Under load a second client's request begins while
// the first still waits for its model, and writes
// over it: the letter to client A then speaks of
// client B. Not just wrong: legally dangerous.
// Whether it happens is a question of milliseconds,
// so search over the seeds.
import { extract, generate, orchestration }
  from 'rehearsal';

interface Request {
  readonly client: string;
  readonly document: string;
}

export default orchestration({
  name: 'Contract review, broken',
  steps: {
    clauses: extract(
      { invoice: 'the invoice that it rests on',
        amount: 'the sum in dispute' },
      { model: 'gpt-4o-mini', timeout: '5s',
        retry: 1 }),
    letter: generate({ model: 'claude-3-sonnet',
      timeout: '10s', retry: 1, fallback: 'gpt-4o',
      system: 'Answer the client on the document.' }),
  },
  async run(request: Request, { clauses, letter },
    { unguarded: state }) {
    state['client'] = request.client;
    state['document'] = request.document;
    const found = await clauses(request.document);
    const work = { client: state['client'],
      document: state['document'], clauses: found };
    return { to: request.client, about: work.client,
      body: await letter(work) };
  },
});
