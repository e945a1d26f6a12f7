// The same shop and the same twenty seconds. Tries
// again come after a wait that grows and is drawn at
// random, so that they do not come all at once. A
// budget keeps them to a tenth of all calls. A
// breaker stops asking a service that does not
// answer, and sends one call at a time to see whether
// it does again.
import { orchestration, tool, z } from 'rehearsal';

interface Day {
  readonly customers: number;
  readonly everyMs: number;
  /** When the brown-out ends, ms. */
  readonly wellAgainMs: number;
}

export default orchestration({
  name: 'Retry storm, fixed',
  steps: {
    stock: tool({
      endpoint: 'inventory', timeout: '2s',
      retry: { times: 3, base: '500ms', cap: '8s',
        budget: { ratio: 0.1, least: 1 } },
      breaker: { failures: 5, within: '10s',
        open: '2s', on: ['timeout'] },
      input: z.object({ item: z.string() }),
      description: 'Says how many are in stock.' }),
  },
  async run(day: Day, _, { map, now, sleep }) {
    const ends: { atMs: number; ok: boolean }[] = [];
    const customers = Array.from(
      { length: day.customers }, (_, i) => i);
    await map(customers, async (i, { stock }) => {
      await sleep(`${i * day.everyMs}ms`);
      const item = `item-${i % 20}`;
      const ok = await stock({ item })
        .then(() => true, () => false);
      ends.push({ ok, atMs: now() });
    }, { name: 'customer' });
    const lost = ends.filter(({ ok }) => !ok);
    const last = Math.max(
      0, ...lost.map((end) => end.atMs));
    return { served: ends.length - lost.length,
      lost: lost.length, recoveryMs:
        Math.max(0, last - day.wellAgainMs) };
  },
});
