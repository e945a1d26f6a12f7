import { describe, expect, test } from 'vitest';
import { supportWorkflow } from '../../../src/examples/support-workflow/example.ts';
import workflow from '../../../src/examples/support-workflow/support-workflow.ts';
import type { Rehearsed, SomeFault } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';
import { shipped } from '../../support/shipped-example.ts';

const { play } = shipped(workflow, supportWorkflow);
const APOLOGY = "I'm sorry, I'm having trouble.";
const ORDER = ['intent', 'entities', 'response', 'safety', 'log'];

const logged = ({ events }: Rehearsed) =>
  events('effect.executed').filter(({ target }) => target === 'audit-log');
const slowResponse = (count: number): SomeFault => ({
  id: 'slow',
  kind: 'latency',
  match: { step: 'response' },
  ms: 9_000,
  jitterRatio: 0,
  count,
});
const verdict = (said: 'grounded' | 'hallucinated') =>
  scriptedCast({
    'gpt-4o': {
      says: (request) => (isCheck(request) ? JSON.stringify({ verdict: said }) : 'the fallback speaks'),
    },
  });
const isCheck = (request: unknown) => JSON.stringify(request).includes('"format"');

describe('the support workflow', () => {
  test('classifies, extracts, generates, checks and logs, one after the other', async () => {
    const world = await play('calm');
    const steps = ORDER.map(world.step);
    for (let i = 1; i < steps.length; i++) expect(steps[i]!.startedMs).toBe(steps[i - 1]!.finishedMs);
    expect(world.step('fallback').state).toBe('not reached');
    expect(world.step('intent').value).toBe('tech support');
    expect(world.step('entities').value).toMatchObject({ error_code: 'LK-401' });
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: { safe: true } });
  });

  test.each([
    ['billing', 'I was charged twice and want the payment back.'],
    ['tech support', 'The board shows an error and does not load.'],
    ['sales', 'We would like to buy the Team plan for twelve people. Can we get a quote?'],
  ])('knows the label %s', async (label, message) => {
    const world = await play('calm', { input: { user: 'U', message } });
    expect(world.step('intent').value).toBe(label);
  });

  test('generates three times at most, and only after a time-out', async () => {
    const twice = await play('slow');
    expect(twice.step('response').attempts.map(({ failure }) => failure?.code ?? 'ok')).toEqual([
      'timeout.attempt',
      'timeout.attempt',
      'ok',
    ]);
    expect((twice.run.finished!.value as { reply: string }).reply).not.toBe(APOLOGY);
    const thrice = await play('slow', { faults: [slowResponse(3)] });
    expect(thrice.step('response').attempts).toHaveLength(3);
    expect(thrice.run.finished!.value).toMatchObject({ reply: APOLOGY });
  });

  test.each(['server_error', 'overloaded', 'bad_format', 'cut'])(
    'retries the step that timed out, and neither that step after %s nor the step before it',
    async (kind) => {
      const fault = { id: 'f', kind, match: { step: 'response' }, count: 1 } as SomeFault;
      const how =
        kind === 'cut' ? { afterParts: 2, how: 'eof' } : kind === 'bad_format' ? { how: 'fence' } : {};
      const world = await play('calm', { faults: [{ ...fault, ...how }] });
      expect(world.step('response').attempts).toHaveLength(1);
      expect(world.step('entities').attempts).toHaveLength(1);
    },
  );

  test('checks the apology like any other reply', async () => {
    const passed = await play('apology');
    expect(passed.step('safety').input).toMatchObject({ reply: APOLOGY });
    expect(passed.run.finished!.value).toMatchObject({ reply: APOLOGY, safe: true });
    expect(logged(passed)).toHaveLength(1);
    const refused = await play('apology', { cast: verdict('hallucinated') });
    expect(refused.run.finished!.value).toMatchObject({ reply: 'the fallback speaks', safe: false });
    expect(logged(refused)).toHaveLength(1);
  });

  test('sends what is unsafe to the fallback model, and what is safe to nobody else', async () => {
    const unsafe = await play('calm', { cast: verdict('hallucinated') });
    expect(unsafe.step('fallback')).toMatchObject({ state: 'ok', value: 'the fallback speaks' });
    const safe = await play('calm', { cast: verdict('grounded') });
    expect(safe.step('fallback').state).toBe('not reached');
  });

  test('finds a hallucination that nobody injected', async () => {
    const { step, run } = await play('hallucination');
    expect(step('safety').value).toEqual({ verdict: 'hallucinated' });
    expect(step('fallback').attempts.map(({ target }) => target)).toEqual(['gpt-4o']);
    expect(run.finished!.value).toMatchObject({ reply: step('fallback').value, safe: false });
  });

  test('logs each path that it handles once, in every one of a hundred worlds', async () => {
    let hallucinated = 0;
    for (let seed = 0; seed < 100; seed++) {
      const world = await play(seed % 2 === 0 ? 'calm' : 'slow', { seed });
      expect(world.run.finished!.outcome, `seed ${seed}`).toBe('returned');
      expect(logged(world), `seed ${seed}`).toHaveLength(1);
      if (world.step('fallback').state === 'ok') hallucinated++;
    }
    expect(hallucinated).toBeGreaterThan(0);
  });

  test('logs once also where the log is asked twice', async () => {
    const world = await play('log-retry');
    expect(world.step('log').attempts).toHaveLength(2);
    expect(new Set(logged(world).map(({ key }) => key)).size).toBe(1);
  });

  test.each(['intent', 'entities', 'response', 'safety'])(
    'lets another error of %s surface, and logs nothing',
    async (step) => {
      const world = await play('calm', { faults: [{ id: 'f', kind: 'server_error', match: { step } }] });
      expect(world.run.finished).toMatchObject({
        outcome: 'failed',
        failure: { code: 'server_error', step },
      });
      expect(logged(world)).toEqual([]);
      expect(world.step('log').state).toBe('not reached');
    },
  );
});
