/**
 * The outside of a world: whoever answers its calls, one for all its lives, and what it has seen of them.
 *
 * O1. A fault that was clicked in is there once, however many lives meet the click.
 * O2. An outside that has seen nothing of a history is told of what nobody computes again of it (earlier-lives.ts); the
 *     rest of it stands in its lines as it is met again.
 */
import type { Json } from '../base/json.ts';
import { planSchema } from '../faults/plan-schema.ts';
import { EMPTY_PLAN, type Fault } from '../faults/plan.ts';
import type { History } from '../history/events.ts';
import type { Content } from '../model/endpoint.ts';
import { CallDesk } from './call-desk.ts';
import type { Calls, CallsWorld } from './calls.ts';
import { tellEarlierLives, type EarlierLivesOptions } from './earlier-lives.ts';
import { Link } from './link.ts';
import type { Intervention } from './people.ts';
import { RecordedCalls } from './recorded-calls.ts';
import { Recording } from './recording.ts';
import type { SimulateOptions } from './world-inputs.ts';

export class Outside {
  readonly link: Link;
  private readonly options: SimulateOptions;
  /** Null: another answers, at real time. */
  private readonly desk: CallDesk | null;
  /** How many faults that were clicked in it has seen. */
  private clicked = 0;

  constructor(options: SimulateOptions) {
    this.options = options;
    this.link = new Link(options.seed);
    this.desk = options.live ? null : new CallDesk(this.link, options.cast, options.faults);
  }

  /** The simulated outside, where anybody asks it; null: another answers, or a recording alone. */
  get asked(): CallDesk | null {
    return this.options.replay?.mode === 'recorded' ? null : this.desk;
  }

  /** One like it, of which nobody asks anything: who is met again stands in its lines as they did then. */
  likeness(): CallDesk | null {
    if (!this.asked) return null;
    const silent = [...this.options.cast].map(
      ([model, { profile }]) => [model, { profile, answer: nothingSaid }] as const,
    );
    return new CallDesk(this.link, new Map(silent), EMPTY_PLAN);
  }

  /** Whoever answers the calls of a life. */
  calls(world: CallsWorld): Calls {
    const { live, replay } = this.options;
    const next = this.desk ?? live!.calls(world);
    if (!replay || replay.mode === 're-execute') return next;
    return new RecordedCalls(this.link, {
      recording: new Recording(replay.history, replay.fromSeq),
      next,
      refuseUnknown: replay.mode === 'recorded',
      hold: false,
      line: replay.mode === 'what-if' ? this.desk : null,
      ...(replay.replies ? { edits: new Map(Object.entries(replay.replies)) } : {}),
    });
  }

  /** A fault clicked in by hand (O1). */
  intervened({ kind, value }: Intervention): void {
    if (kind !== 'fault') return;
    const { world } = this.link;
    const fault = faultOf(value);
    const nth = world.history.filter((event) => event.type === 'intervention.applied' && event.kind === kind);
    if (!fault)
      world.note({
        type: 'warning.raised',
        message: 'a fault that was clicked in could not be read, and does nothing',
      });
    else if (nth.length > this.clicked) this.desk?.addFault(fault);
    this.clicked = Math.max(this.clicked, nth.length);
  }

  /**
   * O2.
   * @param unseeing this outside or its likeness; null: it has seen them
   * @param count how many events of the history are of lives that nobody computes again
   * @param of a world that has not begun
   */
  tell(
    unseeing: CallDesk | null,
    history: History,
    count: number,
    of: Pick<EarlierLivesOptions, 'clock' | 'lives'>,
  ): void {
    if (!unseeing) return;
    for (const event of history)
      if (event.type === 'effect.executed') unseeing.did(event.target, event.key || event.caller);
    if (count === 0) return;
    tellEarlierLives(history.slice(0, count), {
      ...of,
      recording: new Recording(history),
      line: unseeing,
      goesOn: (call) => this.desk?.goesOn(call) ?? false,
      onClick: ({ kind, value }) => {
        const fault = kind === 'fault' ? faultOf(value) : null;
        if (fault) unseeing.addFault(fault);
      },
    });
  }
}

const nothingSaid = (): Content => ({ usage: { inputTokens: 0, outputTokens: 0 }, reason: 'stop' });

/** The fault that an intervention means; null if it cannot be read. */
function faultOf(value: Json): Fault | null {
  const parsed = planSchema.safeParse({ faults: [value] });
  return (parsed.success ? parsed.data.faults[0] : undefined) ?? null;
}
