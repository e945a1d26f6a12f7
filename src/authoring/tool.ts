/** Tools: steps that a model may ask for, with what it is told of them. */
import { captureJson, type Json } from '../base/json.ts';
import { checked, type Contract } from '../engine/contract.ts';
import type { ErrorFilter } from '../engine/policies/error-filter.ts';
import { checkFilter, matches } from '../engine/policies/error-filter.ts';
import { policyOf, type PolicyOptions } from '../engine/policies/policy.ts';
import { defineStep, type StepDef } from '../engine/step-def.ts';
import { StepError } from '../engine/step-error.ts';
import type { StepContext } from '../engine/surface.ts';
import { failure, type Failure } from '../model/failure.ts';
import type { JsonSchema } from '../model/request.ts';
import { chainOf } from './chain.ts';
import { modelStep } from './model-step.ts';
import { checkOptions, checkText } from './options.ts';
import { parseJson, structured, type Parsed, type Schema } from './structured.ts';

/** What an agent knows of a tool. */
export interface ToolFacts {
  readonly description: string;
  /** What the model is told of its arguments. */
  readonly parameters: JsonSchema;
  /** What its arguments must satisfy. */
  readonly contract: Contract;
  /** What the step is started with, given the arguments as the model wrote them. */
  readonly inputOf: (input: Json) => unknown;
  /** What a call is after, where the author says so. */
  readonly intent: ((input: Json) => string) | null;
  /** What the model is told of an output. */
  readonly tell: ((output: unknown) => unknown) | null;
  /** Whether this failure ends the agent, rather than being told to the model. */
  readonly isFatal: (why: Failure) => boolean;
}

/** A tool is a step, and may stand wherever a step does. */
export interface ToolDef<I, O> extends StepDef<I, O> {
  readonly tool: ToolFacts;
}

interface ToolBase<S extends Schema, O> {
  /** For the model: what it does, and when to use it. */
  readonly description: string;
  /** The arguments, an object: sent to the model, and checked before the tool runs. */
  readonly input: S;
  /** Which failures end the agent; any other is told to the model. Default: none. */
  readonly fatal?: boolean | ErrorFilter;
  /** What a call is after: calls with the same text are repetitions. Default: names and content words of the arguments. */
  readonly intent?: (input: Parsed<S>) => string;
  /** What the model is told of an output. Default: the output itself. */
  readonly tell?: (output: O) => unknown;
}

export interface RunTool<S extends Schema, O>
  extends ToolBase<S, NoInfer<O>>, PolicyOptions<NoInfer<O>, Parsed<NoInfer<S>>> {
  readonly run: (input: Parsed<S>, context: StepContext) => O | PromiseLike<O>;
  readonly output?: Contract;
}

export interface EndpointTool<S extends Schema, O>
  extends ToolBase<S, NoInfer<O>>, PolicyOptions<NoInfer<O>, Parsed<NoInfer<S>>> {
  /** The service's name in the cast. */
  readonly endpoint: string;
  readonly output?: Contract<O>;
  /** Whether its calls carry a key by which the service does its work once, however often it is asked. Default true. */
  readonly idempotent?: boolean;
}

export interface StepTool<S extends Schema, I, O> extends ToolBase<S, NoInfer<O>> {
  /** Any step: a search, an approval, an orchestration, another agent. It keeps its own policy. */
  readonly step: StepDef<I, O>;
  /** Its input, from the arguments. Default: the arguments. */
  readonly from?: (input: Parsed<S>) => NoInfer<I>;
}

/**
 * A tool: code, a service of the cast, or any step, whose work may be another agent. Its step fails with `contract` when it
 * is handed arguments that it does not accept.
 * @throws {RangeError} for arguments that are no object, or a schema that cannot be sent or checked, naming the part
 * @example tool({ description: 'Pays an order back.', input: z.object({ order: z.string() }), endpoint: 'payments', timeout: '5s' })
 */
