import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The package.json of the npm package: what the project's own says of it, and where its parts are. */
export function manifest(root: string): object {
  const { name, version, description, license, type, engines } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Readonly<Record<string, unknown>>;
  return {
    name,
    version,
    description,
    keywords: ['llm', 'orchestration', 'agent', 'simulation', 'deterministic', 'fault-injection', 'testing'],
    license,
    type,
    engines,
    bin: { rehearse: 'lib/rehearse.js' },
    types: './types/index.d.ts',
    exports: {
      '.': { types: './types/index.d.ts', default: './lib/index.js' },
      './scenario.schema.json': './scenario.schema.json',
      './package.json': './package.json',
    },
    sideEffects: false,
  };
}
