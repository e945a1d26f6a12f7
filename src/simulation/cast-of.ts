/** The cast of one scenario: every endpoint under its own name, and the names that the scenario binds otherwise. */
import type { Cast, SimulatedEndpoint } from '../model/endpoint.ts';

/**
 * @param bindings by model name, the profile that plays it
 * @throws {RangeError} naming a profile that is not there
 */
export function castOf(all: Cast, bindings: Readonly<Record<string, { readonly profile: string }>>): Cast {
  const names = Object.keys(bindings);
  if (names.length === 0) return all;
  const cast = new Map<string, SimulatedEndpoint>(all);
  for (const name of names) {
    const { profile } = bindings[name]!;
    const endpoint = all.get(profile);
    if (!endpoint)
      throw new RangeError(
        `the cast binds '${name}' to the profile '${profile}'; there is ${[...all.keys()].join(', ')}`,
      );
    cast.set(name, endpoint);
  }
  return cast;
}
