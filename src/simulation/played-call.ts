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
import type { RecordedLives } from './recorded-lives.ts';
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
  readonly lives: RecordedLives;
}

export class PlayedCall {
  private readonly of: PlayedCallOptions;
  /** The virtual ms from which the recording's times count. */
  private readonly originMs: number;
  /** How often it was asked before, in earlier lives. */
  private readonly asked: number;
  private readonly wakes: Wake[] = [];
  private leave: ReturnType<Line['pass']> | null = null;
  /** While its last asking is to come. */
  private letGoEarlier: (() => void) | null = null;
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
    const ask = (asked: number): void => {
      if (asked === this.asked) this.enter();
      else this.letGoEarlier = passEarlier(of, this.originMs, asked, this.wakes, () => ask(asked + 1));
    };
    ask(prefixed ? 0 : this.asked);
  }

  /** It is in line from now on, or served. */
  private enter(): void {
    const { asked } = this;
    this.letGoEarlier = null;
    const { world, line, recorded, end, identity, request } = this.of;
    const { queuedMs, timedOut } = end.result;
    const nowMs = world.clock.now;
    const endMs = this.originMs + end.afterMs;
    // who was in line until its own limit was never served
    const unserved =
      queuedMs > 0 && timedOut !== null && nowMs + queuedMs >= endMs && recorded.strikes.length === 0;
    const dueMs = unserved ? null : nowMs + queuedMs;
    if (unserved) this.comesToEnd();
    const diedMs = recorded.diedMs[asked];
    const seenMs = diedMs === undefined ? endMs : this.originMs + diedMs;
    const struck = struckBy(recorded, asked);
    const limitMs = unserved ? endMs : null;
    this.leave = line.pass({ identity, asked, request, dueMs, struck, endMs: seenMs, limitMs }, () => {
      if (dueMs === null || dueMs <= world.clock.now) this.begin();
      else this.wakes.push(world.clock.schedule(null, dueMs - world.clock.now, 'world', () => this.begin()));
    });
    if (dueMs === null || this.begun) return;
    if (endMs <= nowMs) this.begin();
    else if (end.givenUp && dueMs >= endMs) return;
    // nobody gave way to it as then: it begins all the same
    else this.wakes.push(world.clock.schedule(null, queuedMs + 1, 'world', () => this.begin()));
  }

  get inLine(): boolean {
    return !this.begun;
  }

  /** A1. */
  private begin(): void {
    if (this.begun) return;
    this.begun = true;
    const { world, recorded, prefixed, line } = this.of;
    this.wakes.push(...tellAgain(this.of, this.originMs, this.asked));
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
    if (this.of.open.has(this)) this.over(true);
  }

  /** The work may have gone on after the caller had let go; then its place is free as late as it was. */
  private over(orphaned = false): void {
    for (const wake of this.wakes) wake.cancel();
    const { world, recorded, prefixed, open, letGo, lives, identity } = this.of;
    open.delete(this);
    this.letGoEarlier?.();
    const late = recorded.late[this.asked];
    if (!late && this.begun && !orphaned && this.goesOn()) return;
    const free = (): void => {
      letGo.delete(this);
      this.leave?.(orphaned);
      if (late && !prefixed) world.append(WORLD, late.event);
      this.released?.(late && { usage: late.event.usage, costNanoUsd: late.event.costNanoUsd });
    };
    const { clock } = world;
    const leftMs = late ? this.originMs + late.afterMs - clock.now : 0;
    if (!late || (orphaned && leftMs <= 0)) free();
    else if (prefixed) lives.works(identity, this.asked, free);
    else {
      if (!orphaned) letGo.add(this);
      clock.schedule(null, Math.max(0, leftMs), 'world', free);
    }
  }

  /** Its caller lets go of it: whether its work is not over when the recording is. */
  private goesOn(): boolean {
    const { identity, end, recordedMs, goesOn } = this.of;
    if (!end.givenUp && end.result.timedOut === null) return false;
    return goesOn({ identity, asked: this.asked, charged: end.result, recordedMs, released: this.released });
  }

  /** Whether this is that call, whose work goes on; then another caller is told of its end. */
  isOf({ identity, asked, released }: LetGo): boolean {
    const is = asked === this.asked && callKey(identity) === callKey(this.of.identity);
    if (is) this.released = released;
    return is;
  }
}

/** The faults that struck a call by the end of its asking of that number. */
export const struckBy = ({ strikes }: RecordedCall, asked: number): readonly string[] =>
  strikes.filter((strike) => strike.asked <= asked).map(({ event }) => event.fault);

type EarlierOptions = Pick<
  PlayedCallOptions,
  | 'world'
  | 'line'
  | 'recorded'
  | 'identity'
  | 'request'
  | 'options'
  | 'onStrike'
  | 'recordedMs'
  | 'goesOn'
  | 'lives'
>;

/**
 * An asking of a call whose end its orchestrator did not live to see: it stands in line as long as it did then.
 * @param wakes takes those that tell of it
 * @param again what the next life does
 * @returns lets go of it
 */
export function passEarlier(
  of: EarlierOptions,
  originMs: number,
  asked: number,
  wakes: Wake[],
  again: () => void,
): () => void {
  const { world, line, recorded, identity, request, options, recordedMs, goesOn, lives } = of;
  const { diedMs, crashed, late, unsent } = recorded;
  if (asked === 0 && unsent) return lives.add({ leave: nothing, enter: again });
  const struck = struckBy(recorded, asked);
  const endMs = diedMs[asked] === undefined ? recordedMs : originMs + diedMs[asked];
  const tell = tellOnce(of, originMs, asked, wakes);
  const limitMs = world.clock.now + Math.min(options.attemptMs ?? Infinity, options.firstTokenMs ?? Infinity);
  const leave = line.pass({ identity, asked, request, dueMs: null, struck, endMs, limitMs }, tell);
  return lives.add({
    leave: () => {
      const orphan = { identity, asked, charged: null, recordedMs, released: undefined };
      if (late[asked]) lives.works(identity, asked, () => leave(true));
      else if (!crashed[asked] || !goesOn(orphan)) leave(true);
    },
    enter: again,
  });
}

const nothing = (): void => undefined;

type Tellable = Pick<PlayedCallOptions, 'world' | 'identity' | 'recorded' | 'options' | 'onStrike'>;

/**
 * A1, of an asking of which it is not recorded when its service began: tells of it when it is first called, and at the
 * latest when something is due.
 */
function tellOnce(of: Tellable, originMs: number, asked: number, wakes: Wake[]): () => void {
  const { clock } = of.world;
  let told = false;
  const tell = (): void => {
    if (!told) wakes.push(...tellAgain(of, originMs, asked));
    told = true;
  };
  const due = [...of.recorded.strikes, ...of.recorded.texts].filter((of) => of.asked === asked);
  if (due.length > 0) {
    const firstMs = Math.min(...due.map(({ afterMs }) => afterMs));
    wakes.push(clock.schedule(null, Math.max(0, originMs + firstMs - clock.now), 'world', tell));
  }
  return tell;
}

/** Schedules what struck a recorded call, and what was told of its reply, in its asking of that number. */
function tellAgain(
  { world, identity: { run }, recorded, options: { onText, onPart }, onStrike }: Tellable,
  originMs: number,
  asked: number,
): Wake[] {
  const { clock } = world;
  const wakes: Wake[] = [];
  const each = (
    told: RecordedCall['texts'][number] | RecordedCall['strikes'][number],
    of: RunId | null,
    act: () => void,
  ): void => {
    if (told.asked !== asked) return;
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
