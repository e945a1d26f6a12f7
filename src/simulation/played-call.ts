/**
 * One call whose answer is recorded: it waits, is told of and ends as it did then.
 *
 * A1. What follows from its service is scheduled when that begins, in the order of a simulated call: only so do the wakes
 *     of one millisecond come in the order in which they came.
 * A2. What it did outside is done, whatever becomes of its caller.
 */
import { runId, type RunId } from '../base/units.ts';
import type { CallResult } from '../engine/host.ts';
import type { CallIdentity } from '../model/call.ts';
import type { Request } from '../model/request.ts';
import type { CallsWorld, OpenOptions } from './calls.ts';
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
}

export class PlayedCall {
  private readonly of: PlayedCallOptions;
  /** The virtual ms from which the recording's times count. */
  private readonly originMs: number;
  /** How often it was asked before, in earlier lives. */
  private readonly asked: number;
  private readonly wakes: Wake[] = [];
  private leave: (() => void) | null = null;
  private begun = false;

  constructor(of: PlayedCallOptions) {
    this.of = of;
    const { world, recorded, prefixed } = of;
    of.open.add(this);
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
    if (prefixed && againMs > 0) {
      this.tell(0, againMs);
      this.at(againMs, null, () => this.enter());
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
    const struck = recorded.strikes.map(({ event }) => event.fault);
    this.leave = line.pass({ identity, request, dueMs, struck, endMs }, () => {
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
    const { askedMs } = recorded;
    this.tell(askedMs[this.asked]!, askedMs[this.asked + 1] ?? Infinity);
    this.comesToEnd();
    // of a call that was asked again, the first asking tells of everything that it did
    if (prefixed || this.asked > 0) return;
    for (const { afterMs, event } of recorded.effects)
      world.clock.schedule(null, this.originMs + afterMs - world.clock.now, 'world', () => {
        line.did(event.target, event.key === '' ? event.caller : event.key);
        world.append(WORLD, event);
      });
  }

  private tell(fromMs: number, untilMs: number): void {
    this.wakes.push(...tellAgain(this.of, this.originMs, fromMs, untilMs));
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
    for (const wake of this.wakes) wake.cancelled = true;
    const { world, recorded, prefixed, options, open } = this.of;
    open.delete(this);
    const late = recorded.late[this.asked];
    const free = (): void => {
      if (late && !prefixed) world.append(WORLD, late.event);
      this.leave?.();
      options.released?.(late && { usage: late.event.usage, costNanoUsd: late.event.costNanoUsd });
    };
    const { clock } = world;
    const leftMs = late ? this.originMs + late.afterMs - clock.now : 0;
    if (!late || (orphaned && leftMs <= 0)) free();
    else clock.schedule(null, Math.max(0, leftMs), 'world', free);
  }
}

type Tellable = Pick<PlayedCallOptions, 'world' | 'identity' | 'recorded' | 'options' | 'onStrike'>;

/** Schedules what struck a recorded call, and what was told of its reply, from `fromMs` to before `untilMs` of it. */
export function tellAgain(
  { world, identity: { run }, recorded, options: { onText, onPart }, onStrike }: Tellable,
  originMs: number,
  fromMs: number,
  untilMs: number,
): Wake[] {
  const { clock } = world;
  const wakes: Wake[] = [];
  const each = (afterMs: number, of: RunId | null, act: () => void): void => {
    if (afterMs < fromMs || afterMs >= untilMs) return;
    const delayMs = Math.max(0, originMs + afterMs - clock.now);
    wakes.push(clock.schedule(of, delayMs, of === null ? 'world' : 'reply', act));
  };
  for (const { afterMs, event } of recorded.strikes)
    each(afterMs, null, () => {
      onStrike(event.fault);
      world.append(run, event);
    });
  for (const { afterMs, text } of recorded.texts)
    each(afterMs, run, onPart ? () => onPart({ type: 'text', text }) : () => onText?.(text));
  return wakes;
}
