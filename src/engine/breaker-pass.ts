/** A pass through a circuit breaker: asked for before a call or a series of retries, given back with its verdict. */
import { failure, type Failure } from '../model/failure.ts';
import type { Cell } from './host.ts';
import {
  admit,
  becauseOf,
  newBreaker,
  record,
  type Breaker,
  type BreakerState,
  type Verdict,
} from './policies/breaker.ts';
import { matches } from './policies/error-filter.ts';
import { wordsFor } from './policies/figures.ts';
import type { RunCore } from './run-core.ts';
import { policyCell, tellChange } from './shared-state.ts';

export class BreakerPass {
  private readonly core: RunCore;
  private readonly breaker: Breaker;
  private readonly subject: string;
  private readonly cell: Cell<BreakerState>;
  private readonly generation: number;
  private used = false;

  private constructor(
    core: RunCore,
    breaker: Breaker,
    subject: string,
    cell: Cell<BreakerState>,
    generation: number,
  ) {
    this.core = core;
    this.breaker = breaker;
    this.subject = subject;
    this.cell = cell;
    this.generation = generation;
  }

  /** A pass, or why there is none. */
  static ask(core: RunCore, breaker: Breaker, subject: string, step: string): BreakerPass | Failure {
    const cell = policyCell(core, 'breaker', subject, breaker.key, newBreaker);
    const before = cell.value;
    const { state, generation } = admit(breaker, before, core.host.now);
    cell.value = state;
    if (state !== before) tell(core, breaker, subject, before, state);
    if (generation !== null) return new BreakerPass(core, breaker, subject, cell, generation);
    return failure('circuit_open', refusal(subject, state, core.host.now), { step, retryable: false });
  }

  /** Gives it back. `why`: the failure that it ended with; null: it was answered. */
  end(why: Failure | null): void {
    // what was answered at all, if only to say no, shows that the endpoint is there
    this.record(why && matches(this.breaker.on, why) ? 'unwell' : 'well');
  }

  /** Gives it back unused, or given up: says nothing of the endpoint unless the breaker counts that very failure. */
  drop(why: Failure): void {
    this.record(matches(this.breaker.on, why) && why.code !== 'timeout.total' ? 'unwell' : 'nothing');
  }

  private record(verdict: Verdict): void {
    if (this.used) return;
    this.used = true;
    const { core, breaker, subject, cell, generation } = this;
    const before = cell.value;
    const state = record(breaker, before, generation, verdict, core.host.now);
    cell.value = state;
    if (state.is !== before.is) tell(core, breaker, subject, before, state);
  }
}

function tell(core: RunCore, breaker: Breaker, subject: string, from: BreakerState, to: BreakerState): void {
  tellChange(core, 'breaker', subject, from.is, to.is, becauseOf(breaker, from, to));
}

function refusal(subject: string, state: BreakerState, nowMs: number): string {
  const kept = `the circuit breaker keeps calls to ${subject} away`;
  return state.is === 'open'
    ? `${kept} for another ${wordsFor(state.untilMs - nowMs)}, since it failed too often`
    : `${kept} until its probe has answered`;
}
