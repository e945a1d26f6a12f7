/**
 * A history read as a recording: what each call came to, by identity. Authored code that is executed again has its calls
 * answered from here, at the times at which the answers came then.
 */
import type { CallResult } from '../engine/host.ts';
import type { CallSettled, EffectExecuted, EventOf, FaultStruck, History } from '../history/events.ts';
import { callKey, type CallIdentity } from '../model/call.ts';
import { NOTHING_RECEIVED, type Received } from '../model/reply.ts';
import type { Request } from '../model/request.ts';

export interface RecordedCall {
  readonly request: Request;
  /** Virtual; every other time counts from here. */
  readonly startedMs: number;
  /** When it was asked: at 0, and again by each life that found it under way. */
  readonly askedMs: readonly number[];
  /** When the life ended in which it was asked and not answered: of each asking but the last, which may have none. */
  readonly diedMs: readonly number[];
  /** Whether that life crashed, the outside going on; else the world as a whole broke off. */
  readonly crashed: readonly boolean[];
  /** The orchestrator died in the midst of it: it had never left when it was asked again. */
  readonly unsent: boolean;
  /** `asked`: how often it had been asked before that asking. */
  readonly strikes: readonly {
    readonly afterMs: number;
    readonly asked: number;
    readonly event: FaultStruck;
  }[];
  readonly texts: readonly { readonly afterMs: number; readonly asked: number; readonly text: string }[];
  /** What its endpoint did besides answering. */
  readonly effects: readonly { readonly afterMs: number; readonly event: EffectExecuted }[];
  /** When its endpoint's work ended, where that was after its caller had let go or died: of each asking. */
  readonly late: readonly (Late | undefined)[];
  /** Null: it was under way when the history ended. */
  readonly end: {
    readonly afterMs: number;
    /** Its caller let go of it: it will do so again. */
    readonly givenUp: boolean;
    readonly result: CallResult;
  } | null;
}

interface Late {
  readonly afterMs: number;
  readonly event: CallSettled;
}

interface Building {
  readonly startedMs: number;
  readonly askedMs: number[];
  readonly diedMs: number[];
  readonly crashed: boolean[];
  readonly unsent: boolean;
  readonly request: Request;
  readonly strikes: { afterMs: number; asked: number; event: FaultStruck }[];
  readonly texts: { afterMs: number; asked: number; text: string }[];
  readonly effects: { afterMs: number; event: EffectExecuted }[];
  readonly late: (Late | undefined)[];
  end: RecordedCall['end'];
}

export class Recording {
  private readonly calls = new Map<string, Building>();
  /** The virtual ms of the last event. */
  readonly endMs: number;

