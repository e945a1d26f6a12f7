import { DEFAULT_SETTINGS, paintedTheme, parseSettings, type Settings } from './settings.ts';

const KEY = 'rehearsal.settings';

/** The visitor's settings, kept between visits where the browser lets us keep anything. */
export class SettingsDoor {
  #all: Settings = $state.raw(DEFAULT_SETTINGS);
  #systemDark = $state(false);

  constructor() {
    this.#all = parseSettings(read());
    const dark = matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = dark.matches;
    dark.addEventListener('change', (event) => (this.#systemDark = event.matches));
  }

  get all(): Settings {
    return this.#all;
  }

  get painted(): 'light' | 'dark' {
    return paintedTheme(this.#all.theme, this.#systemDark);
  }

  change(part: Partial<Settings>): void {
    this.#all = { ...this.#all, ...part };
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#all));
    } catch {
      // Storage is blocked: the choice holds for this visit.
    }
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
