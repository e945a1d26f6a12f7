/** What the run says of the code, as Monaco's decorations and markers. Pure but for Monaco's types. */
import type { editor, MarkerSeverity } from 'monaco-editor/editor';
import type { ShownProblem } from '../../session/problems.ts';
import type { LineNote } from './code-notes.ts';

export function decorationsOf(
  notes: ReadonlyMap<number, LineNote>,
  text: string,
): editor.IModelDeltaDecoration[] {
  const lines = text.split('\n').length;
  return [...notes.values()]
    .filter(({ line }) => line <= lines)
    .map(({ line, mark, current }) => ({
      range: { startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: 1 },
      options: {
        isWholeLine: true,
        // The line's own class is drawn from the number on, so that the bar stands at the pane's edge.
        ...(current && { className: `note-${current}`, marginClassName: `note-${current} note-edge` }),
        ...(mark && { linesDecorationsClassName: `note-mark-${mark}` }),
      },
    }));
}

/** From the problem's place to the end of the word there, at least one character. */
export function markersOf(
  problems: readonly ShownProblem[],
  text: string,
  severity: MarkerSeverity,
): editor.IMarkerData[] {
  const lines = text.split('\n');
  return problems.map(({ line, column, message, advice }) => {
    const code = lines[line - 1] ?? '';
    const first = Math.max(column, 1 + (/\S/.exec(code)?.index ?? 0));
    const word = /^[\w$]+/.exec(code.slice(first - 1))?.[0] ?? '';
    return {
      severity,
      message: `${message}\n${advice}`,
      startLineNumber: Math.max(1, line),
      startColumn: first,
      endLineNumber: Math.max(1, line),
      endColumn: first + Math.max(1, word.length),
    };
  });
}
