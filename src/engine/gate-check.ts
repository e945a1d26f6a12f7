/** Holds an output against a step's quality gate: by a function at once, by a scoring step when that has answered. */
import { failure, type Failure } from '../model/failure.ts';
import { passes, scoreIn, type Gate } from './policies/gate.ts';
import type { RunCore } from './run-core.ts';
import { toFailure } from './step-error.ts';

/** The output under test. */
export interface Scored {
  readonly step: string;
  readonly attempt: number;
  readonly target: string;
  readonly output: unknown;
  readonly input: unknown;
}

/**
 * @param ask runs the scoring step
 * @param decided is told the failure, or null when the output passes; for a function before this returns
 */
export function checkGate(
  core: RunCore,
  gate: Gate,
  scored: Scored,
  ask: (input: unknown) => PromiseLike<unknown>,
  decided: (why: Failure | null) => void,
): void {
  const { output, input } = scored;
  const unscored = (thrown: unknown): void =>
    decided(withoutScore(core, gate, scored, toFailure(thrown, core.locate).message));
  let given: unknown;
  try {
    if (gate.score) given = gate.score(output, input);
    else {
      ask(gate.ask(output, input)).then(
        (value) => core.guard(() => decided(judged(core, gate, scored, value))),
        (error: unknown) => core.guard(() => unscored(error)),
      );
      return;
    }
  } catch (thrown) {
    unscored(thrown);
    return;
  }
  decided(judged(core, gate, scored, given));
}

function judged(core: RunCore, gate: Gate, scored: Scored, given: unknown): Failure | null {
  const score = scoreIn(given);
  if (score === null) return withoutScore(core, gate, scored, 'the scorer gave no number');
  const { step, attempt, target } = scored;
  const { threshold } = gate;
  const passed = passes(gate, score);
  core.host.emit(core.run, { type: 'gate.scored', step, attempt, target, score, threshold, passed });
  if (passed) return null;
  return failure(
    'low_quality',
    `${target} answered with a quality of ${score}, below the ${threshold} of the gate of ${step}`,
    { step },
  );
}

function withoutScore(core: RunCore, gate: Gate, { step, target }: Scored, why: string): Failure | null {
  const what = `what ${target} answered could not be scored: ${why}`;
  if (gate.unscored === 'fail') return failure('low_quality', what, { step });
  core.host.emit(core.run, { type: 'warning.raised', step, message: `${what}; it passes unscored` });
  return null;
}
