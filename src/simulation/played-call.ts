/**
 * One call whose answer is recorded: it waits, is told of and ends as it did then.
 *
 * A1. What follows from its service is scheduled when that begins, in the order of a simulated call: only so do the wakes
 *     of one millisecond come in the order in which they came.
 * A2. What it did outside is done, whatever becomes of its caller.
 */
import { runId, type RunId } from '../base/units.ts';
import type { CallResult } from '../engine/host.ts';
import { callKey, type CallIdentity } from '../model/call.ts';
import type { Request } from '../model/request.ts';
import type { Calls, CallsWorld, LetGo, OpenOptions } from './calls.ts';
import type { Wake } from './clock.ts';
import type { Line } from './recorded-line.ts';
import type { RecordedCall } from './recording.ts';

const WORLD = runId('');

export interface PlayedCallOptions {
  readonly world: CallsWorld;
  readonly line: Line;
  readonly recorded: RecordedCall;
  readonly end: NonNullable<RecordedCall['end']>;
  readonly identity: CallIdentity;
  readonly request: Request;
  readonly options: OpenOptions;
  readonly settled: (result: CallResult) => void;
  /** Whether what it did outside stands in the history already. */
  readonly prefixed: boolean;
  /** A fault struck it. */
  readonly onStrike: (fault: string) => void;
  /** Holds every call that is not over. */
  readonly open: Set<PlayedCall>;
  /** Holds every call whose caller has let go of it, and whose work goes on. */
  readonly letGo: Set<PlayedCall>;
  /** When the recording breaks off, virtual ms. */
  readonly recordedMs: number;
  readonly goesOn: NonNullable<Calls['goesOn']>;
  /** What its life's successors do with calls that they ask again. */
  readonly again: Set<Asking>;
}

export class PlayedCall {
  private readonly of: PlayedCallOptions;
  /** The virtual ms from which the recording's times count. */
  private readonly originMs: number;
  /** How often it was asked before, in earlier lives. */
  private readonly asked: number;
  private readonly wakes: Wake[] = [];
  private leave: ReturnType<Line['pass']> | null = null;
  private released: OpenOptions['released'];
  private begun = false;

  constructor(of: PlayedCallOptions) {
    this.of = of;
    const { world, recorded, prefixed } = of;
    of.open.add(this);
    this.released = of.options.released;
    const { clock } = world;
    const { askedMs, startedMs } = recorded;
    const last = askedMs.length - 1;
    const now = clock.now - startedMs;
    this.asked = prefixed
      ? last
      : Math.max(
          0,
          askedMs.findLastIndex((atMs) => atMs <= now),
        );
    const againMs = askedMs[this.asked]!;
    this.originMs = prefixed ? clock.now : clock.now - againMs;
    if (prefixed && last > 0) {
      const tell = tellOnce(of, this.originMs, last - 1, this.wakes);
      passEarlier(of, this.originMs, tell, () => this.enter());
    } else this.enter();
  }

  /** It is in line from now on, or served. */
  private enter(): void {
    const { world, line, recorded, end, identity, request } = this.of;
    const { queuedMs, timedOut } = end.result;
    const nowMs = world.clock.now;
    const endMs = this.originMs + end.afterMs;
    // who was in line until its own limit was never served
    const unserved =
      queuedMs > 0 && timedOut !== null && nowMs + queuedMs >= endMs && recorded.strikes.length === 0;
    const dueMs = unserved ? null : nowMs + queuedMs;
    if (unserved) this.comesToEnd();
    const diedMs = recorded.diedMs[this.asked];
    const seenMs = diedMs === undefined ? endMs : this.originMs + diedMs;
    const struck = struckBy(recorded, this.asked);
    this.leave = line.pass({ identity, request, dueMs, struck, endMs: seenMs }, () => {
      if (dueMs === null || dueMs <= world.clock.now) this.begin();
      else this.wakes.push(world.clock.schedule(null, dueMs - world.clock.now, 'world', () => this.begin()));
    });
    if (dueMs === null || this.begun) return;
    if (queuedMs === 0) this.begin();
    else if (end.givenUp && dueMs >= endMs) return;
    // nobody gave way to it as then: it begins all the same
    else this.wakes.push(world.clock.schedule(null, queuedMs + 1, 'world', () => this.begin()));
  }

  /** A1. */
  private begin(): void {
    if (this.begun) return;
    this.begun = true;
    const { world, recorded, prefixed, line } = this.of;
    this.wakes.push(...tellAgain(this.of, this.originMs, this.asked, this.asked));
    this.comesToEnd();
    // of a call that was asked again, the first asking tells of everything that it did
    if (prefixed || this.asked > 0) return;
    for (const { afterMs, event } of recorded.effects)
      world.clock.schedule(null, this.originMs + afterMs - world.clock.now, 'world', () => {
        line.did(event.target, event.key === '' ? event.caller : event.key);
        world.append(WORLD, event);
      });
  }

  private comesToEnd(): void {
    const { end, identity, settled } = this.of;
    if (end.givenUp) return;
    const order = end.result.timedOut === null ? 'reply' : 'timeout';
    this.at(
      end.afterMs,
      identity.run,
      () => {
        this.over();
        settled(end.result);
      },
      order,
    );
  }

  private at(
    afterMs: number,
    run: CallIdentity['run'] | null,
    act: () => void,
    order: 'world' | 'reply' | 'timeout' = 'world',
  ): void {
    const { clock } = this.of.world;
    this.wakes.push(clock.schedule(run, Math.max(0, this.originMs + afterMs - clock.now), order, act));
  }

