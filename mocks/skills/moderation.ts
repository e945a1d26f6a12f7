/** What services outside know of images and links that people want to publish. */
import type { Json } from '../../src/base/json.ts';
import content from '../data/content.json' with { type: 'json' };
import { isObject } from './conversation.ts';
import { refusing, told } from './service.ts';
import type { Work } from './service.ts';

const given = (input: Json, key: string): Json => (isObject(input) ? (input[key] ?? null) : null);

/** `{ image }`, a file's name → `{ safe, shows }`. */
export const lookAtImage: Work = (input) => {
  const name = given(input, 'image');
  const known = content.images.find(({ image }) => image === name);
  return known
    ? told({ safe: known.safe, shows: known.shows })
    : refusing(`no image is known as ${JSON.stringify(name)}`);
};

/** `{ url }` → `{ safe, because }`. A host that nobody knows is safe, as such services have it. */
export const reputationOf: Work = (input) => {
  const url = given(input, 'url');
  const host = typeof url === 'string' ? /^https?:\/\/([^/?#:]+)/i.exec(url)?.[1]?.toLowerCase() : undefined;
  if (host === undefined) return refusing(`${JSON.stringify(url)} is not the address of a page`);
  const known = content.hosts.find((one) => host === one.host || host.endsWith(`.${one.host}`));
  return told(
    known
      ? { safe: known.safe, because: known.because }
      : { safe: true, because: 'nothing is known against it' },
  );
};
