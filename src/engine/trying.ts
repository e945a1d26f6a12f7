/** How attempts, whoever arranges them, and their step talk to each other: none of them knows more of another. */
import type { Failure } from '../model/failure.ts';
import type { Request } from '../model/request.ts';
import type { CallResult, LateBill } from './host.ts';
import type { RunCore } from './run-core.ts';
import type { Previous, Reading, StepDef, Target } from './step-def.ts';

/** A target that is tried; a value needs no attempt. */
export type Tried<I, O> = Exclude<Target<I, O>, { type: 'value' }>;

/** What an attempt needs of its step, and what it tells it besides its end. */
export interface Trying<I, O> {
  readonly core: RunCore;
  readonly def: StepDef<I, O>;
  /** The step's identity. */
  readonly id: string;
  /** The declared step's name. */
  readonly name: string;
  readonly input: I;
  /** Numbers an attempt that is about to start, from 1 over all targets. */
  nextAttempt(): number;
  /** A call has ended, however it did. */
  billed(target: string, result: CallResult, tookMs: number): void;
  /** A part of a reply came. */
  part(attempt: number, text: string): void;
}

/** How one attempt is to be made. */
export interface Plan<I, O> {
  readonly target: Tried<I, O>;
  readonly tryOnTarget: number;
  /** Sent while an earlier attempt is still under way. */
  readonly hedge: boolean;
  readonly previous: Previous | null;
}

/** What an arrangement around the attempt asks of it besides. */
export interface Extra {
  /** Built already, since its size was asked for. */
  readonly request: Request | null;
  /** In place of the step's own limit, whole ms. */
  readonly attemptMs: number | null;
  /** How much of the step's limit was waited away before it, whole ms. */
  readonly waitedMs: number;
  /** Called once, when the work has really ended. */
  readonly released: (late?: LateBill) => void;
}

/** An attempt, or an arrangement of attempts that looks like one. */
export interface Attempt {
  /** Its number; 0: nothing was sent. */
  readonly attempt: number;
  /** What the host said at its end; null before, and for a function. */
  readonly result: CallResult | null;
  /** Begins; may tell its owner its end before it returns. */
  start(): void;
  /** Ends it from outside; its owner hears no more of it. Says whether a fault had struck. */
  close(outcome: 'failed' | 'cancelled', why: Failure): boolean;
}

/** Whom an attempt tells its end, once, in a turn of the run. */
export interface AttemptOwner<O> {
  attempted(by: Attempt, reading: Reading<O>): void;
}
