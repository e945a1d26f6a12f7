/** How Monaco is set: quiet, as wide as its pane, in the page's own type. Pure. */
import type { editor } from 'monaco-editor/editor';

/** `token` reads a CSS variable. */
export const editorOptions = (
  token: (name: string) => string,
): editor.IStandaloneEditorConstructionOptions => ({
  automaticLayout: true,
  fontFamily: token('--mono'),
  fontSize: parseFloat(token('--type-code')),
  lineHeight: parseFloat(token('--line-code')),
  fontLigatures: false,
  minimap: { enabled: false },
  lineNumbersMinChars: 4,
  glyphMargin: false,
  folding: false,
  lineDecorationsWidth: 21,
  scrollBeyondLastLine: false,
  renderLineHighlight: 'none',
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  overviewRulerBorder: false,
  fixedOverflowWidgets: true,
  tabSize: 2,
  bracketPairColorization: { enabled: false },
  guides: { indentation: false, bracketPairs: false },
  scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8, useShadows: false },
  stickyScroll: { enabled: false },
  padding: { top: 0, bottom: 19 },
});
