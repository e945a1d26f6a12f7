/** What every part of one run shares: its host, its identity, its counters, and how it is failed from within. */
import type { RunId } from '../base/units.ts';
import { failure } from '../model/failure.ts';
import { LIMITS } from './limits.ts';
import type { Host } from './host.ts';
import { StepError, type Locate } from './step-error.ts';

export class RunCore {
  readonly host: Host;
  readonly run: RunId;
  readonly locate: Locate | undefined;
  /** Identities of the steps that are open, in order of start. */
  readonly open = new Set<string>();
  private steps = 0;
  private readonly onMisuse: (error: unknown) => void;

  constructor(host: Host, run: RunId, locate: Locate | undefined, onMisuse: (error: unknown) => void) {
    this.host = host;
    this.run = run;
    this.locate = locate;
    this.onMisuse = onMisuse;
  }

  /** Counts a step against the run's limit. @throws {StepError} with code 'limit'. */
  countStep(): void {
    if (++this.steps > LIMITS.stepsPerRun)
      throw new StepError(
        failure(
          'limit',
          `the run started more than ${LIMITS.stepsPerRun} steps; a loop without an end? Give it a limit`,
          {
            retryable: false,
          },
        ),
      );
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
