/** Contracts: a schema at a step's edge, in the Standard Schema form that zod, valibot and arktype share (v1). */
import { failure, type Failure } from '../model/failure.ts';

/** The part of Standard Schema v1 that is used: https://standardschema.dev */
export interface Contract<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => Checked<Output> | Promise<Checked<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

type Checked<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | {
      readonly issues: readonly {
        readonly message: string;
        readonly path?: readonly unknown[] | undefined;
      }[];
    };

/** What stands at a path of a value, in a word. */
function kindAt(value: unknown, keys: readonly string[]): string {
  let at: unknown = value;
  for (const key of keys)
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined;
  if (at === null) return 'null';
  if (Array.isArray(at)) return 'a list';
  return typeof at === 'object' ? 'an object' : at === undefined ? 'nothing' : `a ${typeof at}`;
}

/** A value as its schema gives it back, or what is wrong with it: 'order.amount: expected number, got a string'. */
export function checked<T>(
  contract: Contract<T>,
  value: unknown,
): { readonly value: T } | { readonly breaches: readonly string[] } {
  const result = contract['~standard'].validate(value);
  if (result instanceof Promise)
    return { breaches: ['its schema checks asynchronously, which a world cannot wait for'] };
  if (!result.issues) return { value: result.value };
  const breaches = result.issues.slice(0, 3).map((issue) => {
    const keys = (issue.path ?? []).map((part) =>
      String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part),
    );
    const { expected } = issue as { expected?: unknown }; // zod names it; its messages are a catalogue's
    const what =
      typeof expected === 'string' ? `expected ${expected}, got ${kindAt(value, keys)}` : issue.message;
    return keys.length > 0 ? `${keys.join('.')}: ${what}` : what;
  });
  return { breaches };
}

/** What is wrong with a value, as `checked` says it. Null: nothing is. */
export function breaches(contract: Contract, value: unknown): readonly string[] | null {
  const found = checked(contract, value);
  return 'breaches' in found ? found.breaches : null;
}

/**
 * Checks a value at an edge. The failure names producer, consumer and path; it is not worth retrying.
 * @param producer the step that made an input, where it is known
 * @returns the failure, or null when the value satisfies the contract.
 */
export function checkContract(
  contract: Contract,
  value: unknown,
  step: string,
  edge: 'input' | 'output',
  producer?: string,
): Failure | null {
  const found = breaches(contract, value);
  if (!found) return null;
  const what =
    edge === 'output'
      ? `${step} answered with a value that breaks its contract`
      : producer === undefined
        ? `${step} was handed a value that it does not accept`
        : `${producer} handed ${step} a value that it does not accept`;
  return failure('contract', `${what}: ${found.join('; ')}`, { retryable: false, step });
}
