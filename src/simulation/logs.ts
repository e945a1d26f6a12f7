/** `console.*` of authored code as events, so many a run. */
import type { RunId } from '../base/units.ts';
import { LIMITS } from '../engine/limits.ts';
import type { LogWritten, WarningRaised } from '../history/events.ts';

export class Logs {
  private readonly counts = new Map<RunId, number>();

  /** @returns the event to append; null beyond the limit, which is told once */
  take(run: RunId, level: LogWritten['level'], text: string): LogWritten | WarningRaised | null {
    const count = (this.counts.get(run) ?? 0) + 1;
    this.counts.set(run, count);
    if (count <= LIMITS.logsPerRun)
      return { type: 'log.written', level, text: text.slice(0, LIMITS.logChars) };
    if (count > LIMITS.logsPerRun + 1) return null;
    return {
      type: 'warning.raised',
      message: `console was used more than ${LIMITS.logsPerRun} times; the rest is not kept`,
    };
  }
}
