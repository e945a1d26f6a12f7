/** An audit log: takes an entry and gives it a number. */
import { hashText } from '../../src/base/rolling-hash.ts';
import type { Work } from './service.ts';

/** Any input is an entry. One call has one number, however often it is sent. */
export const keepEntry: Work = (input, key) => ({
  answer: {
    entry: `LOG-${hashText(key === '' ? JSON.stringify(input) : key)
      .slice(0, 8)
      .toUpperCase()}`,
  },
  effect: true,
});
