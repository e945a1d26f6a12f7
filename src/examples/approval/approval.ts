// A refund above the limit waits for a supervisor.
// The screen shows who is waited for and what is
// asked. An answer, a time-out and a tab that is
// closed all end well: only a yes pays. Silence is a
// no after an hour, and a closed tab waits on where
// it was.
import { approval, orchestration, tool, z }
  from 'rehearsal';

// Dollars; above this a person decides.
const LIMIT_USD = 120;

const order = z.object({ order: z.string() });
// The services say what they cannot do.
const refusal = z.object({ error: z.string() });

export default orchestration({
  name: 'Escalation with approval',
  steps: {
    look: tool({ endpoint: 'orders', input: order,
      output: z.union([refusal,
        z.object({ amountUsd: z.number() })]),
      timeout: '3s', retry: 2,
      description: 'Looks an order up.' }),
    approve: approval({ who: 'a supervisor',
      timeout: '1h', otherwise: false }),
    refund: tool({ endpoint: 'payments', input: order,
      output: z.union([refusal,
        z.object({ refund: z.string() })]),
      timeout: '5s', retry: 2,
      description: 'Pays an order back.' }),
  },
  async run(ask: { readonly order: string },
    { look, approve, refund }) {
    const no = (why: string) =>
      ({ refunded: false, why }) as const;
    const found = await look(ask);
    if ('error' in found) return no(found.error);
    const { amountUsd } = found;
    if (amountUsd <= LIMIT_USD)
      approve.skip(`not above ${LIMIT_USD} dollars`);
    else if (!await approve(
      { refund: ask.order, amountUsd }))
      return no('nobody approved it');
    const paid = await refund(ask);
    if ('error' in paid) return no(paid.error);
    return { refunded: true, number: paid.refund };
  },
});
