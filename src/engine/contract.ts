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

/**
 * Checks a value at an edge. The failure names producer, consumer and path; it is not worth retrying.
 * @returns the failure, or null when the value satisfies the contract.
 */
export function checkContract(
  contract: Contract,
  value: unknown,
  step: string,
  edge: 'input' | 'output',
): Failure | null {
  const result = contract['~standard'].validate(value);
  if (result instanceof Promise)
    return failure(
      'contract',
      `the ${edge} schema of ${step} checks asynchronously, which a world cannot wait for`,
    );
  if (!result.issues) return null;
  const found = result.issues.slice(0, 3).map((issue) => {
    const keys = (issue.path ?? []).map((part) =>
      String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part),
    );
    const { expected } = issue as { expected?: unknown }; // zod names it; its messages are a catalogue's
    const what =
      typeof expected === 'string' ? `expected ${expected}, got ${kindAt(value, keys)}` : issue.message;
    return keys.length > 0 ? `${keys.join('.')}: ${what}` : what;
  });
  const what =
    edge === 'input'
      ? `${step} was handed a value that it does not accept`
      : `${step} answered with a value that breaks its contract`;
  return failure('contract', `${what}: ${found.join('; ')}`, { retryable: false, step });
}
