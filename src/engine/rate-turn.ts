/** A turn under a rate limit: reserved before an attempt, settled with what it used. */
import { failure, type Failure } from '../model/failure.ts';
import type { Request } from '../model/request.ts';
import type { CallResult, Cell, LateBill } from './host.ts';
import { wordsFor } from './policies/figures.ts';
import {
  giveBack,
  newRate,
  rateWords,
  reserve,
  settle,
  type Rate,
  type RateState,
  type Reservation,
  type Turn,
} from './policies/rate.ts';
import { likelyTokens } from './policies/worst-case.ts';
import type { RunCore } from './run-core.ts';
import { policyCell, tellChange } from './shared-state.ts';

export class RateTurn {
  /** How long the attempt must wait, whole ms. */
  readonly waitMs: number;
  private readonly core: RunCore;
  private readonly rate: Rate;
  private readonly cell: Cell<RateState>;
  private readonly tokens: number;
  private readonly turn: Turn;

  private constructor(
    core: RunCore,
    rate: Rate,
    cell: Cell<RateState>,
    tokens: number,
    asked: Extract<Reservation, { ok: true }>,
  ) {
    this.core = core;
    this.rate = rate;
    this.cell = cell;
    this.tokens = tokens;
    this.waitMs = asked.waitMs;
    this.turn = asked.turn;
  }

  /** A turn, or why there is none. */
  static ask(
    core: RunCore,
    rate: Rate,
    subject: string,
    step: string,
    request: Request | null,
  ): RateTurn | Failure {
    const { now } = core.host;
    const cell = policyCell(core, 'rate', subject, rate.key, () => newRate(rate, now));
    const tokens = request && rate.tokens !== null ? likelyTokens(request) : 0;
    const was = cell.value.limits;
    const asked = reserve(rate, cell.value, tokens, now);
    cell.value = asked.state;
    if (asked.state.limits && !was)
      tellChange(core, 'rate', subject, 'flows', 'limits', `${rateWords(rate)} is used up for now`);
    if (!asked.state.limits && was) tellChange(core, 'rate', subject, 'limits', 'flows', 'time has passed');
    if (asked.ok) return new RateTurn(core, rate, cell, tokens, asked);
    const kept = `${rateWords(rate)} of ${subject}`;
    return asked.waitMs === null
      ? failure('over_rate', `${kept}: the call may use ${tokens} tokens, more than ever fit`, { step })
      : failure('over_rate', `${kept}: the call would have to wait ${wordsFor(asked.waitMs)}`, {
          step,
          retryAfterMs: asked.waitMs,
        });
  }

  /** It was never sent. */
  giveBack(): void {
    const { cell, rate, turn, tokens, core } = this;
    cell.value = giveBack(rate, cell.value, turn, tokens, core.host.now);
  }

  settle(result: CallResult | null): void {
    const used = result ? result.usage.inputTokens + result.usage.outputTokens : 0;
    const { cell, rate, tokens, core } = this;
    cell.value = settle(rate, cell.value, tokens, used, core.host.now);
  }

  charge({ usage }: LateBill): void {
    const { cell, rate, core } = this;
    cell.value = settle(rate, cell.value, 0, usage.inputTokens + usage.outputTokens, core.host.now);
  }
}
