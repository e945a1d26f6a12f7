/**
 * What looks like a key to a paid service. A scenario travels in links and files, so it never contains one.
 *
 * 1. A message names the place, never the value.
 */
import type { Json } from '../base/json.ts';
import type { JsonPath } from './json-text.ts';

const NAME = /(?:apikey|^authorization|accesstoken|authtoken|bearertoken|secretkey|clientsecret)$/;
/** A whole value, or a word in a longer text that holds a digit: prose has 'sk-' in it only as a key. */
const VALUE = /^\s*(?:sk-\S{6,}|Bearer\s+\S{8,})\s*$|(?<![\w-])(?:sk-|gsk_|xai-|AIza)(?=[\w-]*\d)[\w-]{16,}/;

export interface SecretFound {
  readonly path: JsonPath;
  readonly message: string;
}

/** Every place that looks like it holds a key, in order. */
export function findSecrets(value: Json, path: JsonPath = []): SecretFound[] {
  if (typeof value === 'string')
    return VALUE.test(value) ? [found(path, 'this text looks like an API key')] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value))
    return (value as readonly Json[]).flatMap((item, i) => findSecrets(item, [...path, i]));
  return Object.entries(value as { readonly [key: string]: Json }).flatMap(([key, inner]) => {
    const here = [...path, key];
    const named = NAME.test(key.toLowerCase().replace(/[^a-z]/g, ''));
    return named ? [found(here, `'${key}' is where an API key would stand`)] : findSecrets(inner, here);
  });
}

const found = (path: JsonPath, what: string): SecretFound => ({
  path,
  message: `${what}, and a scenario never contains one, since it is shared: take it out`,
});
