/**
 * What a sandbox says are claims. This module holds them against what the page asked for; it owns what may be said when,
 * src/history/shape.ts and event-shape.ts own what it must look like, plain.ts that it is plain and how large it is.
 *
 * G1. Nothing is said before `ready`, which is said once.
 * G2. Only what was asked for is answered, once: a load, a run, a sweep.
 * G3. One world sends events at a time: seq from 0 without gaps, time never back, `world.started` first and with the
 *     inputs that were asked for, `world.ended` last, then `ended`.
 * G4. Every limit of limits.ts holds for events, size, calls and rate, and no more events come than were credited.
 * G5. The first claim that does not hold ends the sandbox, with that one reason.
 */
import { checkEvent, request } from '../history/event-shape.ts';
import type { Event } from '../history/events.ts';
import {
  amount,
  complaint,
  list,
  oneOf,
  record,
  says,
  text,
  whole,
  type Check,
  type Fields,
} from '../history/shape.ts';
import type { CallIdentity } from '../model/call.ts';
import { SANDBOX_LIMITS as LIMITS } from './limits.ts';
import type { Command, Problem, Report, WorldInputs } from './messages.ts';
import { measure, Violation } from './plain.ts';

type ReportOf<T extends Report['type']> = Extract<Report, { type: T }>;
type Shapes = { readonly [T in Report['type']]: Fields<Omit<ReportOf<T>, 'type'>> };

const HASH = /^[0-9a-f]{16,64}$/;
const hash = says('a hash', (value) => typeof value === 'string' && HASH.test(value));

const event: Check = (value) => {
  const wrong = checkEvent(value);
  return wrong === null ? null : ` is no event: ${wrong}`;
};

const SHAPES: Shapes = {
  ready: { engine: text },
  loaded: { load: whole, code: text, name: text },
  refused: {
    load: whole,
    problems: list(record<Problem>({ file: text, line: whole, column: whole, message: text })),
  },
  events: { world: whole, events: says('a list', Array.isArray) },
  diverged: { world: whole, seq: whole, recorded: event, computed: event },
  ended: { world: whole, hash, events: whole, tookMs: amount },
  swept: { world: whole, hashes: list(hash), events: whole, tookMs: amount },
  skipped: { world: whole, why: oneOf('superseded', 'not loaded') },
  call: {
    world: whole,
    call: whole,
    identity: record<CallIdentity>({ run: text, step: text, model: text, attempt: whole }),
    request,
    after: whole,
  },
  dropped: { world: whole, call: whole },
  crashed: { message: text },
  beat: {},
};

const WRONG = new Map<unknown, { readonly keys: number; readonly check: Check }>(
  Object.entries(SHAPES).map(([type, fields]) => [
    type,
    { keys: 1 + Object.keys(fields).length, check: record(fields) },
  ]),
);

/** What was asked of the sandbox, and how far its answer came. */
interface Asked {
  readonly world: number;
  readonly inputs: WorldInputs;
  /** Of a sweep; null for a run. */
  readonly seeds: number | null;
  events: number;
  timeMs: number;
  chars: number;
  calls: number;
  over: boolean;
}

export class Claims {
  private ready = false;
  private readonly loads = new Set<number>();
  private readonly worlds = new Map<number, Asked>();
  /** The run that sends events. */
  private current: Asked | null = null;
  private credit: number = LIMITS.creditEvents;
  private windowStartMs = -Infinity;
  private windowMessages = 0;
  private readonly nowMs: () => number;

  /** `nowMs`: a monotonic wall clock, for the rate. */
  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  /** Whether the sandbox owes an answer, or has yet to start. */
  get owed(): 'start' | 'answer' | null {
    if (!this.ready) return 'start';
    return this.loads.size > 0 || this.worlds.size > 0 ? 'answer' : null;
  }

  /** Whether a load is under way. */
  get loading(): boolean {
    return this.loads.size > 0;
  }

