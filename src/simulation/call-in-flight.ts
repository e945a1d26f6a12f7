/**
 * One call at a simulated endpoint: when it asked, when it began, which of its parts have come, how it ends. The line it
 * waits in and what it answers are call-desk.ts.
 *
 * F1. It settles once, or is cancelled once, never both; `released` is called once, when its work has really ended.
 * F2. What came by the time of a cancel or a time-out is what was received, and what is billed.
 */
import type { VirtualMs } from '../base/units.ts';
import type { CallResult, LateBill } from '../engine/host.ts';
import { callKey, type CallIdentity } from '../model/call.ts';
import type { Content, SimulatedEndpoint } from '../model/endpoint.ts';
import { costNanoUsd } from '../model/price.ts';
import { isLast, receive, type TimedPart, type Usage } from '../model/reply.ts';
import { estimateTokens } from '../model/tokens.ts';
import { firstBroken } from './call-limits.ts';
import type { CallsWorld, LetGo, OpenOptions } from './calls.ts';
import type { Wake } from './clock.ts';
import { NO_USAGE, NOTHING_CAME } from './no-answer.ts';

interface Bite {
  /** Whole ms from the start of service. */
  readonly atMs: number;
  readonly bite: () => void;
}

export class CallInFlight {
  private readonly world: CallsWorld;
  private readonly endpoint: SimulatedEndpoint;
  private readonly identity: CallIdentity;
  private readonly settled: (result: CallResult) => void;
  private readonly options: OpenOptions;
  /** Its work has ended; whether it had been served at all, and whether its caller had died. */
  private readonly leave: (served: boolean, orphaned: boolean) => void;
  private readonly askedMs: VirtualMs;
  /** Wakes that tell the caller something. */
  private readonly wakes: Wake[] = [];
  /** Wakes of the work itself, which a caller that gives up stops only if the endpoint can be cancelled. */
  private work: Wake | null = null;
  private leaveLine: (() => boolean) | null = null;
  private beganMs: VirtualMs | null = null;
  private parts: readonly TimedPart[] = [];
  private content: Content | null = null;
  private injected = false;
  private over = false;
  private released = false;
  private orphaned = false;
  private told: OpenOptions['released'];

  constructor(
    world: CallsWorld,
    endpoint: SimulatedEndpoint,
    identity: CallIdentity,
    settled: (result: CallResult) => void,
    options: OpenOptions,
    leave: (served: boolean, orphaned: boolean) => void,
  ) {
    this.world = world;
    this.endpoint = endpoint;
    this.identity = identity;
    this.settled = settled;
    this.options = options;
    this.leave = leave;
    this.askedMs = world.clock.now;
    this.told = options.released;
  }

  /** In line: until its service begins, the clock alone can end it. */
  waits(leaveLine: () => boolean): void {
    if (this.beganMs !== null) return;
    this.leaveLine = leaveLine;
    const { attemptMs, firstTokenMs } = this.options;
    const limitMs = Math.min(attemptMs ?? Infinity, firstTokenMs ?? Infinity);
    if (limitMs === Infinity) return;
    const limit = limitMs === attemptMs ? 'attempt' : 'first-token';
    const { run } = this.identity;
    this.wakes.push(
      this.world.clock.schedule(run, Math.max(0, limitMs), 'timeout', () => this.timeOut(limit)),
    );
  }

  /** Whether it has waited in line as long as it may wait for its reply. */
  get outOfTime(): boolean {
    const { attemptMs, firstTokenMs } = this.options;
    const waitedMs = this.world.clock.now - this.askedMs;
    return waitedMs > 0 && waitedMs >= Math.min(attemptMs ?? Infinity, firstTokenMs ?? Infinity);
  }

  get inLine(): boolean {
    return this.beganMs === null;
  }

  /** Whether the request got as far as the endpoint's model or service. */
  get reached(): boolean {
    return this.parts.some(({ part }) => part.type === 'head');
  }

  begin(parts: readonly TimedPart[], content: Content, bites: readonly Bite[]): void {
    const { clock } = this.world;
    const { run } = this.identity;
    for (const wake of this.wakes) wake.cancel();
    this.wakes.length = 0;
    this.leaveLine = null;
    this.beganMs = clock.now;
    this.parts = parts;
    this.content = content;
    for (const { atMs, bite } of bites)
      this.wakes.push(
        clock.schedule(null, atMs, 'world', () => {
          this.injected = true;
          bite();
        }),
      );
    const broken = firstBroken(parts, clock.now - this.askedMs, this.options);
    if (this.options.onText || this.options.onPart) this.streamParts(broken?.atMs ?? Infinity);
    const last = parts.at(-1);
    if (broken)
      this.wakes.push(
        clock.schedule(run, Math.max(0, broken.atMs), 'timeout', () => this.timeOut(broken.limit)),
      );
    else if (last && isLast(last.part))
      this.wakes.push(clock.schedule(run, last.atMs, 'reply', () => this.settle(null)));
  }

  /** Schedules what the endpoint does besides answering, `afterMs` from the start of service. */
  works(afterMs: number, act: () => void): void {
    const { clock } = this.world;
    this.work = clock.schedule(null, Math.max(0, this.beganMs! + afterMs - clock.now), 'world', act);
  }

  private streamParts(untilMs: number): void {
    const { clock } = this.world;
    const { onText, onPart } = this.options;
    for (const { atMs, part } of this.parts) {
      if (atMs > untilMs) return;
      if (onPart)
        this.wakes.push(
          clock.schedule(this.identity.run, atMs, 'reply', () => this.tell(() => onPart(part))),
        );
      else if (part.type === 'text')
        this.wakes.push(
          clock.schedule(this.identity.run, atMs, 'reply', () => this.tell(() => onText?.(part.text))),
        );
    }
  }

