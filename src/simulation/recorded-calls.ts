/**
 * Calls answered from a recording, as far as it goes. What it does not know goes to whoever answers otherwise, or is
 * refused, as the mode says.
 *
 * C1. A recorded answer comes as long after its call as it did then (played-call.ts).
 * C2. A call that was under way when the recording broke off is asked again (at least once: a tool gets its idempotency
 *     key), but not before the world goes on from there: `goOn`.
 * C3. What was told of its reply by then is told again from the recording, and of the new reply only what follows it. A
 *     new reply that says something else there is broken off: nobody is told two beginnings.
 */
import type { CallResult, CancelCall, EndpointFacts } from '../engine/host.ts';
import { callKey, type CallIdentity } from '../model/call.ts';
import type { Request } from '../model/request.ts';
import type { Calls, CallsWorld, LetGo, OpenOptions } from './calls.ts';
import type { Wake } from './clock.ts';
import { NOTHING_CAME, refuse } from './no-answer.ts';
import { passEarlier, PlayedCall } from './played-call.ts';
import { RecordedLine, type Line } from './recorded-line.ts';
import { RecordedLives } from './recorded-lives.ts';
import type { RecordedCall, Recording } from './recording.ts';

export interface RecordedCallsOptions {
  readonly recording: Recording;
  /** Who answers what is not recorded; null: nobody, and the call is refused as unanswered. */
  readonly next: Calls;
  readonly refuseUnknown: boolean;
  /** What the model is to have said instead, by call identity (callKey). */
  readonly edits?: ReadonlyMap<string, string>;
  /** Whether calls under way wait for `goOn`, and what was done outside stands in the history already. */
  readonly hold: boolean;
  /** Where recorded calls wait; absent: the endpoints have seen them, or nobody asks there besides. */
  readonly line?: Line | null;
  /** Told of the outside of which the recording tells. Absent: nobody meets it again. */
  readonly lives?: RecordedLives;
}

type Settled = (result: CallResult) => void;

export class RecordedCalls implements Calls {
  private readonly world: CallsWorld;
  private readonly options: RecordedCallsOptions;
  private readonly played = new Set<PlayedCall>();
  private readonly letGo = new Set<PlayedCall>();
  private readonly lives: RecordedLives;
  private readonly line: Line;
  private holding: boolean;

  constructor(world: CallsWorld, options: RecordedCallsOptions) {
    this.world = world;
    this.options = options;
    this.holding = options.hold;
    this.lives = options.lives ?? new RecordedLives();
    this.line = options.line ?? new RecordedLine(() => world.clock.now);
  }

  private readonly onStrike = (fault: string): void => {
    this.struck.add(fault);
  };

  private readonly workGoesOn = (call: LetGo): boolean => this.options.next.goesOn?.(call) ?? false;

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
    if (recorded?.end) return this.play(recorded, recorded.end, identity, request, told, options);
    if (recorded && this.holding) return this.hold(recorded, identity, request, told, options);
    if (!recorded && this.options.refuseUnknown) {
      const message = `the recording has no answer of ${identity.model} to this request of ${identity.step}`;
      return refuse(this.world, identity, settled, options, { kind: 'unanswered', message });
    }
    return this.options.next.take(identity, request, told, options);
  }

  /** C2. */
  goOn(): void {
    this.holding = false;
    this.lives.begin();
  }

  /** C1. */
  private play(
    recorded: RecordedCall,
    end: NonNullable<RecordedCall['end']>,
    identity: CallIdentity,
    request: Request,
    settled: Settled,
    options: OpenOptions,
  ): CancelCall {
    const { world, line, onStrike, played } = this;
    const prefixed = this.options.hold;
    const call = new PlayedCall({
      ...{ world, line, recorded, end, identity, request, options, settled, prefixed, onStrike },
      open: played,
      letGo: this.letGo,
      recordedMs: this.options.recording.endMs,
      goesOn: this.workGoesOn,
      lives: this.lives,
    });
    return () => call.cancel();
  }

  goesOn(call: LetGo): boolean {
    if (call.charged !== null) for (const played of this.letGo) if (played.isOf(call)) return true;
    return this.workGoesOn(call);
  }

  /** What is told of the calls that are answered from here, then of those that others answer. */
  orphan(): void {
    const calls = [...this.played];
    for (const call of calls) if (call.inLine) call.orphan();
    for (const call of calls) call.orphan();
    this.options.next.orphan?.();
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
    let letGo: () => void;
    const wakes: Wake[] = [];
    const { line, world, lives, workGoesOn: goesOn, onStrike } = this;
    const { endMs: recordedMs } = this.options.recording;
    const of = { world, line, recorded, identity, request, options, recordedMs, goesOn, lives, onStrike };
    const originMs = world.clock.now;
    const told = recorded.texts.map(({ text }) => text).join('');
    const ask = (asked: number): void => {
      if (asked < recorded.askedMs.length) {
        letGo = passEarlier(of, originMs, asked, wakes, () => ask(asked + 1));
        return;
      }
      const breakOff = (): void => {
        const { received, ...result } = cancel!();
        settled({ ...result, received: { ...received, end: null, broken: 'reset' } });
      };
      const again = { ...options, asked };
      const after = told === '' ? again : afterText(told, again, breakOff);
      cancel = this.options.next.take(identity, request, settled, after);
    };
    ask(0);
    return () => {
      for (const wake of wakes) wake.cancel();
      if (cancel) return cancel();
      letGo();
      options.released?.();
      return NOTHING_CAME;
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
