import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { scenarioJsonSchema } from '../../../src/scenario/json-schema.ts';

const published = new URL('../../../public/scenario.schema.json', import.meta.url).pathname;

test('the published JSON Schema is the one that scenarios are read with (vitest -u writes it)', async () => {
  const style = await resolveConfig(published);
  const text = await format(JSON.stringify(scenarioJsonSchema()), { ...style, plugins: [], parser: 'json' });
  await expect(text).toMatchFileSnapshot(published);
});
