/** How a vendor words its errors. Anthropic has its own; everyone else here follows OpenAI. */
export type Dialect = 'anthropic' | 'openai';

/** The dialect of a vendor, as named in a profile. */
export const dialectOf = (vendor: string): Dialect =>
  vendor.toLowerCase() === 'anthropic' ? 'anthropic' : 'openai';