export function tool<const S extends Schema, O>(options: RunTool<S, O>): ToolDef<Parsed<S>, Awaited<O>>;
export function tool<const S extends Schema, O>(
  options: EndpointTool<S, O> & { readonly output: Contract<O> },
): ToolDef<Parsed<S>, O>;
// a type parameter that no argument names would be inferred from where the tool stands: `any` among steps
export function tool<const S extends Schema>(
  options: EndpointTool<S, Json> & { readonly output?: never },
): ToolDef<Parsed<S>, Json>;
export function tool<const S extends Schema, I, O>(options: StepTool<S, I, O>): ToolDef<I, O>;
export function tool(
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- stands for the three forms above
  options: RunTool<any, any> | EndpointTool<any, any> | StepTool<any, any, any>,
): ToolDef<never, unknown> {
  const { schema, contract } = structured<unknown>(options.input as Schema<unknown>, 'the input of a tool');
  if (schema['type'] !== 'object')
    throw new RangeError("a tool's input must be an object: models name the arguments that they give");
  checkText(options.description, 'description of tool', 'what a model is told of it');
  if (options.description.trim() === '')
    throw new RangeError('a tool needs a description: it is all that a model knows of it');
  const parsed = parser(contract);
  const facts = { ...factsOf(options), parameters: schema, contract };
  if ('step' in options) {
    const from = (options.from ?? ((input: unknown) => input)) as (input: unknown) => unknown;
    return made(options.step as StepDef<never, unknown>, {
      ...facts,
      inputOf: (input) => from(parsed(input)),
    });
  }
  const def =
    'run' in options
      ? runs(options as RunTool<Schema, unknown>, contract, parsed)
      : asks(options as EndpointTool<Schema, unknown>, contract, parsed);
  return made(def, { ...facts, inputOf: (input) => input });
}

function made(step: StepDef<never, unknown>, facts: ToolFacts): ToolDef<never, unknown> {
  const def: ToolDef<never, unknown> = { ...step, tool: facts, as: (name) => ({ name, step: def }) };
  return Object.freeze(def);
}

type AnyBase = ToolBase<Schema, unknown>;

function factsOf({
  description,
  intent,
  tell,
  fatal = false,
}: AnyBase): Pick<ToolFacts, 'description' | 'intent' | 'tell' | 'isFatal'> {
  if (typeof fatal !== 'boolean') checkFilter(fatal, 'fatal');
  return {
    description,
    intent: (intent as ToolFacts['intent'] | undefined) ?? null,
    tell: tell ?? null,
    isFatal: (why) => (typeof fatal === 'boolean' ? fatal : matches(fatal, why)),
  };
}

/** What a schema makes of arguments that it accepts: defaults are filled in. @throws {StepError} `contract` */
const parser =
  (contract: Contract) =>
  (input: unknown): unknown => {
    const found = checked(contract, input);
    if ('value' in found) return found.value;
    throw new StepError(failure('contract', found.breaches.join('; '), { retryable: false }));
  };

type Parse = (input: unknown) => unknown;

function runs(options: RunTool<Schema, unknown>, input: Contract, parsed: Parse): StepDef<never, unknown> {
  const { run, fallback, output } = options;
  checkOptions(options, 'tool', ['description', 'input', 'output', 'run', 'fatal', 'intent', 'tell']);
  return defineStep<never, unknown>({
    kind: 'tool',
    targets: [
      {
        type: 'function',
        name: run.name || 'function',
        // a function that names no context is given none, so that none is made
        run: run.length > 1 ? (given, context) => run(parsed(given), context) : withoutContext(run, parsed),
      },
      ...chainOf<never, unknown>(fallback, null),
    ],
    policy: policyOf(options),
    input,
    ...(output ? { output } : {}),
  });
}

const withoutContext =
  (run: RunTool<Schema, unknown>['run'], parsed: Parse) =>
  (given: never): unknown =>
    (run as (input: unknown) => unknown)(parsed(given));

function asks(
  { endpoint, idempotent = true, description: _, ...options }: EndpointTool<Schema, unknown>,
  input: Contract,
  parsed: Parse,
): StepDef<never, unknown> {
  return modelStep<never, unknown>({
    kind: 'tool',
    options: { ...options, model: endpoint, input },
    request: (model, given, key) => ({
      kind: 'tool',
      model,
      input: captureJson(parsed(given), `the input of ${model}`),
      ...(idempotent && key !== undefined ? { idempotencyKey: key } : {}),
    }),
    read: ({ text }) => ({ ok: true, value: parseJson(text) ?? text }),
  });
}
