import { expect, test } from 'vitest';
import { orchestration, step } from '../../../../src/authoring/index.ts';
import { notesInWords, notesOf } from '../../../../src/views/status/notes.ts';
import { rehearse } from '../../../support/rehearse-world.ts';

test('warnings are listed by time, counted in words', async () => {
  const { run } = await rehearse(
    orchestration({
      name: 'Warns',
      steps: { wait: step((_: unknown, { sleep }) => sleep('1s')) },
      async run(_: string, { wait }, { warn }) {
        warn('first');
        await wait(null);
        warn('second');
        return 'done';
      },
    }),
  );
  expect(notesOf(run)).toEqual([
    { atMs: 0, kind: 'warning', step: null, text: 'first' },
    { atMs: 1_000, kind: 'warning', step: null, text: 'second' },
  ]);
  expect(notesInWords(notesOf(run))).toBe('2 warnings');
  expect(notesInWords([{ atMs: 0, kind: 'info', step: null, text: 'x' }])).toBe('1 console line');
  expect(notesInWords([])).toBe('');
});