  cancel(): CallResult {
    this.over();
    return this.of.end.result;
  }

  /** Its caller is gone: what was consumed until then is billed at once. */
  orphan(): void {
    this.over(true);
  }

  /** The work may have gone on after the caller had let go; then its place is free as late as it was. */
  private over(orphaned = false): void {
    for (const wake of this.wakes) wake.cancel();
    const { world, recorded, prefixed, open, letGo } = this.of;
    open.delete(this);
    const late = recorded.late[this.asked];
    if (!late && prefixed && this.begun && this.goesOn()) return;
    const free = (): void => {
      letGo.delete(this);
      if (late && !prefixed) world.append(WORLD, late.event);
      this.leave?.(orphaned);
      this.released?.(late && { usage: late.event.usage, costNanoUsd: late.event.costNanoUsd });
    };
    const { clock } = world;
    const leftMs = late ? this.originMs + late.afterMs - clock.now : 0;
    if (!late || (orphaned && leftMs <= 0)) free();
    else {
      if (!orphaned) letGo.add(this);
      clock.schedule(null, Math.max(0, leftMs), 'world', free);
    }
  }

  /** Its caller lets go of it: whether its work is not over when the recording is. */
  private goesOn(): boolean {
    const { identity, end, recordedMs, goesOn } = this.of;
    if (!end.givenUp && end.result.timedOut === null) return false;
    return goesOn({ identity, charged: end.result, recordedMs, released: this.released });
  }

  /** Whether this is that call, whose work goes on; then another caller is told of its end. */
  isOf({ identity, released }: LetGo): boolean {
    const is = callKey(identity) === callKey(this.of.identity);
    if (is) this.released = released;
    return is;
  }
}

/** The faults that struck a call by the end of its asking of that number. */
export const struckBy = ({ strikes }: RecordedCall, asked: number): readonly string[] =>
  strikes.filter((strike) => strike.asked <= asked).map(({ event }) => event.fault);

/** A call in the life before: it leaves the line when that is over, and is in it again in the next. */
export interface Asking {
  readonly leave: () => void;
  readonly enter: () => void;
}

export interface EarlierOptions extends Pick<
  PlayedCallOptions,
  'world' | 'line' | 'recorded' | 'identity' | 'request' | 'recordedMs' | 'goesOn'
> {
  /** Takes what is to be done when the next life begins, in the order of the calls. */
  readonly again: Set<Asking>;
}

/**
 * The askings of a call whose end its orchestrators did not live to see, each in line as long as it was then.
 * @param begin called when its service begins
 * @param last what the last asking does in place of standing in line
 */
export function passEarlier(of: EarlierOptions, originMs: number, begin: () => void, last: () => void): void {
  const { line, recorded, identity, request, recordedMs, goesOn, again } = of;
  const { clock } = of.world;
  const { diedMs, crashed, late } = recorded;
  const enter = (asked: number): void => {
    if (asked === diedMs.length) {
      last();
      return;
    }
    const struck = struckBy(recorded, asked);
    const endMs = originMs + diedMs[asked]!;
    const leave = line.pass({ identity, request, dueMs: null, struck, endMs }, begin);
    again.add({
      leave: () => {
        const known = late[asked];
        const leftMs = known ? originMs + known.afterMs - clock.now : 0;
        const orphan = { identity, charged: null, recordedMs, released: undefined };
        if (leftMs > 0) clock.schedule(null, leftMs, 'world', () => leave(true));
        else if (known || !crashed[asked] || !goesOn(orphan)) leave(true);
      },
      enter: () => enter(asked + 1),
    });
  };
  enter(0);
}

type Tellable = Pick<PlayedCallOptions, 'world' | 'identity' | 'recorded' | 'options' | 'onStrike'>;

/**
 * A1, of a call of which it is not recorded when it began: tells of its askings up to the last that is meant, when it is
 * first called, and at the latest when something is due.
 */
export function tellOnce(of: Tellable, originMs: number, last: number, wakes: Wake[]): () => void {
  const { clock } = of.world;
  let told = false;
  const tell = (): void => {
    if (!told) wakes.push(...tellAgain(of, originMs, 0, last));
    told = true;
  };
  const due = [...of.recorded.strikes, ...of.recorded.texts].filter(({ asked }) => asked <= last);
  if (due.length > 0) {
    const firstMs = Math.min(...due.map(({ afterMs }) => afterMs));
    wakes.push(clock.schedule(null, Math.max(0, originMs + firstMs - clock.now), 'world', tell));
  }
  return tell;
}

/** Schedules what struck a recorded call, and what was told of its reply, in its askings from `first` to `last`. */
function tellAgain(
  { world, identity: { run }, recorded, options: { onText, onPart }, onStrike }: Tellable,
  originMs: number,
  first: number,
  last: number,
): Wake[] {
  const { clock } = world;
  const wakes: Wake[] = [];
  const each = (
    told: RecordedCall['texts'][number] | RecordedCall['strikes'][number],
    of: RunId | null,
    act: () => void,
  ): void => {
    if (told.asked < first || told.asked > last) return;
    const delayMs = Math.max(0, originMs + told.afterMs - clock.now);
    wakes.push(clock.schedule(of, delayMs, of === null ? 'world' : 'reply', act));
  };
  for (const strike of recorded.strikes)
    each(strike, null, () => {
      onStrike(strike.event.fault);
      world.append(run, strike.event);
    });
  for (const told of recorded.texts) {
    const { text } = told;
    each(told, run, onPart ? () => onPart({ type: 'text', text }) : () => onText?.(text));
  }
  return wakes;
}
