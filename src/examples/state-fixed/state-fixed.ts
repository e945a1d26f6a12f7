// The same review, isolated by request. What a
// request works on lies under its correlation id, and
// every access asks whose it is: the tenant that
// wrote it first owns it. Whoever else asks, by a
// mistaken id for instance, is refused by name
// instead of being served.
import { extract, generate, orchestration }
  from 'rehearsal';

interface Request {
  readonly client: string;
  readonly document: string;
  /** Default: the run's own id. */
  readonly correlation?: string;
}
type Work = Pick<Request, 'client' | 'document'>;

export default orchestration({
  name: 'Contract review, fixed',
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
  async run(
    { client, document, correlation }: Request,
    { clauses, letter }, { run, shared }) {
    const work = shared<Work>(
      `review/${correlation ?? run}`,
      { owner: 'tenant' });
    work.set({ client, document });
    const found = await clauses(document);
    const kept = work.get()!;
    const body = await letter(
      { ...kept, clauses: found });
    return { to: client, about: kept.client, body };
  },
});
