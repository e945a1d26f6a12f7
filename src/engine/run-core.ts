/** What every part of one run shares: its host, its identity, its counters, and how it is failed from within. */
import type { RunId } from '../base/units.ts';
import type { EventBody } from '../history/events.ts';
import { failure } from '../model/failure.ts';
import type { Host } from './host.ts';
import { LIMITS } from './limits.ts';
import { OpenList } from './open-list.ts';
import { StepError, type Locate } from './step-error.ts';

/** Whose run it is, and what it goes on with. */
export interface RunOptions {
  readonly locate?: Locate;
  /** Policies and stores are kept a tenant. Default: nobody's. */
  readonly tenant?: string;
  /** The session that it goes on with. */
  readonly session?: string;
  /** What that session held when the world began: what `sessionsOf` gave. */
  readonly remembered?: unknown;
}

const NONE: readonly string[] = [];

export class RunCore {
  readonly host: Host;
  readonly run: RunId;
  /** '' when it is nobody's. */
  readonly tenant: string;
  readonly session: string | null;
  readonly remembered: unknown;
  readonly locate: Locate | undefined;
  /** Identities of the steps that are open, in order of start. */
  readonly open = new OpenList<string>();
  /** Operations that can never settle: their scope is gone. */
  lost: readonly string[] = NONE;
  /** Whether `run.finished` was written: nothing of the run follows it. */
  over = false;
  private steps = 0;
  private parts: Map<unknown, unknown> | null = null;
  private readonly onMisuse: (error: unknown) => void;

  constructor(host: Host, run: RunId, options: RunOptions, onMisuse: (error: unknown) => void) {
    this.host = host;
    this.run = run;
    this.tenant = options.tenant ?? '';
    this.session = options.session ?? null;
    this.remembered = options.remembered;
    this.locate = options.locate;
    this.onMisuse = onMisuse;
  }

  /** A part of the run that most runs do not need, made when it is first asked for; `make` is what names it. */
  part<T>(make: (core: RunCore) => T): T {
    const parts = (this.parts ??= new Map());
    let part = parts.get(make) as T | undefined;
    if (part === undefined) parts.set(make, (part = make(this)));
    return part;
  }

  /** The same, where it was asked for before; else null. */
  partIfMade<T>(make: (core: RunCore) => T): T | null {
    return this.parts === null ? null : ((this.parts.get(make) as T | undefined) ?? null);
  }

  /** Appends an event of the run; nothing once it is over, since abandoned code may run on. */
  emit(event: EventBody): void {
    if (!this.over) this.host.emit(this.run, event);
  }

  /** Counts a step against the run's limit. @throws {StepError} with code 'limit'. */
  countStep(): void {
    if (++this.steps > LIMITS.stepsPerRun)
      throw new StepError(
        failure(
          'limit',
          `the run started more than ${LIMITS.stepsPerRun} steps; a loop without an end? Give it a limit`,
          { retryable: false },
        ),
      );
  }

  /** Authored code came back outside its turn: the run fails with what the host refused it with. */
  misused(error: unknown): void {
    this.onMisuse(error);
  }

  /** Keeps the name of an operation that can never settle. */
  lose(operation: string): void {
    if (this.lost.length < LIMITS.lostOperations) this.lost = [...this.lost, operation];
  }

  /**
   * Runs engine code that follows authored code. When that code came back outside the run's turn (it had awaited
   * something that is not a host operation), the host refuses by name and the run fails with that.
   */
  guard(body: () => void): void {
    try {
      body();
    } catch (error) {
      this.onMisuse(error);
    }
  }
}
