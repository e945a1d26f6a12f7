/**
 * Calls answered from a recording, as far as it goes. What it does not know goes to whoever answers otherwise, or is
 * refused, as the mode says.
 *
 * C1. A recorded answer comes as long after its call as it did then, and takes its place among the wakes of that
 *     millisecond when its service began, as it did then.
 * C2. A call that was under way when the recording broke off is asked again (at least once: a tool gets its idempotency
 *     key), but not before the world goes on from there: `goOn`.
 * C3. What was told of its reply by then is told again from the recording, and of the new reply only what follows it. A
 *     new reply that says something else there is broken off: nobody is told two beginnings.
 */
import { runId, type RunId } from '../base/units.ts';
import type { CallResult, CancelCall, EndpointFacts } from '../engine/host.ts';
import { callKey, type CallIdentity } from '../model/call.ts';
import { NOTHING_RECEIVED } from '../model/reply.ts';
import type { Request } from '../model/request.ts';
import type { Calls, CallsWorld, OpenOptions } from './calls.ts';
import type { Wake } from './clock.ts';
import type { RecordedCall, Recording } from './recording.ts';

export interface RecordedCallsOptions {
  readonly recording: Recording;
  /** Who answers what is not recorded; null: nobody, and the call is refused as unanswered. */
  readonly next: Calls;
  readonly refuseUnknown: boolean;
  /** What the model is to have said instead, by call identity (callKey). */
  readonly edits?: ReadonlyMap<string, string>;
  /** Whether calls under way wait for `goOn`. */
  readonly hold: boolean;
}

const WORLD = runId('');

type Settled = (result: CallResult) => void;

export class RecordedCalls implements Calls {
  private readonly world: CallsWorld;
  private readonly options: RecordedCallsOptions;
  private held = new Set<() => void>();
  private holding: boolean;

  constructor(world: CallsWorld, options: RecordedCallsOptions) {
    this.world = world;
    this.options = options;
    this.holding = options.hold;
  }

  get struck(): Set<string> {
    return this.options.next.struck;
  }

  get awaited(): number {
    return this.options.next.awaited;
  }

  facts(model: string): EndpointFacts | null {
    return this.options.next.facts(model);
  }

  take(identity: CallIdentity, request: Request, settled: Settled, options: OpenOptions): CancelCall {
    const edit = this.options.edits?.get(callKey(identity));
    const told = edit === undefined ? settled : (result: CallResult) => settled(edited(result, edit));
    const recorded = this.options.recording.find(identity, request);
    if (recorded?.end) return this.play(recorded, recorded.end, identity, told, options);
    if (recorded && this.holding) return this.hold(recorded, identity, request, told, options);
    if (!recorded && this.options.refuseUnknown) return this.refuse(identity, settled, options);
    return this.options.next.take(identity, request, told, options);
  }

  /** C2. */
  goOn(): void {
    this.holding = false;
    const { held } = this;
    this.held = new Set();
    for (const ask of held) ask();
  }

  /** C1. */
  private play(
    recorded: RecordedCall,
    end: NonNullable<RecordedCall['end']>,
    identity: CallIdentity,
    settled: Settled,
    options: OpenOptions,
  ): CancelCall {
    const { clock } = this.world;
    const { run } = identity;
    // the prefix of a life that resumes has them in it
    if (!this.options.hold)
      for (const { afterMs, event } of recorded.effects)
        clock.schedule(null, afterMs, 'world', () => this.world.append(WORLD, event));
    const startedMs = clock.now;
    const release = (): void => this.release(recorded, startedMs, options);
    const wakes: Wake[] = [];
    const begin = (): void => {
      const sinceMs = clock.now - startedMs;
      wakes.push(...this.tell(recorded, run, options, sinceMs));
      if (end.givenUp) return;
      const order = end.result.timedOut === null ? 'reply' : 'timeout';
      wakes.push(
        clock.schedule(run, end.afterMs - sinceMs, order, () => {
          release();
          settled(end.result);
        }),
      );
    };
    const { queuedMs } = end.result;
    if (queuedMs > 0 && queuedMs < end.afterMs) wakes.push(clock.schedule(null, queuedMs, 'world', begin));
    else begin();
    return () => {
      for (const wake of wakes) wake.cancelled = true;
      release();
      return end.result;
    };
  }

