/** What a visitor chose about the page itself; no part of a scenario. */

export type Theme = 'system' | 'light' | 'dark';

export interface Settings {
  readonly theme: Theme;
  /** Larger type, fewer things: for a projector. */
  readonly presentation: boolean;
  /** Whether the editor may be upgraded to Monaco; false stays with the plain text area. */
  readonly richEditor: boolean;
  /** Below 1200 px: whether the editor is open beside the pictures. */
  readonly editorOpen: boolean;
  /** How many times faster than real time a history plays; 'fit' plays any in about six seconds. */
  readonly pace: number | 'fit';
  /** Whether gaps with nothing in them are folded on the timeline. */
  readonly foldIdle: boolean;
  /** Whether keys without a modifier are shortcuts. */
  readonly singleKeys: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  presentation: false,
  richEditor: true,
  editorOpen: false,
  pace: 'fit',
  foldIdle: true,
  singleKeys: true,
};

/** Reads stored settings; whatever is missing or not understood takes its default. Never throws. */
export function parseSettings(text: string | null): Settings {
  if (text === null) return DEFAULT_SETTINGS;
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return DEFAULT_SETTINGS;
  }
  if (typeof stored !== 'object' || stored === null) return DEFAULT_SETTINGS;
  const value = (key: keyof Settings): unknown => (stored as Record<string, unknown>)[key];
  const flag = (key: 'presentation' | 'richEditor' | 'editorOpen' | 'foldIdle' | 'singleKeys'): boolean => {
    const found = value(key);
    return typeof found === 'boolean' ? found : DEFAULT_SETTINGS[key];
  };
  const theme = value('theme');
  const pace = value('pace');
  return {
    theme: theme === 'light' || theme === 'dark' || theme === 'system' ? theme : DEFAULT_SETTINGS.theme,
    presentation: flag('presentation'),
    richEditor: flag('richEditor'),
    editorOpen: flag('editorOpen'),
    pace: typeof pace === 'number' && pace > 0 && pace <= 1000 ? pace : 'fit',
    foldIdle: flag('foldIdle'),
    singleKeys: flag('singleKeys'),
  };
}

/** The theme to paint, once the system's own wish is known. */
export const paintedTheme = (theme: Theme, systemDark: boolean): 'light' | 'dark' =>
  theme === 'system' ? (systemDark ? 'dark' : 'light') : theme;
