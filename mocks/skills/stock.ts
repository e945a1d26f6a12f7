/** The stock of what the shop sells. */
import { hashText } from '../../src/base/rolling-hash.ts';
import { refusing, textsIn, told } from './service.ts';
import type { Work } from './service.ts';

const MOST = 40;

/** `{ item }` → `{ item, inStock }`; the same item has the same stock. */
export const stockOf: Work = (input) => {
  const item = textsIn(input)[0]?.[1];
  if (item === undefined || item === '') return refusing('name an item');
  return told({ item, inStock: parseInt(hashText(item).slice(0, 6), 16) % MOST });
};
