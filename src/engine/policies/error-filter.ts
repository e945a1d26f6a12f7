/** Which failures a retry or a fallback answers to. */
import { assert } from '../../base/assert.ts';
import { FAILURE_CODES, type Failure, type FailureCode } from '../../model/failure.ts';

/** Failure codes, or 'timeout' for both kinds of it. */
export type ErrorFilter = readonly (FailureCode | 'timeout')[];

/** @throws {RangeError} for a code that does not exist, naming it. */
export function checkFilter(filter: ErrorFilter, what: string): void {
  const given: unknown = filter;
  if (!Array.isArray(given))
    throw new RangeError(
      `${what} is ${JSON.stringify(filter)}; it is a list of failure codes, such as ['timeout']`,
    );
  for (const code of filter)
    if (code !== 'timeout' && !(FAILURE_CODES as readonly string[]).includes(code))
      throw new RangeError(
        `${what} names '${code}', which is not a failure code; the codes are ${FAILURE_CODES.join(', ')}`,
      );
}

export function matches(filter: ErrorFilter, failure: Failure): boolean {
  assert(Array.isArray(filter), 'an error filter is a list');
  return filter.includes(failure.code) || (failure.code.startsWith('timeout.') && filter.includes('timeout'));
}
