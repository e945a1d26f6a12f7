/** The scenario as the editor shows it: JSON, with short lists on one line. */
import type { Problem } from '../sandbox/messages.ts';
import { parseScenario, type Scenario } from '../scenario/document.ts';

/** The tab under which the scenario stands beside the source files. */
export const SCENARIO_FILE = 'scenario.json';

/** Reads a scenario as typed. */
export function readScenario(text: string): { scenario: Scenario } | { problems: Problem[] } {
  const reading = parseScenario(text);
  if (reading.ok) return { scenario: reading.scenario };
  return {
    problems: reading.problems.map(({ path, line, message }) => ({
      file: SCENARIO_FILE,
      line: line ?? 1,
      column: 1,
      message: path === '' ? message : `${path}: ${message}`,
    })),
  };
}

/** Writes a scenario; what it does not set is left out, and where a file's schema lay means nothing here. */
export function writeScenario(scenario: Scenario): string {
  const { $schema: _, cast, interventions, ...said } = scenario;
  const document = {
    ...said,
    ...(Object.keys(cast).length > 0 && { cast }),
    ...(interventions.length > 0 && { interventions }),
  };
  const text = JSON.stringify(document, null, 2);
  // Inside a string JSON has no line ends, so that only lists of numbers are met here.
  return `${text.replace(/\[\n\s+(-?[\d.]+(?:,\n\s+-?[\d.]+)*)\n\s+\]/g, (_, list: string) => `[${list.replace(/\s+/g, ' ')}]`)}\n`;
}
