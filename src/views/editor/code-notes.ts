/** What the code says of the run at the playhead: marks in the gutter, hints at the right, the line that is current. */
import { seconds, span } from '../../history/projections/format.ts';
import { drawnSteps } from '../../history/projections/drawn-steps.ts';
import {
  leftWaiting,
  waitingFor,
  type RunView,
  type StepState,
  type StepView,
} from '../../history/projections/run-view.ts';
import { valueLabel } from '../marks/value-label.ts';
import { lastReturn, lineOfLiteral, type StepPlace } from './step-lines.ts';

/** A state as gutter and hints draw it. */
export type LineMark = 'running' | 'success' | 'recovered' | 'failure' | 'skipped';

export interface LineNote {
  readonly line: number;
  readonly mark?: LineMark;
  readonly hint?: string;
  /** The line where the run is ('running'), or stands since it ended ('parked'). */
  readonly current?: 'running' | 'parked';
}

const MARKS: Partial<Record<StepState, LineMark>> = {
  running: 'running',
  ok: 'success',
  recovered: 'recovered',
  failed: 'failure',
  skipped: 'skipped',
};

/** The notes on one file, by line. `now` is the run up to the playhead, `atMs` the playhead. */
export function codeNotes(
  source: string,
  places: readonly StepPlace[],
  now: RunView | null,
  atMs: number,
): ReadonlyMap<number, LineNote> {
  const notes = new Map<number, LineNote>();
  if (now === null) return notes;
  const add = (line: number | null | undefined, part: Omit<LineNote, 'line'>): void => {
    if (line) notes.set(line, { ...notes.get(line), ...part, line });
  };
  const drawn = drawnSteps(now);
  for (const place of places) {
    const named = ({ name }: StepView): boolean => name === place.step;
    const step = drawn.find(named) ?? now.steps.find(named);
    if (!step) continue;
    const mark = waitingFor(step) ? undefined : MARKS[step.state];
    if (mark) add(place.declared, { mark });
    const at = callLine(source, place, step);
    const hint = hintOf(step, atMs);
    if (hint && at !== null) add(at, { hint });
  }
  const current = currentLine(source, places, now);
  if (current) {
    const hint = current.current === 'parked' && now.finished ? endHint(now) : undefined;
    add(current.line, { current: current.current, ...(hint && { hint }) });
  }
  return notes;
}

/** Where a step's hint stands: at its call that ran; for a skipped one at the call that gives the reason. */
function callLine(source: string, place: StepPlace, step: StepView): number | null {
  if (step.state === 'skipped' && step.skipReason) {
    const line = lineOfLiteral(source, step.skipReason);
    if (line !== null) return line;
  }
  return place.called[0] ?? place.declared;
}

function hintOf(step: StepView, atMs: number): string {
  if (step.state === 'skipped') return 'skipped';
  if (step.startedMs === null) return '';
  const wait = waitingFor(step);
  if (wait) return `waits for ${wait.who}`;
  const took = span((step.finishedMs ?? atMs) - step.startedMs);
  if (step.state === 'failed') return `failed, ${took}`;
  const value = valueLabel(step);
  return value ? `${value}, ${took}` : took;
}

function currentLine(
  source: string,
  places: readonly StepPlace[],
  now: RunView,
): { line: number; current: 'running' | 'parked' } | null {
  const lineOf = (step: StepView | undefined): number | null => {
    const place = step && places.find(({ step: name }) => name === step.name);
    return place ? callLine(source, place, step) : null;
  };
  if (now.finished) {
    const { outcome, reason } = now.finished;
    const last = lineOf(latest(now.steps, 'finishedMs'));
    const line =
      (outcome === 'escalated' && reason ? lineOfLiteral(source, reason) : null) ??
      (outcome === 'returned' && last !== null ? lastReturn(source, last) : null) ??
      last;
    return line === null ? null : { line, current: 'parked' };
  }
  const running = now.steps.filter(({ state }) => state === 'running');
  const line = lineOf(latest(running, 'startedMs'));
  return line === null ? null : { line, current: 'running' };
}

function endHint(now: RunView): string {
  if (leftWaiting(now)) return `waits since ${seconds(now.finishedMs!)}`;
  const { outcome } = now.finished!;
  return `${outcome} at ${seconds(now.finishedMs!)}`;
}

function latest(steps: readonly StepView[], key: 'startedMs' | 'finishedMs'): StepView | undefined {
  return steps.reduce<StepView | undefined>(
    (best, step) => ((step[key] ?? -1) > (best?.[key] ?? -1) ? step : best),
    undefined,
  );
}

/** A hint as it fits beside the code: whole, else its last part, else nothing: none is cut at the pane's edge. Pure. */
export function hintThatFits(hint: string, fits: (text: string) => boolean): string {
  return [hint, lastPart(hint)].find(fits) ?? '';
}

/** What stays of a hint where there is little room: '3.99 s' of '4 fields, 3.99 s'. */
export const lastPart = (hint: string): string => hint.slice(hint.lastIndexOf(', ') + 1).trimStart();
