/**
 * Dead letters: a case that nobody could finish, put into a queue with its input and its failure, and what a person does
 * with it. It owns the letter's events; the step that failed has ended before (step.ts), the wait is waiting.ts.
 *
 * L1. A letter is added once and settled at most once. One that nobody touches stays in its queue.
 * L2. A case that is driven again is a step of its own; when that fails, it is a letter of its own.
 */
import { withResolvers } from '../base/resolvers.ts';
import { captureJson, type Json } from '../base/json.ts';
import { durationMs } from '../base/units.ts';
import { failure, type Failure } from '../model/failure.ts';
import { breaches } from './contract.ts';
import { Handle } from './handle.ts';
import { judge } from './judge.ts';
import { readSettlement, type Letter, type Settlement } from './people.ts';
import type { DeadLetter } from './policies/dead-letter.ts';
import { refuse } from './refuse.ts';
import type { RunCore } from './run-core.ts';
import type { Scope } from './scope.ts';
import type { StepDef } from './step-def.ts';
import { Misuse, StepError, toFailure } from './step-error.ts';
import { StepExecution, type StepOptions } from './step.ts';
import { waitFor } from './waiting.ts';

/** Failures that a person can do nothing about. */
const NO_LETTER: ReadonlySet<Failure['code']> = new Set<Failure['code']>([
  'cancelled',
  'misuse',
  'limit',
  'not_storable',
]);

/** How a step is started, and may be again. */
export interface Restart<I, O> {
  readonly def: StepDef<I, O>;
  readonly name: string;
  readonly key: string | number | undefined;
  readonly options: StepOptions | undefined;
}

/** The step's outcome; once it has failed for good, what a person makes of it. */
export function orLetter<I, O>(
  core: RunCore,
  scope: Scope,
  restart: Restart<I, O>,
  step: StepExecution<I, O>,
  input: I,
  letter: DeadLetter,
): Handle<O> {
  return new LetterCase(core, scope, restart, step, input, letter).handle;
}

class LetterCase<I, O> {
  readonly handle: Handle<O>;
  private readonly core: RunCore;
  private readonly scope: Scope;
  private readonly restart: Restart<I, O>;
  private readonly letter: DeadLetter;
  private readonly ends: ReturnType<typeof withResolvers<O>>;
  private step!: StepExecution<I, O>;
  private input!: I;
  private driven = 0;
  /** Gives up what is under way: the step, or the wait for a person. */
  private giveUp!: (why: Failure) => void;

  constructor(
    core: RunCore,
    scope: Scope,
    restart: Restart<I, O>,
    step: StepExecution<I, O>,
    input: I,
    letter: DeadLetter,
  ) {
    this.core = core;
    this.scope = scope;
    this.restart = restart;
    this.letter = letter;
    this.ends = withResolvers<O>();
    const source = {
      cancelled: (why: Failure) => this.giveUp(why),
      measure: (value: O) => this.step.measure(value),
      parts: () => step.parts(),
    };
    this.handle = new Handle(step.id, this.ends.promise, source, scope);
    judge(scope, this.handle, this.ends.promise);
    this.follow(step, input);
  }

  private follow(step: StepExecution<I, O>, input: I): void {
    this.step = step;
    this.input = input;
    this.giveUp = this.cancelStep;
    step.handle.then(this.ends.resolve, (error: unknown) =>
      this.core.guard(() => this.failed(toFailure(error))),
    );
  }

  private readonly cancelStep = (why: Failure): void => this.step.cancelled(why);

