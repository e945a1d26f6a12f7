/** A step's fallback chain: in which order it is asked, which of it may be asked at all, and how a change is told. */
import { failure, type Failure } from '../model/failure.ts';
import { isIn } from './policies/region.ts';
import {
  averageMs,
  cheapestFirst,
  NO_LATENCIES,
  tookMs,
  type Latencies,
  type RouteOption,
} from './policies/route.ts';
import { worstCase } from './policies/worst-case.ts';
import type { RunCore } from './run-core.ts';
import { policyCell } from './shared-state.ts';
import type { StepDef, Target } from './step-def.ts';
import { toFailure } from './step-error.ts';

export interface Chain {
  /** Where the input may go; null: anywhere. */
  readonly region: string | null;
  /** Places of the targets in the order in which to ask; null: as listed. */
  readonly order: readonly number[] | null;
}

/**
 * What an input makes of a chain, or what is wrong with that.
 * @param given where the input may go, in place of what the step's own policy would say; undefined: nobody said
 */
export function chainFor<I, O>(
  core: RunCore,
  def: StepDef<I, O>,
  step: string,
  input: I,
  given: string | null | undefined,
): Chain | Failure {
  const { region: regionOf, route } = def.policy;
  try {
    const region: unknown = given === undefined && regionOf ? regionOf(input) : (given ?? null);
    const order = route ? routed(core, def, route, input) : null;
    if (region === null || typeof region === 'string') return { region, order };
    // to take it for 'anywhere' would send the input where it may not go
    const why = `the region of ${step} came out as ${typeof region}; give its name, or null for any`;
    return failure('region', why, { step, retryable: false });
  } catch (error) {
    return { ...toFailure(error, core.locate), step };
  }
}

/** Why a target may not be asked, told as an event; null: it may. */
export function keptOut<I, O>(
  core: RunCore,
  step: string,
  target: Target<I, O>,
  wanted: string,
): Failure | null {
  if (target.type !== 'model') return null;
  const region = core.host.facts(target.name)?.region ?? null;
  if (isIn(wanted, region)) return null;
  const where = region === null ? 'nobody knows where it is' : `it is in '${region}'`;
  const why = failure(
    'region',
    `${step} may only ask endpoints in '${wanted}', and of ${target.name} ${where}`,
    {
      step,
      retryable: false,
    },
  );
  const body = { step, target: target.name, policy: 'region', failure: why } as const;
  core.host.emit(core.run, { type: 'attempt.refused', ...body });
  return why;
}

/** Tells that the next target takes over. `why`: null where the one before was never asked. */
export function tellFallback<I, O>(
  core: RunCore,
  step: string,
  from: string,
  target: Target<I, O>,
  why: Failure | null,
): void {
  core.host.emit(core.run, { type: 'fallback.chosen', step, from, to: target.name });
  if (!why) return;
  const instead =
    target.type === 'value' ? `the default ${target.name} stands in` : `${target.name} takes over`;
  const message = `${from} failed (${why.code}), so ${instead}`;
  core.host.emit(core.run, { type: 'warning.raised', step, message });
}

const latenciesOf = (core: RunCore, model: string) =>
  policyCell<Latencies>(core, 'latency', model, '', () => NO_LATENCIES);

/** A call was answered, or waited for in vain: what it took is remembered for the next choice. */
export function rememberLatency(core: RunCore, model: string, ms: number): void {
  const cell = latenciesOf(core, model);
  cell.value = tookMs(cell.value, ms);
}

/** Models change places among themselves alone. */
function routed<I, O>(core: RunCore, def: StepDef<I, O>, route: RouteOption, input: I): number[] {
  const order = def.targets.map((_, place) => place);
  const places = order.filter((place) => def.targets[place]!.type === 'model');
  const figures = places.map((place) => figureOf(core, def.targets[place]!, route, input));
  cheapestFirst(figures).forEach((of, i) => (order[places[i]!] = places[of]!));
  return order;
}

/** Output tokens that costs are compared over, where a request does not limit them. */
const COMPARED_TOKENS = 1_000;

function figureOf<I, O>(core: RunCore, target: Target<I, O>, route: RouteOption, input: I): number | null {
  if (target.type !== 'model') return null;
  if (route === 'latency') return averageMs(latenciesOf(core, target.name).value);
  const facts = core.host.facts(target.name);
  // a model that nobody knows is asked last
  return facts ? worstCase(target.request(input, null), facts, COMPARED_TOKENS).nanoUsd : Infinity;
}
