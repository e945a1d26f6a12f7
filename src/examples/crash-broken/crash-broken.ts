// "What happens if my orchestration layer fails?" The
// process dies in the middle of a refund and starts
// again from nothing: whatever it had in its memory is
// gone. The queue delivers the request once more, so the
// desk does everything once more, the refund included.
// Each run makes a key of its own, and to the payment
// service these are two refunds.
import { generate, orchestration, tool, z }
  from 'rehearsal';

interface Ask {
  readonly order: string;
  readonly message: string;
}

const order = z.object({ order: z.string() });

export default orchestration({
  name: 'Refund desk, broken',
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
