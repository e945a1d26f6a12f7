import { fileText, sameCode, withScenario, withText, type Project } from './project.ts';

/** A place that the editor shall show. `count` tells a second wish for the same place from the first. */
export interface Reveal {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly focus: boolean;
  readonly count: number;
}

/** What is open and which of its files is in front. */
export class ProjectDoor {
  open: Project = $state.raw(undefined as unknown as Project);
  /** As shipped or stored; null where there is no such. */
  shipped: Project | null = $state.raw(null);
  tab = $state('');
  reveal: Reveal | null = $state.raw(null);

  readonly text: string = $derived.by(() => fileText(this.open, this.tab));
  /** Whether it differs from what was opened. */
  readonly edited: boolean = $derived.by(
    () =>
      this.shipped !== null &&
      !(sameCode(this.open.code, this.shipped.code) && this.open.scenarioText === this.shipped.scenarioText),
  );
  readonly #onedit: () => void;

  /** `onedit` is told after every edit, so that it can be kept. */
  constructor(first: Project, onedit: () => void) {
    this.#onedit = onedit;
    this.replace(first, first);
  }

  /** Opens another project. */
  replace(project: Project, shipped: Project | null): void {
    const sameExample = (this.open as Project | undefined)?.example === project.example;
    this.open = project;
    this.shipped = shipped;
    if (!sameExample || fileText(project, this.tab) === '') this.tab = project.code.entry;
  }

  editText(path: string, text: string): void {
    this.#set(withText(this.open, path, text));
  }

  /** Changes the scenario; refused (false) while its text cannot be read, since that would overwrite it. */
  editScenario(part: Parameters<typeof withScenario>[1]): boolean {
    if (this.open.scenarioProblems.length > 0) return false;
    this.#set(withScenario(this.open, part));
    return true;
  }

  /** Takes the code object of a run of the very same source, so that one is known to be the other. */
  adoptCode(code: Project['code']): void {
    if (this.open.code !== code && sameCode(this.open.code, code)) this.open = { ...this.open, code };
  }

  show(path: string, line: number, column = 1, focus = false): void {
    this.tab = path;
    this.reveal = { path, line, column, focus, count: (this.reveal?.count ?? 0) + 1 };
  }

  #set(next: Project): void {
    if (next === this.open) return;
    this.open = next;
    this.#onedit();
  }
}
