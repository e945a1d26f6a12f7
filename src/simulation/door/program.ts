/**
 * A program as an orchestration: a module that exports its main function, or whose top does all of it, and that knows
 * nothing of worlds. It is evaluated within its run, so that what its modules do on the way belongs to the world as well.
 */
import { isOrchestration, type Orchestrated } from '../../engine/definition.ts';
import { inner } from '../../engine/inner.ts';
import { Misuse } from '../../engine/step-error.ts';
import type { Door } from './door.ts';

/** @param evaluate evaluates the program's modules afresh and gives what the entry exports; a promise if its top awaits */
export function programOrchestration(name: string, door: Door, evaluate: () => unknown): Orchestrated {
  return {
    orchestration: true,
    name,
    pattern: 'code',
    steps: {},
    shape: {},
    run: async (input, _steps, context) => {
      const { core, scope } = inner(context);
      door.enter(core, scope);
      const exported = evaluate();
      if (!(exported instanceof Promise)) return mainOf(exported, name)(input);
      const later: unknown = await exported;
      return isScript(later) ? null : mainOf(later, name)(input);
    },
  };
}

/** Whether its top did all that it does. */
const isScript = (exported: unknown): boolean => Object.keys(Object(exported) as object).length === 0;

type Main = (input: unknown) => unknown;

/** The default export, or what a CommonJS module is. @throws {Misuse} for what cannot be called */
function mainOf(exported: unknown, name: string): Main {
  const own = exported as { readonly default?: unknown; readonly main?: unknown } | null | undefined;
  const found = own?.default ?? own?.main ?? own;
  if (typeof found === 'function') return found as Main;
  if (isOrchestration(found))
    throw new Misuse(
      `${name} exports an orchestration without importing 'rehearsal' itself: rehearse the module that does, or import it there`,
    );
  throw new Misuse(
    `${name} exports no main function: write export default async function main(input) { … }, or await at the top what it does`,
  );
}
