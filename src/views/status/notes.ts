/** Warnings and console lines of a run up to the playhead, in order of time. Pure. */
import type { RunView } from '../../history/projections/run-view.ts';

export interface Note {
  readonly atMs: number;
  /** 'warning' for the engine's own, else the console's level. */
  readonly kind: string;
  /** The step it is about; null where it is about none. */
  readonly step: string | null;
  readonly text: string;
}

export function notesOf(run: RunView): Note[] {
  const notes: Note[] = [
    ...run.warnings.map(({ atMs, step, message }) => ({ atMs, kind: 'warning', step, text: message })),
    ...run.logs.map(({ atMs, level, text }) => ({ atMs, kind: level, step: null, text })),
  ];
  return notes.sort((a, b) => a.atMs - b.atMs);
}

/** '1 warning, 2 console lines'; empty when there is nothing. */
export function notesInWords(notes: readonly Note[]): string {
  const warnings = notes.filter(({ kind }) => kind === 'warning').length;
  const lines = notes.length - warnings;
  return [
    warnings > 0 ? `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` : '',
    lines > 0 ? `${lines} console ${lines === 1 ? 'line' : 'lines'}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