  private tell(act: () => void): void {
    if (!this.over) act();
  }

  private settle(timedOut: CallResult['timedOut']): void {
    if (this.over) return;
    const result = this.result(timedOut);
    this.end(timedOut !== null, result);
    this.settled(result);
  }

  private timeOut(limit: NonNullable<CallResult['timedOut']>): void {
    this.leaveLine?.();
    this.settle(limit);
  }

  cancel(): CallResult {
    const result = this.result(null);
    if (!this.over) {
      this.leaveLine?.();
      this.end(true, result);
    }
    return result;
  }

  /** Nobody is left to tell. */
  orphan(): void {
    if (this.over) return;
    this.orphaned = true;
    this.leaveLine?.();
    if (this.cancellable && this.result(null).usage !== NO_USAGE) this.settleLate(null);
    this.end(true, null);
  }

  /** A service with side effects works on unless it says otherwise, a model does not. */
  private get cancellable(): boolean {
    const { cancellable, kind } = this.endpoint.profile;
    return cancellable ?? kind !== 'tool';
  }

  /** D1, D3, F1. */
  private end(givenUp: boolean, charged: CallResult | null): void {
    this.over = true;
    for (const wake of this.wakes) wake.cancel();
    const endMs = givenUp ? this.workEndsMs : null;
    if (endMs === null) {
      if (givenUp) this.work?.cancel();
      this.release();
    } else this.workUntil(endMs, charged);
  }

  /** When its work would end without a caller; null: it does not go on, or never ends. */
  private get workEndsMs(): number | null {
    const last = this.parts.at(-1);
    if (this.cancellable || this.beganMs === null || !last || !isLast(last.part)) return null;
    return this.beganMs + last.atMs;
  }

  private workUntil(endMs: number, charged: CallResult | null): void {
    const { clock } = this.world;
    clock.schedule(null, endMs - clock.now, 'world', () => this.release(() => this.settleLate(charged)));
  }

  /**
   * Takes up the work of a call that began before, elsewhere, and whose caller lets go of it now.
   * @returns whether it goes on: it ends no sooner than the recording
   */
  takeUp(
    beganMs: VirtualMs,
    parts: readonly TimedPart[],
    content: Content,
    { charged, recordedMs }: LetGo,
  ): boolean {
    this.over = true;
    this.orphaned = charged === null;
    this.beganMs = beganMs;
    this.parts = parts;
    this.content = content;
    const endMs = this.workEndsMs;
    if (endMs === null || endMs < Math.max(recordedMs, this.world.clock.now)) return false;
    this.workUntil(endMs, charged);
    return true;
  }

  /** Whether this is the work of that call; then another caller is told of its end. */
  isOf({ identity, asked, charged, released }: LetGo): boolean {
    const is =
      this.over &&
      this.orphaned === (charged === null) &&
      (this.options.asked ?? 0) === asked &&
      callKey(this.identity) === callKey(identity);
    if (is) this.told = released;
    return is;
  }

  /** What the work cost beyond what its caller was told. */
  private settleLate(charged: CallResult | null): LateBill {
    const full = this.result(null);
    const { run, step, attempt, model } = this.identity;
    const { asked = 0 } = this.options;
    const usage = {
      inputTokens: full.usage.inputTokens - (charged?.usage.inputTokens ?? 0),
      outputTokens: full.usage.outputTokens - (charged?.usage.outputTokens ?? 0),
    };
    const costNanoUsd = full.costNanoUsd - (charged?.costNanoUsd ?? 0);
    this.world.append('' as CallIdentity['run'], {
      type: 'call.settled',
      caller: `${run}/${step}#${attempt}`,
      target: model,
      ...(asked > 0 ? { asked } : {}),
      usage,
      costNanoUsd,
    });
    return { usage, costNanoUsd };
  }

  /** @param bill called when its place is free */
  private release(bill?: () => LateBill): void {
    if (this.released) return;
    this.released = true;
    this.leave(this.beganMs !== null, this.orphaned);
    const late = bill?.();
    this.told?.(late);
  }

  /** What has come of it by now. */
  private result(timedOut: CallResult['timedOut']): CallResult {
    const nowMs = this.world.clock.now;
    const { beganMs, content, injected } = this;
    if (beganMs === null || !content)
      return { ...NOTHING_CAME, queuedMs: nowMs - this.askedMs, injected, timedOut };
    const elapsedMs = nowMs - beganMs;
    const { parts } = this;
    const whole = (parts.at(-1)?.atMs ?? 0) <= elapsedMs;
    const received = receive(whole ? parts : parts.filter((part) => part.atMs <= elapsedMs));
    const queuedMs = beganMs - this.askedMs;
    const usage = billed(received.version !== null, received.end !== null, received.text, content);
    return {
      received:
        received.firstPartMs === null || queuedMs === 0
          ? received
          : { ...received, firstPartMs: received.firstPartMs + queuedMs },
      usage,
      costNanoUsd: costNanoUsd(this.endpoint.profile.price, usage),
      queuedMs,
      injected,
      timedOut,
    };
  }
}

/** A whole reply is billed as reported; one that broke off for its input and what it had said; a refusal not at all. */
function billed(answered: boolean, ended: boolean, text: string, content: Content): Usage {
  if (!answered) return NO_USAGE;
  if (ended) return content.usage;
  return {
    inputTokens: content.usage.inputTokens,
    outputTokens: Math.min(content.usage.outputTokens, estimateTokens(text)),
  };
}
