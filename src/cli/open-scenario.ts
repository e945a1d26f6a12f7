/** Finds what to rehearse: a shipped example with one of its scenarios, or a scenario file. Reads; runs nothing. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { examples, type Example } from '../examples/index.ts';
import { parseScenario, type Scenario } from '../scenario/document.ts';
import type { SourceFile } from '../scenario/source.ts';
import { withInput } from './with-input.ts';

export interface Opened {
  readonly scenario: Scenario;
  readonly files: readonly SourceFile[];
  readonly entry: string;
}

const folder = resolve(import.meta.dirname, '../examples');

/** @throws {Error} with a message for the user: what, where, what to try. */
export function openScenario(target: string, input: string | null): Opened {
  const [id, scenarioId, ...more] = target.split('/');
  const example = examples.find((one) => one.id === id);
  if (example && more.length === 0) {
    const found = example.scenarios.find((one) => one.id === (scenarioId ?? example.scenarios[0].id));
    if (!found)
      throw new Error(
        `the example '${id}' has no scenario '${scenarioId}'; it has ${example.scenarios.map((one) => one.id).join(', ')}`,
      );
    return withSource(parsed(JSON.stringify(found.scenario, null, 2), target), input);
  }
  if (!existsSync(target))
    throw new Error(
      `there is no example and no file '${target}'; the examples are ${examples.map((one) => one.id).join(', ')} (--list names their scenarios)`,
    );
  return withSource(parsed(readFileSync(target, 'utf8'), target), input);
}

function parsed(text: string, name: string): Scenario {
  const reading = parseScenario(text);
  if (reading.ok) return reading.scenario;
  const lines = reading.problems.map(
    ({ line, path, message }) =>
      `  ${line === undefined ? '' : `line ${line}: `}${path === '' ? '' : `${path}: `}${message}`,
  );
  throw new Error(`${name} is no scenario that this version understands:\n${lines.join('\n')}`);
}

function withSource(scenario: Scenario, input: string | null): Opened {
  const changed = input === null ? scenario : { ...scenario, input: withInput(scenario.input, input) };
  const { orchestration } = scenario;
  if ('files' in orchestration)
    return { scenario: changed, files: orchestration.files, entry: orchestration.entry };
  const example = examples.find((one) => one.id === orchestration.example);
  if (!example)
    throw new Error(`the scenario is of the example '${orchestration.example}', which is not shipped here`);
  return { scenario: changed, files: sourceOf(example), entry: example.entry };
}

const sourceOf = ({ id, files }: Example): SourceFile[] =>
  files.map((path) => ({ path, text: readFileSync(resolve(folder, id, path), 'utf8') }));
