import { describe, expect, test } from 'vitest';
import { EMPTY_PLAN } from '../../../src/faults/plan.ts';
import type { Event, EventBody, History } from '../../../src/history/events.ts';
import { hashHistory } from '../../../src/history/hash.ts';
import type { PlainInputs } from '../../../src/session/kept-run.ts';
import { againInputs, divergedFrom, judge, recordedInputs } from '../../../src/session/replay-inputs.ts';
import { sample } from './sample-history.ts';

const inputs: PlainInputs = {
  scenario: 'S',
  input: 'hi',
  faults: EMPTY_PLAN,
  seed: 7,
  host: 'simulated',
  interventions: [{ atMs: 5, order: 0, kind: 'planned', value: null }],
};
/** The sample with an event of the world's own after its sixth. */
const withEvent = (body: EventBody): History =>
  [...sample.slice(0, 6), { ...sample[5]!, ...body, run: '' } as Event, ...sample.slice(6)].map(
    (event, seq) => ({
      ...event,
      seq,
    }),
  );
const answered = withEvent({
  type: 'intervention.applied',
  kind: 'answer',
  value: { signal: 's', value: true },
});

describe('a replay from the history', () => {
  test('meets the whole history again, on virtual time, wherever it was recorded', () => {
    const made = recordedInputs({ ...inputs, host: 'wall' }, sample);
    expect(made).toMatchObject({
      host: 'simulated',
      resume: sample,
      replay: { history: sample, hash: hashHistory(sample), mode: 'recorded' },
    });
  });

  test('of an orchestrator that began again from nothing only answers calls, and gives what people did', () => {
    const restarted = withEvent({ type: 'orchestrator.resumed', mode: 'restart' });
    expect(recordedInputs(inputs, restarted)).not.toHaveProperty('resume');
    expect(
      recordedInputs(inputs, withEvent({ type: 'orchestrator.resumed', mode: 'resume' })),
    ).toHaveProperty('resume');
  });
});

describe('a world computed anew', () => {
  test('has what people planned if it was simulated, and what they did if it was live', () => {
    expect(againInputs(inputs, answered)).toMatchObject({
      interventions: inputs.interventions,
      replay: { mode: 're-execute' },
    });
    const live = answered.map((event) =>
      event.type === 'world.started' ? { ...event, host: 'wall' } : event,
    ) as History;
    expect(againInputs({ ...inputs, host: 'wall' }, live)).toMatchObject({
      host: 'simulated',
      interventions: [{ atMs: 500, order: 6, kind: 'answer', value: { signal: 's', value: true } }],
    });
    expect(againInputs(inputs, sample)).not.toHaveProperty('resume');
  });
});

describe('what comes of it', () => {
  const other = sample.map((event) =>
    event.type === 'step.finished' && event.step === 'intent' ? { ...event, value: 'technical' } : event,
  );

  test('is that the two are the same', () => {
    expect(judge(sample, { history: [...sample] }, 'replay')).toEqual({
      equal: true,
      events: sample.length,
      hash: hashHistory(sample),
    });
  });

  test('or the first event in which they differ', () => {
    const what = 'event 5, step intent finished: value is “billing” in the recording, “technical” now';
    expect(judge(sample, { history: other }, 'replay')).toEqual({ equal: false, seq: 5, what });
    expect(divergedFrom({ seq: 5, recorded: sample[5]!, computed: other[5]! })).toEqual({
      equal: false,
      seq: 5,
      what,
    });
  });

  test('and how the worlds were started is compared only where it is asked for', () => {
    const edited = sample.map((event) =>
      event.type === 'world.started' ? { ...event, code: 'edited' } : event,
    );
    expect(judge(sample, { history: edited }, 'again')).toMatchObject({ equal: true });
    expect(judge(sample, { history: edited }, 'replay')).toMatchObject({ equal: false, seq: 0 });
  });
});
