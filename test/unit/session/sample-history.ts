import type { RunId, VirtualMs } from '../../../src/base/units.ts';
import {
  SCHEMA_VERSION,
  type Event,
  type EventBody,
  type StepDeclared,
} from '../../../src/history/events.ts';

/** A short history written by hand: times in virtual ms. */
export function historyOf(
  ...bodies: readonly (readonly [t: number, body: EventBody, run?: string])[]
): Event[] {
  return bodies.map(([t, body, run], seq) => ({
    ...body,
    seq,
    t: t as VirtualMs,
    run: (run ?? (body.type.startsWith('world.') || body.type === 'fault.unmet' ? '' : 'r1')) as RunId,
  }));
}

const declared = (name: string, targets: readonly string[]): StepDeclared => ({
  name,
  kind: 'generate',
  targets,
  policy: { timeoutMs: 10_000, retries: 1 },
});

/** Two steps; the second fails once, backs off, and falls back. Ends at 3000. */
export const sample: Event[] = historyOf(
  [
    0,
    {
      type: 'world.started',
      schema: SCHEMA_VERSION,
      seed: 7,
      scenario: 'sample',
      code: 'c0de',
      host: 'simulated',
      nondeterministic: [],
    },
  ],
  [
    0,
    {
      type: 'run.started',
      orchestration: 'Sample',
      pattern: 'code',
      input: { body: 'hello there' },
      steps: [declared('intent', ['mini']), declared('answer', ['sonnet', 'gpt'])],
    },
  ],
  [0, { type: 'step.started', step: 'intent', name: 'intent', input: 'hello there' }],
  [0, { type: 'attempt.started', step: 'intent', attempt: 1, target: 'mini', tryOnTarget: 1 }],
  [500, { type: 'attempt.finished', step: 'intent', attempt: 1, target: 'mini', outcome: 'ok' }],
  [500, { type: 'step.finished', step: 'intent', outcome: 'ok', value: 'billing' }],
  [500, { type: 'step.started', step: 'answer', name: 'answer', input: null }],
  [500, { type: 'attempt.started', step: 'answer', attempt: 1, target: 'sonnet', tryOnTarget: 1 }],
  [
    1000,
    {
      type: 'fault.struck',
      fault: 'outage',
      kind: 'outage',
      firing: 'outage',
      step: 'answer',
      attempt: 1,
      target: 'sonnet',
    },
  ],
  [
    1000,
    {
      type: 'attempt.finished',
      step: 'answer',
      attempt: 1,
      target: 'sonnet',
      outcome: 'failed',
      failure: { code: 'cut', message: 'cut', retryable: true, origin: 'network', injected: true },
    },
  ],
  [1000, { type: 'fallback.chosen', step: 'answer', from: 'sonnet', to: 'gpt' }],
  [1000, { type: 'attempt.started', step: 'answer', attempt: 2, target: 'gpt', tryOnTarget: 1 }],
  [3000, { type: 'attempt.finished', step: 'answer', attempt: 2, target: 'gpt', outcome: 'ok' }],
  [3000, { type: 'step.finished', step: 'answer', outcome: 'ok', value: 'A reply that is long enough.' }],
  [3000, { type: 'run.finished', outcome: 'returned', value: 'A reply that is long enough.' }],
  [3000, { type: 'world.ended', reason: 'quiet' }],
);
