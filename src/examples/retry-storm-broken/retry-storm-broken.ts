// A shop asks its inventory four times a second; the
// inventory manages five. For twenty seconds it is
// slow, and then it is well again. But each caller
// that gave up after two seconds asks again at once,
// and again: four calls where one was. That is more
// than the inventory can serve, and it cannot call
// off what nobody waits for any more, so it is always
// busy with answers that come too late. The brown-out
// is over; the outage feeds on its own retries until
// the shop shuts.
import { orchestration, tool, z } from 'rehearsal';

interface Day {
  readonly customers: number;
  readonly everyMs: number;
  /** Further tries, without a wait between them. */
  readonly triesAgain: number;
  /** When the brown-out ends, ms. */
  readonly wellAgainMs: number;
}

export default orchestration({
  name: 'Retry storm, broken',
  steps: {
    stock: tool({
      endpoint: 'inventory', timeout: '2s',
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
      let ok = false;
      for (let n = 0; !ok && n <= day.triesAgain; n++)
        ok = await stock({ item }, { key: n })
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
