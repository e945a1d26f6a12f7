/** Region routing: only endpoints in the region that an input may go to are asked. Pure. */

/** As an author writes it: 'eu', or a function of the input; null: any region will do. */
export type RegionOption<I> = string | ((input: I) => string | null);

export type Region = (input: unknown) => string | null;

/** @throws {RangeError} naming the policy and the value. */
export function regionPolicy<I>(option: RegionOption<I>): Region {
  if (typeof option === 'function') return option as Region;
  if (typeof option !== 'string' || option === '')
    throw new RangeError(`region is ${JSON.stringify(option)}; name one, such as 'eu', or give a function`);
  return () => option;
}

/** Whether an endpoint may be asked. One of which nobody knows where it is, may not. */
export const isIn = (wanted: string | null, region: string | null): boolean =>
  wanted === null || wanted === region;