  /** The work may have gone on after the caller had let go; then its place is free as late as it was. */
  private release({ late }: RecordedCall, startedMs: number, { released }: OpenOptions): void {
    if (!late) {
      released?.();
      return;
    }
    const { clock } = this.world;
    const { usage, costNanoUsd } = late.event;
    clock.schedule(null, startedMs + late.afterMs - clock.now, 'world', () => {
      if (!this.options.hold) this.world.append(WORLD, late.event);
      released?.({ usage, costNanoUsd });
    });
  }

  /** What struck a recorded call, and what was told of its reply, each at its time. */
  private tell(recorded: RecordedCall, run: RunId, { onText, onPart }: OpenOptions, sinceMs: number): Wake[] {
    const { clock } = this.world;
    const strikes = recorded.strikes.map(({ afterMs, event }) =>
      clock.schedule(null, afterMs - sinceMs, 'world', () => {
        this.struck.add(event.fault);
        this.world.append(run, event);
      }),
    );
    const texts = recorded.texts.map(({ afterMs, text }) => {
      const tell = onPart ? () => onPart({ type: 'text', text }) : () => onText?.(text);
      return clock.schedule(run, afterMs - sinceMs, 'reply', tell);
    });
    return [...strikes, ...texts];
  }

  /** C2, C3. */
  private hold(
    recorded: RecordedCall,
    identity: CallIdentity,
    request: Request,
    settled: Settled,
    options: OpenOptions,
  ): CancelCall {
    let cancel: CancelCall | null = null;
    const wakes = this.tell(recorded, identity.run, options, 0);
    const told = recorded.texts.map(({ text }) => text).join('');
    const ask = (): void => {
      const breakOff = (): void => {
        const { received, ...result } = cancel!();
        settled({ ...result, received: { ...received, end: null, broken: 'reset' } });
      };
      const after = told === '' ? options : afterText(told, options, breakOff);
      cancel = this.options.next.take(identity, request, settled, after);
    };
    this.held.add(ask);
    return () => {
      this.held.delete(ask);
      for (const wake of wakes) wake.cancelled = true;
      if (cancel) return cancel();
      options.released?.();
      return nothingCame(null);
    };
  }

  private refuse(identity: CallIdentity, settled: Settled, { released }: OpenOptions): CancelCall {
    const message = `the recording has no answer of ${identity.model} to this request of ${identity.step}`;
    const result = nothingCame(message);
    const wake = this.world.clock.schedule(identity.run, 0, 'reply', () => {
      released?.();
      settled(result);
    });
    return () => {
      wake.cancelled = true;
      released?.();
      return result;
    };
  }
}

/** C3. */
function afterText(told: string, options: OpenOptions, breakOff: () => void): OpenOptions {
  const { onText, onPart, ...rest } = options;
  let left: string | null = told;
  /** What is new of a piece of the reply; null once it is another reply. */
  const fresh = (text: string): string | null => {
    if (left === null || left === '') return left === null ? null : text;
    const same = Math.min(left.length, text.length);
    if (left.slice(0, same) !== text.slice(0, same)) {
      left = null;
      breakOff();
      return null;
    }
    left = left.slice(same);
    return text.slice(same);
  };
  return {
    ...rest,
    ...(onText && {
      onText: (text) => {
        const more = fresh(text);
        if (more) onText(more);
      },
    }),
    ...(onPart && {
      onPart: (part) => {
        const more = part.type === 'text' ? fresh(part.text) : left === null ? null : '';
        if (part.type !== 'text' && more !== null) onPart(part);
        else if (more) onPart({ type: 'text', text: more });
      },
    }),
  };
}

const edited = (result: CallResult, text: string): CallResult => ({
  ...result,
  received: {
    ...result.received,
    text,
    toolCalls: [],
    refused: null,
    error: null,
    broken: null,
    end: 'stop',
  },
  timedOut: null,
});

const nothingCame = (unanswered: string | null): CallResult => ({
  received: {
    ...NOTHING_RECEIVED,
    refused:
      unanswered === null ? null : { type: 'refused', status: 404, kind: 'unanswered', message: unanswered },
  },
  usage: { inputTokens: 0, outputTokens: 0 },
  costNanoUsd: 0,
  queuedMs: 0,
  injected: false,
  timedOut: null,
});
