/** Warnings and console lines of a run up to the playhead, in order of time. Pure. */
import type { PolicyTrack, RunView } from '../../history/projections/run-view.ts';

export interface Note {
  readonly atMs: number;
  /** 'warning' for the engine's own and what monitors and state say, 'policy' for what changed for all runs, else the console's level. */
  readonly kind: string;
  /** The step it is about; null where it is about none. */
  readonly step: string | null;
  readonly text: string;
}

/** `policies`: of the world up to the playhead. */
export function notesOf(run: RunView, policies: readonly PolicyTrack[] = []): Note[] {
  const notes: Note[] = [
    ...run.warnings.map(({ atMs, step, message }) => ({ atMs, kind: 'warning', step, text: message })),
    ...run.drifts.map(({ atMs, step, metric, baseline, observed }) => ({
      atMs,
      kind: 'warning',
      step,
      text: `drift alarm: ${metric} is ${observed}, not ${baseline}`,
    })),
    ...run.conflicts.map(({ atMs, key, by, kept }) => ({
      atMs,
      kind: 'warning',
      step: null,
      text: `${by.join(' and ')} wrote ${key} at the same time; ${kept} was kept`,
    })),
    ...run.stateRefusals.map(({ atMs, key, by, owner }) => ({
      atMs,
      kind: 'warning',
      step: null,
      text: `${by} asked for ${key} of ${owner}, and was refused`,
    })),
    ...policies.flatMap(({ policy, key, changes }) =>
      changes.map(({ atMs, to, because }) => ({
        atMs,
        kind: 'policy',
        step: null,
        text: `the ${policy} of ${key} is ${to} now: ${because}`,
      })),
    ),
    ...run.logs.map(({ atMs, level, text }) => ({ atMs, kind: level, step: null, text })),
  ];
  return notes.sort((a, b) => a.atMs - b.atMs);
}

/** '1 warning, 2 console lines'; empty when there is nothing. */
export function notesInWords(notes: readonly Note[]): string {
  const warnings = notes.filter(({ kind }) => kind === 'warning').length;
  const changes = notes.filter(({ kind }) => kind === 'policy').length;
  const lines = notes.length - warnings - changes;
  return [
    warnings > 0 ? `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` : '',
    changes > 0 ? `${changes} policy ${changes === 1 ? 'change' : 'changes'}` : '',
    lines > 0 ? `${lines} console ${lines === 1 ? 'line' : 'lines'}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
