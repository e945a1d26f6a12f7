import { approvalStep } from '../engine/approval.ts';
import type { Contract } from '../engine/contract.ts';
import type { StepDef } from '../engine/step-def.ts';
import type { Duration } from '../base/units.ts';

interface ApprovalOptions {
  /** Who is waited for: 'a supervisor'. */
  readonly who: string;
  /** How long to wait. Default: until the world ends; the run is then handed to whoever was waited for. */
  readonly timeout?: Duration;
}

/**
 * A step that waits for a person to say yes or no. Its input is the question, of any type.
 * @throws {RangeError} for nobody to wait for, a time-out of zero, or an `otherwise` without a time-out
 * @example steps: { approve: approval({ who: 'a supervisor', timeout: '4h', otherwise: false }) }
 */
export function approval<Q = unknown>(
  options: ApprovalOptions & {
    /** What stands in when no answer comes in time. */ readonly otherwise?: boolean;
  },
): StepDef<Q, boolean>;
/** The same for an answer that satisfies a schema; one that does not is refused, and the run waits on. */
export function approval<A, Q = unknown>(
  options: ApprovalOptions & { readonly answer: Contract<A>; readonly otherwise?: NoInfer<A> },
): StepDef<Q, A>;
export function approval(
  options: ApprovalOptions & { readonly answer?: Contract; readonly otherwise?: unknown },
): StepDef<unknown, unknown> {
  return approvalStep<unknown, unknown>({ answer: YES_OR_NO, ...options });
}

const YES_OR_NO: Contract<boolean> = {
  '~standard': {
    version: 1,
    vendor: 'rehearsal',
    validate: (value) =>
      typeof value === 'boolean' ? { value } : { issues: [{ message: 'expected true or false' }] },
  },
};
