import { expect, test } from 'vitest';
import { simulatedCast } from '../../../mocks/cast.ts';
import triage from '../../../src/examples/triage/triage.ts';
import unseen from '../../fixtures/unseen-tickets.json' with { type: 'json' };
import { rehearse } from '../../support/rehearse-world.ts';

const LABELS = ['intent', 'language', 'priority', 'sentiment'] as const;

test('thirty tickets that nobody trained on are labelled as well as the profile says, within two standard errors', async () => {
  const right = { intent: 0, language: 0, priority: 0, sentiment: 0 };
  let asked = 0;
  for (let round = 0; round < 5; round++)
    for (const ticket of unseen) {
      // a seed each: a model's slips are keyed by seed and identity, so under one seed every ticket would meet the same
      const world = await rehearse(triage, {
        input: { id: ticket.id, body: ticket.body },
        cast: simulatedCast,
        seed: 1_000 + asked,
      });
      expect(['returned', 'escalated'], ticket.body).toContain(world.run.finished!.outcome);
      for (const label of LABELS) if (world.step(label).value === ticket[label]) right[label]++;
      asked++;
    }
  const { accuracy } = simulatedCast.get('gpt-4o-mini')!.profile;
  for (const label of LABELS) {
    const disclosed = accuracy[label]!;
    const error = Math.sqrt((disclosed * (1 - disclosed)) / unseen.length);
    expect(right[label] / asked, `${label}: disclosed ${disclosed}`).toBeGreaterThanOrEqual(
      disclosed - 2 * error,
    );
  }
});
