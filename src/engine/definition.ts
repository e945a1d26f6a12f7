/** Orchestrations as the engine runs them, whichever pattern wrote them. */
import type { StepDeclared } from '../history/events.ts';
import type { Bound, Context } from './context.ts';
import { shown } from './policies/policy.ts';
import type { Fields } from './state/fields.ts';
import type { AnyStep, StepDef, Steps } from './step-def.ts';

/** What a run needs of an orchestration. */
export interface Orchestrated<I = unknown, O = unknown> {
  readonly orchestration: true;
  readonly name: string;
  readonly pattern: 'code' | 'dag' | 'sequence' | 'agent';
  readonly steps: Steps;
  /** Edges known beforehand: dependencies and conditions by step. */
  readonly shape: Readonly<
    Record<string, { readonly after: readonly string[]; readonly conditional: boolean }>
  >;
  /** The fields of its state; absent: any. */
  readonly state?: Fields;
  run(input: I, steps: Bound<Steps>, context: Context): O | PromiseLike<O>;
}

/** An orchestration is a step as well: it may stand wherever a step does, and its own steps are named under it. */
export interface Orchestration<I = unknown, O = unknown> extends Orchestrated<I, O>, StepDef<I, O> {}

/** Whether a module's default export is an orchestration. */
export const isOrchestration = (value: unknown): value is Orchestration =>
  typeof value === 'object' &&
  value !== null &&
  (value as { orchestration?: unknown }).orchestration === true;

const declarations = new WeakMap<object, readonly StepDeclared[]>();

/** The declared steps as the history's first event of a run holds them: the same list for each of its runs. */
export function declare(orchestration: Pick<Orchestrated, 'steps' | 'shape'>): readonly StepDeclared[] {
  const known = declarations.get(orchestration);
  if (known) return known;
  const declared = Object.entries(orchestration.steps).map(([name, step]) =>
    declareStep(name, step, orchestration.shape[name]),
  );
  declarations.set(orchestration, declared);
  return declared;
}

function declareStep(
  name: string,
  step: AnyStep,
  shape: Orchestrated['shape'][string] | undefined,
): StepDeclared {
  const targets = step.targets.map((target) => target.name);
  const scorer = step.policy.gate?.judge;
  return {
    name,
    kind: step.kind,
    targets,
    policy: shown(step.policy),
    ...(shape ? { after: shape.after } : {}),
    ...(shape?.conditional ? { conditional: true } : {}),
    ...(isOrchestration(step) ? { steps: declare(step) } : {}),
    ...(scorer ? { steps: [declareStep('gate', scorer as AnyStep, undefined)] } : {}),
  };
}
