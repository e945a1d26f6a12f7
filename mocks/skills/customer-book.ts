/** The customer book: finds a customer by address, name or company, and takes notes. */
import type { Json } from '../../src/base/json.ts';
import customers from '../data/customers.json' with { type: 'json' };
import { isObject } from './conversation.ts';
import { refusing, textsIn, told } from './service.ts';
import type { Work } from './service.ts';

/** `{ email | name | company }` finds; with a `note` beside it, the note is kept. */
export const customer: Work = (input) => {
  const { note, ...named } = isObject(input) ? input : { query: input };
  const texts = textsIn(named as Json).map(([, text]) => text.toLowerCase());
  const found = customers.find(({ email, name, company }) =>
    [email, name, company].some((one) => texts.includes(one.toLowerCase())),
  );
  if (!found)
    return refusing(
      `no customer is known as ${texts.map((text) => `'${text}'`).join(', ')}; give an e-mail address, a name or a company`,
    );
  if (note === undefined) return told(found);
  return { answer: { email: found.email, noted: true }, effect: true };
};
