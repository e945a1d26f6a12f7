// The same desk, and the same death in the middle of a
// refund. But what happened is in the history, so the
// desk resumes from there: finished steps are not done
// again, and a call that was under way is asked again
// with the key it had. To the payment service that is
// one refund, however often it is asked.
import { generate, orchestration, tool, z }
  from 'rehearsal';

interface Ask {
  readonly order: string;
  readonly message: string;
}

const order = z.object({ order: z.string() });

export default orchestration({
  name: 'Refund desk, fixed',
  steps: {
    look: tool({ endpoint: 'orders', input: order,
      output: z.object({ status: z.string() }),
      description: 'Looks an order up.' }),
    refund: tool({ endpoint: 'payments', input: order,
      output: z.object({ refund: z.string() }),
      description: 'Pays an order back.' }),
    letter: generate({ model: 'gpt-4o-mini',
      timeout: '5s', retry: 1, fallback: {
        value: 'Your refund is on its way.' },
      system: 'Tell the customer about the refund.' }),
  },
  async run(ask: Ask, { look, refund, letter }) {
    await look({ order: ask.order });
    const paid = await refund({ order: ask.order });
    return { refund: paid.refund, letter: await letter(
      { message: ask.message, refund: paid.refund }) };
  },
});
