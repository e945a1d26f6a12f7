/** Money in whole nano-dollars. */
import type { Usage } from './reply.ts';

/** Nano-dollars a token: 1 USD per million tokens is 1,000. */
export interface Price {
  readonly inputNanoUsd: number;
  readonly outputNanoUsd: number;
}

/** The cost of one call, in whole nano-dollars. */
export const costNanoUsd = (price: Price, usage: Usage): number =>
  usage.inputTokens * price.inputNanoUsd + usage.outputTokens * price.outputNanoUsd;
