/** Monaco's theme from the page's tokens. Pure. */
import type { editor } from 'monaco-editor/editor';

/** `token` reads a CSS variable; weight and one green set the code, as in the plain editor. */
export function themeFrom(token: (name: string) => string, dark: boolean): editor.IStandaloneThemeData {
  const bare = (name: string): string => token(name).replace('#', '');
  return {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: bare('--ink') },
      { token: 'keyword', foreground: bare('--ink'), fontStyle: 'bold' },
      { token: 'string', foreground: bare('--code-string') },
      { token: 'number', foreground: bare('--code-string') },
      { token: 'regexp', foreground: bare('--code-string') },
      { token: 'comment', foreground: bare('--code-comment'), fontStyle: 'italic' },
      { token: 'type', foreground: bare('--ink') },
      { token: 'type.identifier', foreground: bare('--ink') },
      { token: 'identifier', foreground: bare('--ink') },
      { token: 'delimiter', foreground: bare('--ink') },
    ],
    colors: {
      'editor.background': token('--paper'),
      'editor.foreground': token('--ink'),
      'editorLineNumber.foreground': token('--ink-3'),
      'editorLineNumber.activeForeground': token('--ink'),
      'editor.lineHighlightBackground': token('--surface-1'),
      'editor.lineHighlightBorder': token('--surface-1'),
      'editor.selectionBackground': token('--running-wash'),
      'editor.inactiveSelectionBackground': token('--surface-2'),
      'editorCursor.foreground': token('--ink'),
      'editorWidget.background': token('--paper'),
      'editorWidget.border': token('--rule-strong'),
      'editorHoverWidget.background': token('--paper'),
      'editorHoverWidget.border': token('--rule-strong'),
      'editorSuggestWidget.background': token('--paper'),
      'editorSuggestWidget.border': token('--rule-strong'),
      'editorSuggestWidget.selectedBackground': token('--surface-2'),
      'editorSuggestWidget.selectedForeground': token('--ink'),
      'editorError.foreground': token('--failure'),
      'editorWarning.foreground': token('--recovered'),
      'editorInfo.foreground': token('--running'),
      'editorIndentGuide.background1': token('--rule'),
      'editorBracketMatch.background': token('--surface-2'),
      'editorBracketMatch.border': token('--rule-strong'),
      'editorBracketHighlight.foreground1': token('--ink'),
      'editorBracketHighlight.foreground2': token('--ink'),
      'editorBracketHighlight.foreground3': token('--ink'),
      'scrollbar.shadow': token('--paper'),
      'scrollbarSlider.background': token('--rule'),
      'scrollbarSlider.hoverBackground': token('--rule-strong'),
      'scrollbarSlider.activeBackground': token('--rule-strong'),
      focusBorder: token('--focus'),
    },
  };
}
