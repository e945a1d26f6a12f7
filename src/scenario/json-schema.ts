/** The published JSON Schema of a scenario. Apart from the schema itself: only the build and a test ask for it. */
import * as z from 'zod/mini';
import { SCENARIO_VERSION, scenarioSchema } from './scenario-schema.ts';

/** JSON Schema 2020-12 of what a document may say; what it may leave out is optional here. */
export function scenarioJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(scenarioSchema, { io: 'input' });
  return { $schema, title: `Rehearsal scenario, version ${SCENARIO_VERSION}`, ...schema };
}
