/** Every example but the first, with its sources: what comes after the first verdict. */
export { examples } from '../examples/index.ts';

export const sources = import.meta.glob<string>(
  ['../examples/*/*.ts', '!../examples/*/example.ts', '!../examples/triage/*'],
  { query: '?raw', import: 'default', eager: true },
);
