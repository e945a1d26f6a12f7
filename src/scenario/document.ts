/**
 * The scenario document: the door through which links and files come in.
 *
 * Owns the order of refusals: not JSON, not a scenario, of a later version, with a key in it, not understood. Each is
 * named with its line, as far as it has one.
 */
import type { Json } from '../base/json.ts';
import { pathText, readJson, type JsonPath } from './json-text.ts';
import { SCENARIO_FORMAT, SCENARIO_VERSION, scenarioSchema, type Scenario } from './scenario-schema.ts';
import { saidOf } from './schema-issues.ts';
import { findSecrets } from './secrets.ts';

export type { Scenario } from './scenario-schema.ts';

/** How long a document may be, in UTF-16 units. */
export const DOCUMENT_LIMIT_CHARS = 5_000_000;
const PROBLEM_LIMIT = 50;

export interface DocumentProblem {
  /** 'faults.faults[0].ms'; empty for the document as a whole. */
  readonly path: string;
  /** From 1. Absent where the document as a whole is meant. */
  readonly line?: number;
  readonly message: string;
}

export type ScenarioReading =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] };

/** Reads a scenario from its text, with every default filled in. Never throws. */
export function parseScenario(text: string): ScenarioReading {
  if (text.length > DOCUMENT_LIMIT_CHARS)
    return refused({ path: '', message: `the document is longer than ${DOCUMENT_LIMIT_CHARS} characters` });
  const reading = readJson(text.replace(/^\uFEFF/, ''));
  if (!reading.ok)
    return refused({ path: '', line: reading.place.line, message: `this is not JSON: ${reading.message}` });
  const { value, placeOf } = reading;
  const problem = ({ path, message }: { path: JsonPath; message: string }): DocumentProblem => ({
    path: pathText(path),
    line: placeOf(path).line,
    message,
  });
  const foreign = foreignTo(value);
  if (foreign) return refused(problem(foreign));
  const secrets = findSecrets(value);
  if (secrets.length > 0) return refused(...secrets.map(problem));
  const parsed = scenarioSchema.safeParse(value);
  if (parsed.success) return { ok: true, scenario: parsed.data };
  return refused(...saidOf(parsed.error.issues, value).map(problem));
}

/** Why this JSON is not a scenario of this version; null if it says that it is one. */
function foreignTo(value: Json): { path: JsonPath; message: string } | null {
  const { format, version } =
    typeof value === 'object' && !Array.isArray(value) ? ((value ?? {}) as Record<string, Json>) : {};
  if (format !== SCENARIO_FORMAT)
    return {
      path: ['format'],
      message: `this is not a Rehearsal scenario: 'format' must be '${SCENARIO_FORMAT}'`,
    };
  if (version === SCENARIO_VERSION) return null;
  if (typeof version === 'number' && version > SCENARIO_VERSION)
    return {
      path: ['version'],
      message: `this scenario is of version ${version}, made by a later Rehearsal; this one reads up to version ${SCENARIO_VERSION}: open it with a later one`,
    };
  return { path: ['version'], message: `'version' must be ${SCENARIO_VERSION}` };
}

function refused(...problems: readonly DocumentProblem[]): ScenarioReading {
  const sorted = [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const rest = sorted.length - PROBLEM_LIMIT;
  if (rest <= 0) return { ok: false, problems: sorted };
  return {
    ok: false,
    problems: [...sorted.slice(0, PROBLEM_LIMIT), { path: '', message: `and ${rest} more` }],
  };
}
