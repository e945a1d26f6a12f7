/** Orchestrations as the engine runs them, whichever pattern wrote them. */
import type { StepDeclared } from '../history/events.ts';
import type { Bound, Context } from './context.ts';
import { shown } from './policies/policy.ts';
import type { Steps } from './step-def.ts';

export interface Orchestration<I = unknown, O = unknown> {
  readonly orchestration: true;
  readonly name: string;
  readonly pattern: 'code' | 'dag' | 'sequence';
  readonly steps: Steps;
  /** Edges known beforehand: dependencies and conditions by step. */
  readonly shape: Readonly<
    Record<string, { readonly after: readonly string[]; readonly conditional: boolean }>
  >;
  run(input: I, steps: Bound<Steps>, context: Context): O | PromiseLike<O>;
}

/** Whether a module's default export is an orchestration. */
export const isOrchestration = (value: unknown): value is Orchestration =>
  typeof value === 'object' &&
  value !== null &&
  (value as { orchestration?: unknown }).orchestration === true;

/** The declared steps as the history's first event of a run holds them. */
export function declare(orchestration: Orchestration): StepDeclared[] {
  return Object.entries(orchestration.steps).map(([name, step]) => {
    const shape = orchestration.shape[name];
    return {
      name,
      kind: step.kind,
      targets: step.targets.map((target) => target.name),
      policy: shown(step.policy),
      ...(shape ? { after: shape.after } : {}),
      ...(shape?.conditional ? { conditional: true } : {}),
    };
  });
}
