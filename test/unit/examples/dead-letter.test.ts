import { describe, expect, test } from 'vitest';
import deadLetter from '../../../src/examples/dead-letter/dead-letter.ts';
import answered from '../../../src/examples/dead-letter/answered.scenario.json' with { type: 'json' };
import backup from '../../../src/examples/dead-letter/backup.scenario.json' with { type: 'json' };
import discarded from '../../../src/examples/dead-letter/discarded.scenario.json' with { type: 'json' };
import drivenAgain from '../../../src/examples/dead-letter/driven-again.scenario.json' with { type: 'json' };
import edited from '../../../src/examples/dead-letter/edited.scenario.json' with { type: 'json' };
import waiting from '../../../src/examples/dead-letter/waiting.scenario.json' with { type: 'json' };
import { play, returned } from '../../support/play-scenario.ts';

interface Done {
  readonly found: { readonly invoice: string | null; readonly wish: string | null };
  readonly reply: string;
}

describe('a step that every model has failed', () => {
  test('tried each model three times, and not a fourth', async () => {
    const { step } = await play(deadLetter, waiting);
    expect(step('facts').attempts.map(({ target }) => target)).toEqual([
      ...Array<string>(3).fill('gpt-4o-mini'),
      ...Array<string>(3).fill('claude-3-haiku'),
    ]);
  });

  test('gives each try two seconds', async () => {
    const silent = (['gpt-4o-mini', 'claude-3-haiku'] as const).map((model) => ({
      id: model,
      kind: 'blackhole' as const,
      match: { model },
    }));
    const { step } = await play(deadLetter, waiting, { faults: silent });
    for (const { failure, startedMs, finishedMs } of step('facts').attempts) {
      expect(failure!.code).toBe('timeout.attempt');
      expect(finishedMs! - startedMs).toBe(2_000);
    }
  });

  test('becomes an entry with its input, its attempts and its failure', async () => {
    const { run, events } = await play(deadLetter, waiting);
    expect(events('letter.added')).toMatchObject([
      {
        step: 'facts',
        queue: 'facts',
        input: waiting.input,
        attempts: 6,
        failure: { code: 'unavailable', message: expect.stringContaining('claude-3-haiku') },
      },
    ]);
    const errors = events('attempt.finished').map(({ failure }) => failure?.code);
    expect(errors).toEqual(Array(6).fill('unavailable'));
    expect(run.finished?.outcome).toBe('escalated');
  });

  test('becomes none while its backup answers', async () => {
    const world = await play(deadLetter, backup);
    expect(returned<Done>(world).found.invoice).toBe('INV-2025-0417');
    expect(world.events('letter.added')).toEqual([]);
  });
});

describe('a person at the queue', () => {
  test('answers, and the run goes on with the answer', async () => {
    const world = await play(deadLetter, answered);
    const [facts, reply] = answered.interventions.map(({ value }) => value.value.value);
    expect(returned<Done>(world)).toEqual({ found: facts, reply });
    expect(world.events('letter.settled').map(({ how }) => how)).toEqual(['answered', 'answered']);
  });

  test('drives it again as it was, and the step does it', async () => {
    const world = await play(deadLetter, drivenAgain);
    expect(returned<Done>(world).found.invoice).toBe('INV-2025-0417');
    expect(world.step('facts[again-1]')).toMatchObject({ state: 'ok' });
    expect(world.events('letter.settled')).toMatchObject([{ how: 'redriven', value: drivenAgain.input }]);
  });

  test('edits it and drives it again, and the step does what was edited', async () => {
    const world = await play(deadLetter, edited);
    expect(returned<Done>(world).found.invoice).toBe('INV-2025-0512');
  });

  test('drives it again too early, and it is a letter once more', async () => {
    const people = [5_000, 60_000].map((atMs, i) => ({
      atMs,
      value: { signal: i === 0 ? 'run-1/facts' : 'run-1/facts[again-1]', value: { how: 'redriven' } },
    }));
    const world = await play(deadLetter, drivenAgain, { people });
    expect(world.events('letter.added')).toHaveLength(2);
    expect(world.step('facts[again-1]').state).toBe('failed');
    expect(world.step('facts[again-2]').state).toBe('ok');
    expect(world.run.finished?.outcome).toBe('returned');
  });

  test('discards it, and the run fails as the step did', async () => {
    const { run } = await play(deadLetter, discarded);
    expect(run.finished).toMatchObject({
      outcome: 'failed',
      failure: { code: 'unavailable', step: 'facts' },
    });
  });
});