  private failed(why: Failure): void {
    const { core, scope, letter, step } = this;
    if (NO_LETTER.has(why.code) || !scope.open) {
      this.ends.reject(new StepError(why));
      return;
    }
    const input = captureJson(this.input, `${step.id}'s input`);
    const id = `${core.run}/${step.id}`;
    core.host.emit(core.run, {
      type: 'letter.added',
      letter: id,
      step: step.id,
      queue: letter.queue,
      input,
      attempts: step.attempts,
      failure: why,
    });
    const wait = settlementOf(core, scope, { id, step: step.id, ...letter }, input, (value) =>
      this.restart.def.output ? breaches(this.restart.def.output, value) : null,
    );
    this.giveUp = wait.giveUp;
    wait.promise.then(
      (settlement) => core.guard(() => this.settled(settlement, why)),
      (error: unknown) => this.ends.reject(error),
    );
  }

  private settled(settlement: Settlement, why: Failure): void {
    if (settlement.how === 'answered') this.ends.resolve(settlement.value as O);
    else if (settlement.how === 'redriven')
      this.again(settlement.input === undefined ? this.input : (settlement.input as I));
    else this.ends.reject(new StepError(why));
  }

  private again(input: I): void {
    const { core, scope, restart } = this;
    if (!scope.open) {
      this.ends.reject(
        new StepError(failure('cancelled', `${this.step.id} was to be driven again: ${scope.fate}`)),
      );
      return;
    }
    core.countStep();
    const { def, name, key, options } = restart;
    const again = `again-${++this.driven}`;
    const id = scope.claim(name, key === undefined ? again : `${key}-${again}`, 'step');
    this.follow(new StepExecution(core, scope, def, id, name, input, options), input);
  }
}

interface LetterAt {
  /** Unique in the world. */
  readonly id: string;
  readonly step: string;
  readonly queue: string;
  readonly who: string;
  readonly timeoutMs: number | null;
}

/** Waits for what a person does with a letter that was added. */
function settlementOf(
  core: RunCore,
  scope: Scope,
  { id, step, who, timeoutMs }: LetterAt,
  input: Json,
  wrong: (answer: Json) => readonly string[] | null,
): ReturnType<typeof waitFor<Settlement>> {
  return waitFor<Settlement>(
    core,
    scope,
    { signal: id, step, who },
    (said) => {
      const settlement = readSettlement(said);
      const found =
        settlement === null
          ? ['it is none of answered, redriven and discarded']
          : settlement.how === 'answered'
            ? wrong(settlement.value)
            : null;
      if (settlement === null || found) {
        const message = `what ${who} did with the letter of ${step} is not taken: ${(found ?? []).join('; ')}`;
        core.host.emit(core.run, { type: 'warning.raised', step, message });
        return null;
      }
      const value =
        settlement.how === 'answered'
          ? settlement.value
          : settlement.how === 'redriven'
            ? (settlement.input ?? input)
            : null;
      core.host.emit(core.run, { type: 'letter.settled', letter: id, how: settlement.how, value });
      return { taken: settlement };
    },
    timeoutMs === null ? null : { ms: timeoutMs, stands: { how: 'unanswered' } },
  );
}

/** A letter by hand. @throws {Misuse} for a queue without a name, or one used before without a key */
export function deadLetter(core: RunCore, scope: Scope, queue: string, letter: Letter): Handle<Settlement> {
  if (queue.trim() === '') throw new Misuse('deadLetter() names no queue');
  const refused = refuse<Settlement>(core, scope, queue);
  if (refused) return refused;
  const step = scope.claim(queue, letter.key, 'step');
  const id = `${core.run}/${step}`;
  const input = captureJson(letter.input, `the letter to ${queue}`);
  const why =
    letter.failure ?? failure('thrown', 'the case was handed over by the code', { retryable: false });
  core.host.emit(core.run, {
    type: 'letter.added',
    letter: id,
    step,
    queue,
    input,
    attempts: letter.attempts ?? 0,
    failure: why,
  });
  const timeoutMs = letter.timeout === undefined ? null : durationMs(letter.timeout, 'timeout');
  const at = { id, step, queue, who: letter.who ?? queue, timeoutMs };
  const { promise, giveUp } = settlementOf(core, scope, at, input, () => null);
  return judge(scope, new Handle(step, promise, giveUp, scope), promise);
}