  /** @param untilSeq calls that began at this event or later are left out */
  constructor(history: History, untilSeq = Infinity) {
    const open = new Map<string, Building>();
    /** Every call by run, step and attempt, and the latest of each step. */
    const made = new Map<string, Building>();
    let diedMs: number | null = null;
    this.endMs = history.at(-1)?.t ?? 0;
    for (const event of history) {
      switch (event.type) {
        case 'attempt.started': {
          if (!event.request || event.seq >= untilSeq) break;
          const call: Building = {
            startedMs: event.t,
            askedMs: [0],
            diedMs: [],
            crashed: [],
            unsent: diesAt(history[event.seq + 1], event.t),
            request: event.request,
            strikes: [],
            texts: [],
            effects: [],
            late: [],
            end: null,
          };
          const { run, step, attempt, target: model } = event;
          this.calls.set(callKey({ run, step, attempt, model }), call);
          open.set(`${run}/${step}#${attempt}`, call);
          made.set(`${run}/${step}#${attempt}`, call).set(`${run}/${step}`, call);
          break;
        }
        case 'fault.struck': {
          const call = open.get(`${event.run}/${event.step}#${event.attempt}`);
          const { type, fault, kind, firing, step, attempt, target } = event;
          call?.strikes.push({
            afterMs: event.t - call.startedMs,
            asked: call.diedMs.length,
            event: { type, fault, kind, firing, step, attempt, target },
          });
          break;
        }
        case 'part.received': {
          const call = open.get(`${event.run}/${event.step}#${event.attempt}`);
          call?.texts.push({
            afterMs: event.t - call.startedMs,
            asked: call.diedMs.length,
            text: event.text,
          });
          break;
        }
        case 'call.settled': {
          const call = made.get(event.caller);
          const { type, caller, target, asked = 0, usage, costNanoUsd } = event;
          if (call)
            call.late[asked] = {
              afterMs: event.t - call.startedMs,
              event: { type, caller, target, ...(asked > 0 ? { asked } : {}), usage, costNanoUsd },
            };
          break;
        }
        case 'orchestrator.crashed':
          diedMs = event.t;
          break;
        case 'orchestrator.resumed': {
          if (event.mode === 'resume')
            for (const call of open.values()) {
              call.askedMs.push(event.t - call.startedMs);
              call.diedMs.push((diedMs ?? event.t) - call.startedMs);
              call.crashed.push(diedMs !== null);
            }
          diedMs = null;
          break;
        }
        case 'effect.executed': {
          const call = made.get(event.caller);
          const { type, target, caller, key, times } = event;
          call?.effects.push({
            afterMs: event.t - call.startedMs,
            event: { type, target, caller, key, times },
          });
          break;
        }
        case 'attempt.finished': {
          const key = `${event.run}/${event.step}#${event.attempt}`;
          const call = open.get(key);
          if (call) call.end = endOf(event, call);
          open.delete(key);
          break;
        }
        default:
      }
    }
    if (diedMs === null) return;
    for (const call of open.values()) {
      call.diedMs.push(diedMs - call.startedMs);
      call.crashed.push(true);
    }
  }

  /** What the call of this identity came to; null when there was none, or it asked something else. */
  find(identity: CallIdentity, request: Request): RecordedCall | null {
    const call = this.calls.get(callKey(identity));
    if (!call) return null;
    return call.request === request || JSON.stringify(call.request) === JSON.stringify(request) ? call : null;
  }
}

/** Whether the orchestrator dies with that event; by the clock it would die before anything else of its millisecond. */
const diesAt = (event: History[number] | undefined, t: number): boolean =>
  event?.type === 'orchestrator.crashed' && event.t === t;

function endOf(event: EventOf<'attempt.finished'>, call: Building): NonNullable<RecordedCall['end']> {
  const { reply } = event;
  const received: Received = reply
    ? {
        ...NOTHING_RECEIVED,
        version: reply.version,
        text: reply.text,
        toolCalls: reply.toolCalls ?? [],
        documents: reply.documents ?? null,
        vectors: reply.vectors ?? null,
        // what was billed stands in every event; an endpoint says it at the end of a whole reply
        usage: reply.end === null ? null : (event.usage ?? null),
        end: reply.end,
        refused: reply.refused ? { type: 'refused', ...reply.refused } : null,
        error: reply.error ? { type: 'error', ...reply.error } : null,
        broken: reply.broken ?? null,
        firstPartMs: reply.firstPartMs,
      }
    : NOTHING_RECEIVED;
  return {
    afterMs: event.t - call.startedMs,
    givenUp: event.outcome === 'cancelled' || event.failure?.code === 'timeout.total',
    result: {
      received,
      usage: event.usage ?? { inputTokens: 0, outputTokens: 0 },
      costNanoUsd: event.costNanoUsd ?? 0,
      queuedMs: reply?.queuedMs ?? 0,
      injected: call.strikes.length > 0,
      timedOut: limitOf(event.failure?.code),
    },
  };
}

function limitOf(code: string | undefined): CallResult['timedOut'] {
  switch (code) {
    case 'timeout.attempt':
      return 'attempt';
    case 'timeout.first_token':
      return 'first-token';
    case 'timeout.idle':
      return 'idle';
    default:
      return null;
  }
}
