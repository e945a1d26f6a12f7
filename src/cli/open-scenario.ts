/** Finds what to rehearse: a shipped example, a scenario file, or a module. Reads; runs nothing. */
import { existsSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { examples, type Example } from '../examples/index.ts';
import type { Scenario } from '../scenario/document.ts';
import type { SourceFile } from '../scenario/source.ts';
import { authoredFiles } from './authored-files.ts';
import { PLACE } from './place.ts';
import { programAt } from './program-place.ts';
import type { ProgramPlace } from './program-realm.ts';
import { parseDocument, plainScenario, readFaults } from './read-document.ts';
import { readText } from './read-text.ts';
import { withInput } from './with-input.ts';

export interface Opened {
  readonly scenario: Scenario;
  readonly files: readonly SourceFile[];
  readonly entry: string;
  /** Set where the module knows nothing of worlds. */
  readonly program?: ProgramPlace;
}

/** What is asked for in place of what the scenario says. */
interface Changes {
  /** A fault plan as JSON, or a file that holds one. */
  readonly faults?: string | null;
  /** Of a module: the scenario file that lends its world. */
  readonly scenario?: string | null;
}

/**
 * @param target an example's id, `example/scenario`, a scenario file (.json) or a module (.ts, .js)
 * @throws {Error} with a message for the user: what, where, what to try.
 */
export function openScenario(target: string, input: string | null, changes: Changes = {}): Opened {
  const found = open(target, changes.scenario ?? null);
  const { scenario } = found;
  const faults = typeof changes.faults === 'string' ? readFaults(changes.faults) : scenario.faults;
  const given = input === null ? scenario.input : withInput(scenario.input, input);
  return { ...found, scenario: { ...scenario, faults, input: given } };
}

function open(target: string, world: string | null): Opened {
  const isModule = /\.(?:[cm]?[tj]s|[tj]sx)$/.test(target);
  if (world !== null && !isModule)
    throw new Error(`--scenario lends a world to a module, and '${target}' is none: name a .ts file`);
  const example = isModule ? undefined : ofExample(target);
  if (example) return example;
  if (!existsSync(target))
    throw new Error(
      `there is no example and no file '${target}'; the examples are ${examples.map((one) => one.id).join(', ')} (--list names their scenarios)`,
    );
  if (isModule) {
    const scenario = world === null ? plainScenario(basename(target, extname(target))) : readScenario(world);
    return { scenario, ...moduleAt(target) };
  }
  return withSource(readScenario(target));
}

/** A module of the user's, with all that it imports; a program of theirs, with its place. @throws {Error} */
export function moduleAt(path: string): Omit<Opened, 'scenario'> {
  const authored = authoredFiles(path);
  const program = programAt(path, authored.files);
  return { ...authored, ...(program ? { program } : {}) };
}

const readScenario = (path: string): Scenario => parseDocument(readText(path, 'scenario'), path);

function ofExample(target: string): Opened | undefined {
  const [id, scenarioId, ...more] = target.split('/');
  const example = examples.find((one) => one.id === id);
  if (!example || more.length > 0) return undefined;
  const found = example.scenarios.find((one) => one.id === (scenarioId ?? example.scenarios[0].id));
  if (!found)
    throw new Error(
      `the example '${id}' has no scenario '${scenarioId}'; it has ${example.scenarios.map((one) => one.id).join(', ')}`,
    );
  return withSource(parseDocument(JSON.stringify(found.scenario, null, 2), target));
}

/** A scenario with its source. @throws {Error} where that is not here. */
export function withSource(scenario: Scenario): Opened {
  const { orchestration } = scenario;
  if ('files' in orchestration) return { scenario, files: orchestration.files, entry: orchestration.entry };
  if ('program' in orchestration) return { scenario, ...moduleAt(programFile(orchestration.program)) };
  const example = examples.find((one) => one.id === orchestration.example);
  if (!example)
    throw new Error(`the scenario is of the example '${orchestration.example}', which is not shipped here`);
  return { scenario, files: sourceOf(example), entry: example.entry };
}

/** @throws {Error} where there is no such program, or it cannot run here. */
function programFile(name: string): string {
  const { programs, examples: folder } = PLACE;
  const known = examples.flatMap(({ program }) => program ?? []);
  if (!known.includes(name))
    throw new Error(`there is no program '${name}'; the programs are ${known.join(', ')}`);
  if (programs === null)
    throw new Error(
      `the program '${name}' and its client are not in this package: rehearse a module of yours, beside the packages that it uses (${folder} holds orchestrations)`,
    );
  if (!existsSync(resolve(programs, 'node_modules')))
    throw new Error(`the clients of programs/ are not installed: run node scripts/programs.mjs`);
  return resolve(programs, `${name}.js`);
}

const sourceOf = ({ id, files }: Example): SourceFile[] =>
  files.map((path) => ({ path, text: readText(resolve(PLACE.examples, id, path), 'example') }));
