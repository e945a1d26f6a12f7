/** Approvals: steps that a person does. The wait is waiting.ts; time-outs and what stands in are the step's policy. */
import { captureJson } from '../base/json.ts';
import { breaches } from './contract.ts';
import { inner } from './inner.ts';
import type { Ask } from './people.ts';
import { policyOf } from './policies/policy.ts';
import { defineStep, type StepDef, type Target } from './step-def.ts';
import type { StepContext } from './surface.ts';
import { waitFor } from './waiting.ts';

/**
 * A step that asks a person. Its input is the question.
 * @throws {RangeError} for a time-out of zero, or something that stands in without one
 */
export function approvalStep<Q, A>(ask: Omit<Ask<A>, 'question' | 'key'>): StepDef<Q, A> {
  const { who, timeout } = ask;
  const standsIn = Object.hasOwn(ask, 'otherwise');
  if (who.trim() === '') throw new RangeError('an approval says whom it waits for: who is empty');
  if (standsIn && timeout === undefined)
    throw new RangeError('otherwise stands in for an answer that does not come in time: give a timeout');
  const policy = policyOf(timeout === undefined ? {} : { timeout });
  const person: Target<Q, A> = {
    type: 'function',
    name: who,
    run: (question, context) => askPerson(question, context, who, policy.timeoutMs, ask.answer),
  };
  const others: Target<Q, A>[] = standsIn
    ? [
        {
          type: 'value',
          name: `value ${JSON.stringify(ask.otherwise)}`,
          value: ask.otherwise as A,
          on: ['timeout'],
        },
      ]
    : [];
  return defineStep<Q, A>({ kind: 'approval', targets: [person, ...others], policy });
}

function askPerson<A>(
  question: unknown,
  context: StepContext,
  who: string,
  timeoutMs: number | null,
  answer: Ask<A>['answer'],
): Promise<A> {
  const { core, scope, step, emit } = inner(context);
  const asked = step ?? scope.path;
  const signal = `${core.run}/${asked}${context.attempt > 1 ? `#${context.attempt}` : ''}`;
  emit({
    type: 'signal.awaited',
    step: asked,
    signal,
    who,
    question: captureJson(question, 'the question'),
    ...(timeoutMs === null ? {} : { timeoutMs }),
  });
  return waitFor<A>(
    core,
    scope,
    { signal, step: asked, who },
    (value) => {
      const wrong = answer ? breaches(answer, value) : null;
      if (wrong) {
        const message = `the answer of ${who} to ${asked} is not taken: ${wrong.join('; ')}`;
        emit({ type: 'warning.raised', step: asked, message });
        return null;
      }
      emit({ type: 'signal.received', step: asked, signal, value });
      return { taken: value as A };
    },
    null,
  ).promise;
}
