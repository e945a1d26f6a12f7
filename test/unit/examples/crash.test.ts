import { describe, expect, test } from 'vitest';
import broken from '../../../src/examples/crash-broken/crash-broken.ts';
import lost from '../../../src/examples/crash-broken/lost.scenario.json' with { type: 'json' };
import twice from '../../../src/examples/crash-broken/twice.scenario.json' with { type: 'json' };
import fixed from '../../../src/examples/crash-fixed/crash-fixed.ts';
import often from '../../../src/examples/crash-fixed/often.scenario.json' with { type: 'json' };
import once from '../../../src/examples/crash-fixed/once.scenario.json' with { type: 'json' };
import { simulatedCast } from '../../../mocks/cast.ts';
import type { Orchestration } from '../../../src/engine/definition.ts';
import { rehearse, type SomeFault } from '../../support/rehearse-world.ts';

const { input } = once;
const under = (desk: Orchestration<never>, faults: readonly unknown[]) =>
  rehearse(desk, { input, cast: simulatedCast, seed: 10, faults: faults as SomeFault[] });
const crashAfter = (event: number, then: string) => [
  { id: 'crash', kind: 'orchestrator_crash', event, downMs: 3000, then },
];

/** The events of a run that no crash disturbs, its own end left out. */
async function undisturbed(): Promise<number> {
  const { history } = await under(fixed, []);
  return history.findIndex(({ type }) => type === 'run.finished');
}

describe('an orchestrator that dies and starts again from nothing', () => {
  test('pays the same order twice', async () => {
    const { events } = await under(broken, twice.faults.faults);
    expect(events('effect.executed').map(({ target, caller }) => [target, caller])).toEqual([
      ['payments', 'run-1/refund'],
      ['payments', 'run-1-again/refund'],
    ]);
  });

  test('calls its tools twice from whichever event it died at, once one of them was called', async () => {
    for (let event = 3; event < (await undisturbed()); event++) {
      const { events } = await under(broken, crashAfter(event, 'restart'));
      const asked = events('attempt.started').filter(({ target }) => target === 'orders');
      expect(asked, `after event ${event}`).toHaveLength(2);
    }
  });

  test('loses the request where nobody delivers it again', async () => {
    const { run, events } = await under(broken, lost.faults.faults);
    expect(run.finished).toMatchObject({ outcome: 'failed', failure: { code: 'crashed' } });
    expect(events('run.started')).toHaveLength(1);
  });
});

describe('an orchestrator that resumes from its history', () => {
  test.each([
    ['once', once],
    ['three times', often],
  ])('pays once, though it died %s', async (_, { faults }) => {
    const { run, events } = await under(fixed, faults.faults);
    expect(run.finished?.outcome).toBe('returned');
    expect(events('effect.executed')).toMatchObject([{ target: 'payments', key: 'run-1/refund', times: 1 }]);
    expect(events('orchestrator.resumed')).toHaveLength(faults.faults.length);
  });

  test('loses nothing and does nothing twice, whichever event it died at', async () => {
    const plain = await under(fixed, []);
    const last = await undisturbed();
    for (let event = 1; event < last; event++) {
      const { run, events } = await under(fixed, crashAfter(event, 'resume'));
      const at = `after event ${event}`;
      expect(run.finished, at).toMatchObject({ outcome: 'returned', value: plain.run.finished!.value });
      expect(events('step.finished'), at).toHaveLength(3);
      expect(events('effect.executed'), at).toHaveLength(1);
      const { request } = events('attempt.started').find(({ target }) => target === 'payments')!;
      expect(request, at).toMatchObject({ idempotencyKey: 'run-1/refund' });
    }
  });
});
