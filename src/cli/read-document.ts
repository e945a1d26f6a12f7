/** Reads scenario documents, and makes the one that a module of its own has. Refusals are for the user. */
import type { Json } from '../base/json.ts';
import { parseScenario, type DocumentProblem, type Scenario } from '../scenario/document.ts';
import { SCENARIO_FORMAT, SCENARIO_VERSION } from '../scenario/scenario-schema.ts';
import { readText } from './read-text.ts';

/** @throws {Error} naming every problem with its line. */
export function parseDocument(text: string, name: string): Scenario {
  const reading = parseScenario(text);
  if (reading.ok) return reading.scenario;
  throw new Error(`${name} is no scenario that this version understands:\n${listed(reading.problems)}`);
}

/** What a module is rehearsed in when no scenario is named: no input, every model under its own name, no faults. */
export const plainScenario = (name: string): Scenario =>
  parseDocument(JSON.stringify(documentOf(name, [])), name);

/**
 * @param asked a fault plan or its list of faults as JSON, or the file that holds it
 * @throws {Error} naming every problem.
 */
export function readFaults(asked: string): Scenario['faults'] {
  const written = /^\s*[[{]/.test(asked);
  const name = written ? '--faults' : asked;
  let faults: Json;
  try {
    faults = JSON.parse(written ? asked : readText(asked, 'fault plan')) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(`${name} is not JSON: ${error.message}`);
  }
  const reading = parseScenario(JSON.stringify(documentOf(name, faults)));
  if (reading.ok) return reading.scenario.faults;
  const problems = reading.problems.map(({ path, message }) => ({
    path: path.replace(/^faults\.faults/, 'faults'),
    message,
  }));
  throw new Error(`${name} is no fault plan that this version understands:\n${listed(problems)}`);
}

const documentOf = (name: string, faults: Json): Json => ({
  format: SCENARIO_FORMAT,
  version: SCENARIO_VERSION,
  name,
  orchestration: { example: 'none' },
  input: null,
  faults: Array.isArray(faults) ? { faults } : faults,
  seed: 1,
});

const listed = (problems: readonly DocumentProblem[]): string =>
  problems
    .map(
      ({ line, path, message }) =>
        `  ${line === undefined ? '' : `line ${line}: `}${path === '' ? '' : `${path}: `}${message}`,
    )
    .join('\n');
