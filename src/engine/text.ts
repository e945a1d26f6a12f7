/** Text that authored code hands over. */
import { LIMITS } from './limits.ts';
import { toFailure } from './step-error.ts';

/** Whatever it really is: bounded, and never an object in the history. */
export function plainText(given: unknown): string {
  if (typeof given === 'string') return given.slice(0, LIMITS.logChars);
  return toFailure(given)
    .message.replace(/^threw /, '')
    .replace(/, which is not an Error$/, '');
}
