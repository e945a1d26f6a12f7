import { expect, test } from 'vitest';
import { gallery } from '../../../src/session/gallery.svelte.ts';
import { inputExamples } from '../../../src/session/gallery.ts';

test('an example input is named by its first words or its scenario, never by JSON', async () => {
  await gallery.load();
  const titles = gallery.examples.flatMap(({ id }) => inputExamples(id).map(({ title }) => title));
  expect(titles.filter((title) => /[{}[\]"]/.test(title))).toEqual([]);
  expect(titles).toContain('Refund ORD-1050');
});
