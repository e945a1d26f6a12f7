/** What is open: the source of an orchestration and one scenario for it. Edits give a new project: a fork. */
import type { Problem, SourceFile } from '../sandbox/messages.ts';
import type { Scenario } from '../scenario/document.ts';
import { readScenario, SCENARIO_FILE, writeScenario } from './scenario-text.ts';
import type { Code } from './sandbox-driver.ts';

export interface Project {
  /** The gallery's ids. */
  readonly example: string;
  readonly scenarioId: string;
  /** Under which edits are kept: the example, or for a stored run that was opened, that run. */
  readonly draftKey: string;
  readonly title: string;
  readonly scenarioTitle: string;
  /** The same object for as long as no source was edited. */
  readonly code: Code;
  /** The last scenario that could be read. */
  readonly scenario: Scenario;
  /** As it stands in the editor, readable or not. */
  readonly scenarioText: string;
  readonly scenarioProblems: readonly Problem[];
}

/** The text of one file as the editor shows it, the scenario among them; '' for a path that is not there. */
export const fileText = (project: Project, path: string): string =>
  path === SCENARIO_FILE
    ? project.scenarioText
    : (project.code.files.find((file) => file.path === path)?.text ?? '');

/** Every file that the editor shows, the scenario last. */
export const filePaths = (project: Project): string[] => [
  ...project.code.files.map(({ path }) => path),
  SCENARIO_FILE,
];

/** Whether a file is there to be read alone: a program's source is, since its bundle runs. */
export const isReadOnly = ({ code }: Pick<Project, 'code'>, path: string): boolean =>
  code.program !== undefined && path !== SCENARIO_FILE;

/** Replaces the text of one file. */
export function withText(project: Project, path: string, text: string): Project {
  if (path === SCENARIO_FILE) return withScenarioText(project, text);
  if (isReadOnly(project, path) || fileText(project, path) === text) return project;
  const files: SourceFile[] = project.code.files.map((file) => (file.path === path ? { path, text } : file));
  return { ...project, code: { ...project.code, files } };
}

/** Takes over a scenario as typed; one that cannot be read keeps the last that could, and names what is wrong. */
export function withScenarioText(project: Project, scenarioText: string): Project {
  const read = readScenario(scenarioText);
  return 'scenario' in read
    ? { ...project, scenarioText, scenario: read.scenario, scenarioProblems: [] }
    : { ...project, scenarioText, scenarioProblems: read.problems };
}

/** Changes parts of the scenario; its text follows. */
export function withScenario(project: Project, part: Partial<Scenario>): Project {
  const scenario = { ...project.scenario, ...part };
  return { ...project, scenario, scenarioText: writeScenario(scenario), scenarioProblems: [] };
}

/** Whether two sources are the same, file by file. */
export const sameCode = (a: Code, b: Code): boolean =>
  a === b ||
  (a.entry === b.entry &&
    a.program === b.program &&
    a.files.length === b.files.length &&
    a.files.every(({ path, text }, index) => b.files[index]?.path === path && b.files[index].text === text));