  /** The worlds asked for and not answered, in order. */
  get unanswered(): readonly number[] {
    return [...this.worlds.keys()];
  }

  /** Notes a command that goes to the sandbox. */
  sent(command: Command): void {
    switch (command.type) {
      case 'load':
        this.loads.add(command.load);
        return;
      case 'run':
      case 'sweep': {
        const { world, inputs } = command;
        const seeds = command.type === 'sweep' ? command.seeds : null;
        this.worlds.set(world, {
          world,
          inputs,
          seeds,
          // what it goes on from is computed again, and not told again
          events: inputs.resume?.length ?? 0,
          timeMs: inputs.resume?.at(-1)?.t ?? 0,
          chars: 0,
          calls: 0,
          over: inputs.resume?.at(-1)?.type === 'world.ended',
        });
        return;
      }
      case 'credit':
        this.credit += command.events;
        return;
      case 'parts':
      case 'intervene':
    }
  }

  /**
   * Believes a message or not.
   * @throws {Violation} saying what does not hold.
   */
  check(data: unknown): Report {
    this.countMessage();
    const report = shaped(data);
    if (!this.ready && report.type !== 'ready')
      throw new Violation(`it said '${report.type}' before it was ready`);
    switch (report.type) {
      case 'ready':
        if (this.ready) throw new Violation('it said twice that it was ready');
        this.ready = true;
        break;
      case 'loaded':
      case 'refused':
        if (!this.loads.delete(report.load))
          throw new Violation(`it answered load ${report.load}, which was not asked for`);
        if (report.type === 'refused' && report.problems.length > LIMITS.problems)
          throw new Violation(`it found more than ${LIMITS.problems} problems`);
        break;
      case 'events':
        this.checkEvents(report);
        return report;
      case 'call':
        this.checkCall(report);
        return report;
      case 'ended':
        this.checkEnded(report);
        break;
      case 'diverged':
        if (!this.asked(report).inputs.resume)
          throw new Violation(`it says that world ${report.world} diverged, which goes on from nothing`);
        this.worlds.delete(report.world);
        this.current = null;
        break;
      case 'swept':
        this.checkSwept(report);
        break;
      case 'skipped':
        if (this.asked(report) === this.current)
          throw new Violation(`it skipped world ${report.world}, which had begun`);
        this.worlds.delete(report.world);
        break;
      case 'dropped':
        if (report.call < 1 || report.call > this.asked(report).calls)
          throw new Violation(`it dropped call ${report.call} of world ${report.world}, which it never made`);
        break;
      case 'crashed':
      case 'beat':
    }
    return report;
  }

  private checkEvents({ world, events }: ReportOf<'events'>): void {
    const asked = this.asked({ world });
    if (asked.seeds !== null) throw new Violation(`it sent events of world ${world}, which is a sweep`);
    this.begin(asked);
    this.credit -= events.length;
    if (this.credit < 0) throw new Violation('it sent more events than it had been credited');
    if (asked.events + events.length > LIMITS.eventsPerWorld)
      throw new Violation(`world ${world} has more than ${LIMITS.eventsPerWorld} events`);
    for (const event of events) this.checkEvent(asked, event);
  }

  /** G3: one world at a time. */
  private begin(asked: Asked): void {
    if (this.current !== null && this.current !== asked)
      throw new Violation(`it spoke of world ${asked.world} while world ${this.current.world} goes on`);
    this.current = asked;
  }

