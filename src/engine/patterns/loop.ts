/** `loop`: turn after turn, each in a numbered scope, until one says that it is done or the cap is met. */
import { failure, type Failure } from '../../model/failure.ts';
import type { Bound, Context } from '../context.ts';
import { Handle } from '../handle.ts';
import { inScope } from '../in-scope.ts';
import type { Enactment } from '../inner.ts';
import { judge } from '../judge.ts';
import { LIMITS } from '../limits.ts';
import { refuse } from '../refuse.ts';
import type { Scope } from '../scope.ts';
import type { Steps } from '../step-def.ts';
import { Misuse, StepError } from '../step-error.ts';
import { isDone } from './work.ts';

type Turn = (turn: number, steps: Bound<Steps>, context: Context) => unknown;

/** @throws {Misuse} for a cap that is no whole number from 1, or above the limit */
export function loop(
  enactment: Enactment,
  scope: Scope,
  name: string,
  { most }: { readonly most: number },
  body: Turn,
): Handle<unknown> {
  if (!Number.isInteger(most) || most < 1 || most > LIMITS.turnsPerLoop)
    throw new Misuse(
      `the loop '${name}' may take ${most} turns; most is a whole number from 1 to ${LIMITS.turnsPerLoop}`,
    );
  const refused = refuse<unknown>(enactment.core, scope, name);
  if (refused) return refused;
  let current: Handle<unknown> | null = null;
  let given: Failure | null = null;
  const turns = async (): Promise<unknown> => {
    for (let turn = 1; turn <= most; turn++) {
      if (given) throw new StepError(given);
      current = inScope<unknown>(enactment, scope, `${name}-${turn}`, (steps, context) =>
        body(turn, steps, context),
      );
      const result = await current;
      if (isDone(result)) return result.value;
    }
    throw new StepError(
      failure('limit', `the loop '${name}' was not done after ${most} turns`, { retryable: false }),
    );
  };
  const promise = turns();
  const cancel = (why: Failure): void => {
    given = why;
    current?.cancel(why.message);
  };
  return judge(scope, new Handle(scope.path + name, promise, cancel, scope), promise);
}
