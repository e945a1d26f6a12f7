/**
 * Earlier lives, of which nobody computes anything again, told to an outside that has seen nothing of them: who stood in
 * line when, which faults met whom, whose work goes on.
 */
import type { RunId } from '../base/units.ts';
import type { AttemptStarted, EventOf, History } from '../history/events.ts';
import type { CallIdentity } from '../model/call.ts';
import type { Calls } from './calls.ts';
import type { Clock } from './clock.ts';
import { struckBy } from './played-call.ts';
import type { Line } from './recorded-line.ts';
import type { RecordedLives } from './recorded-lives.ts';
import type { RecordedCall, Recording } from './recording.ts';

/** Null: it had never left. */
type Leave = ReturnType<Line['pass']> | null;

interface Standing {
  readonly identity: CallIdentity;
  readonly call: RecordedCall;
  /** How often it was asked before. */
  asked: number;
  leave: Leave;
}

export interface EarlierLivesOptions {
  /** Of the whole history: what goes on after those lives is told there. */
  readonly recording: Recording;
  readonly line: Line;
  /** Of a world that has not begun: it is moved on with them. */
  readonly clock: Clock;
  readonly goesOn: NonNullable<Calls['goesOn']>;
  /** Keeps what still works when they are over: the rest of the history tells when it ends. */
  readonly lives: RecordedLives;
  /** Told of each intervention at its place. */
  readonly onClick: (event: EventOf<'intervention.applied'>) => void;
}

export function tellEarlierLives(lives: History, options: EarlierLivesOptions): void {
  const told = new EarlierLives(lives, options);
  for (const event of lives) {
    options.clock.jump(event.t);
    if (event.type === 'intervention.applied') options.onClick(event);
    else told.tell(event);
  }
}

class EarlierLives {
  private readonly options: EarlierLivesOptions;
  /** When each of the lives that crashed did, those to come. */
  private readonly deathsMs: number[];
  private alive = true;
  /** Calls whose callers wait for them, by `run/step#attempt`. */
  private readonly open = new Map<string, Standing>();

  constructor(lives: History, options: EarlierLivesOptions) {
    this.options = options;
    this.deathsMs = lives.flatMap(({ type, t }) => (type === 'orchestrator.crashed' ? [t] : []));
  }

  tell(event: History[number]): void {
    switch (event.type) {
      case 'attempt.started':
        this.take(event);
        break;
      case 'attempt.finished': {
        const key = `${event.run}/${event.step}#${event.attempt}`;
        const standing = this.open.get(key);
        if (standing) this.letGo(standing, false);
        this.open.delete(key);
        break;
      }
      case 'call.settled':
        this.options.lives.settled(event);
        break;
      case 'orchestrator.crashed':
        this.die(true);
        this.deathsMs.shift();
        break;
      case 'orchestrator.resumed':
        // of a world that broke off no event tells when it did
        if (this.alive) this.die(false);
        this.alive = true;
        if (event.mode === 'restart') this.open.clear();
        for (const standing of this.open.values()) {
          standing.asked++;
          standing.leave = this.enter(standing);
        }
        break;
      default:
    }
  }

  private take({ run, step, attempt, target: model, request }: AttemptStarted & { run: RunId }): void {
    const identity = { run, step, attempt, model };
    const call = request ? this.options.recording.find(identity, request) : null;
    if (!call) return;
    const standing = { identity, call, asked: 0 };
    this.open.set(`${run}/${step}#${attempt}`, { ...standing, leave: this.enter(standing) });
  }

  private enter({ identity, call, asked }: Omit<Standing, 'leave'>): Leave {
    const { diedMs, startedMs, end, request, unsent } = call;
    if (asked === 0 && unsent) return null;
    const afterMs = diedMs[asked] ?? end?.afterMs ?? Infinity;
    // a life that began again from nothing closed what had ended with the one before it
    const endMs = Math.min(startedMs + afterMs, this.deathsMs[0] ?? Infinity, this.options.recording.endMs);
    const struck = struckBy(call, asked);
    const timedOut = diedMs[asked] === undefined && end !== null && end.result.timedOut !== null;
    const limitMs = timedOut ? startedMs + end.afterMs : null;
    const passing = { identity, asked, request, dueMs: null, struck, endMs, limitMs };
    return this.options.line.pass(passing, () => undefined);
  }

  private letGo({ call, identity, asked, leave }: Standing, orphaned: boolean): void {
    if (!leave) return;
    const { end, late } = call;
    if (late[asked]) {
      this.options.lives.works(identity, asked, () => leave(orphaned));
      return;
    }
    const charged = orphaned || !end ? null : end.result;
    const answered = !orphaned && end && !end.givenUp && end.result.timedOut === null;
    const { endMs: recordedMs } = this.options.recording;
    const goesOn = { identity, asked, charged, recordedMs, released: undefined };
    if (answered || !this.options.goesOn(goesOn)) leave(orphaned);
  }

  /** Who is in line leaves it before a place is free. */
  private die(crashed: boolean): void {
    for (const standing of [...this.open.values()].reverse())
      if (crashed) this.letGo(standing, true);
      else standing.leave?.(true);
    this.alive = false;
  }
}