  private checkEvent(asked: Asked, event: Event): void {
    const where = `event ${asked.events} of world ${asked.world}`;
    // Measured before anything reads it: what is malformed may also be endless.
    asked.chars += measure(event, LIMITS.charsPerWorld - asked.chars, `the history of world ${asked.world}`);
    const wrong = checkEvent(event);
    if (wrong !== null) throw new Violation(`${where} is malformed: ${wrong}`);
    if (event.seq !== asked.events) throw new Violation(`${where} has seq ${event.seq}`);
    if (event.t < asked.timeMs) throw new Violation(`${where} goes back in time`);
    if (asked.over) throw new Violation(`${where} comes after world.ended`);
    if ((event.type === 'world.started') !== (asked.events === 0))
      throw new Violation(`${where} is ${event.type}: world.started comes first, and only then`);
    if (
      event.type === 'world.started' &&
      (event.seed !== asked.inputs.seed || event.host !== hostOf(asked.inputs))
    )
      throw new Violation(`${where} starts another world than was asked for`);
    asked.events += 1;
    asked.timeMs = event.t;
    asked.over = event.type === 'world.ended';
  }

  private checkEnded({ world, events }: ReportOf<'ended'>): void {
    const asked = this.asked({ world });
    // a whole history that is computed again has nothing new to tell
    if (asked !== (this.current ?? asked) || !asked.over)
      throw new Violation(`it ended world ${world}, whose history has not ended`);
    if (asked.events !== events)
      throw new Violation(`world ${world} has ${asked.events} events, and it says ${events}`);
    this.worlds.delete(world);
    this.current = null;
  }

  private checkSwept({ world, hashes }: ReportOf<'swept'>): void {
    const { seeds } = this.asked({ world });
    if (seeds !== hashes.length)
      throw new Violation(`it swept world ${world} with ${hashes.length} hashes for ${seeds ?? 0} seeds`);
    this.worlds.delete(world);
  }

  private checkCall(report: ReportOf<'call'>): void {
    const { world, call, identity, request } = report;
    const asked = this.asked({ world });
    if (asked.over || asked.inputs.host !== 'wall')
      throw new Violation(`it made a call in world ${world}, which may not`);
    this.begin(asked);
    // a call that was given up in the turn that made it never left
    if (call <= asked.calls) throw new Violation(`call ${call} of world ${world} is out of order`);
    asked.calls = call;
    if (call > LIMITS.callsPerWorld)
      throw new Violation(`world ${world} makes more than ${LIMITS.callsPerWorld} calls`);
    if (identity.model !== request.model)
      throw new Violation(`call ${call} of world ${world} names two models`);
    asked.chars += measure(report, LIMITS.charsPerWorld - asked.chars, `the history of world ${world}`);
  }

  private asked({ world }: { readonly world: number }): Asked {
    const asked = this.worlds.get(world);
    if (!asked) throw new Violation(`it spoke of world ${world}, which is not under way`);
    return asked;
  }

  private countMessage(): void {
    const nowMs = this.nowMs();
    if (nowMs - this.windowStartMs >= 1_000) {
      this.windowStartMs = nowMs;
      this.windowMessages = 0;
    }
    if (++this.windowMessages > LIMITS.messagesPerSecond)
      throw new Violation(`it sent more than ${LIMITS.messagesPerSecond} messages in a second`);
  }
}

/** A recorded history that is played again says where it was recorded. */
function hostOf({ host, replay }: WorldInputs): WorldInputs['host'] {
  const [first] = replay?.mode === 'recorded' ? replay.history : [];
  return first?.type === 'world.started' && first.host === 'wall' ? 'wall' : host;
}

/** A report by its shape alone. */
function shaped(data: unknown): Report {
  if (typeof data !== 'object' || data === null) throw new Violation('it sent something that is no message');
  const { type } = data as { type?: unknown };
  const known = WRONG.get(type);
  if (!known)
    throw new Violation(
      `it sent a message of unknown type${typeof type === 'string' ? ` '${type.slice(0, 60)}'` : ''}`,
    );
  if (type !== 'events') measure(data, LIMITS.charsPerMessage, `its '${type as string}' message`);
  const wrong = complaint(known.check, data);
  if (wrong !== null) throw new Violation(`its '${type as string}' message is malformed: ${wrong}`);
  if (Object.keys(data).length !== known.keys)
    throw new Violation(`its '${type as string}' message has fields that are not known`);
  return data as Report;
}
