/** What the calls of one step came to: for code that decides by latency, cost or version. */
import type { CallResult } from './host.ts';
import type { Measured } from './surface.ts';

export class Meter {
  private costNanoUsd = 0;
  private inputTokens = 0;
  private outputTokens = 0;
  private version: string | null = null;

  /** A call has ended, however it did. */
  add({ usage, costNanoUsd, received }: CallResult): void {
    this.costNanoUsd += costNanoUsd;
    this.inputTokens += usage.inputTokens;
    this.outputTokens += usage.outputTokens;
    this.version = received.version;
  }

  /** @param answered what answered; `model` says whether it was one */
  read<O>(
    value: O,
    latencyMs: number,
    attempts: number,
    answered: { readonly target: string | null; readonly model: boolean },
  ): Measured<O> {
    const { costNanoUsd, inputTokens, outputTokens, version } = this;
    return {
      value,
      latencyMs,
      costNanoUsd,
      costUsd: costNanoUsd / 1_000_000_000,
      inputTokens,
      outputTokens,
      attempts,
      target: answered.target,
      version: answered.model ? version : null,
    };
  }
}
