import { expect, test } from 'vitest';
import { orchestration, step } from '../../../../src/authoring/index.ts';
import { notesInWords, notesOf } from '../../../../src/views/status/notes.ts';
import { projectWorld } from '../../../../src/history/projections/run-view.ts';
import { HistoryBuilder } from '../../../support/history-builder.ts';
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

test('what monitors, state and policies say stands among the warnings, in order of time', () => {
  const b = new HistoryBuilder().world().run([]).at(10);
  b.add({ type: 'drift.alarmed', step: 'a', metric: 'length', baseline: 80, observed: 4, tolerance: 40 });
  b.at(20).add({ type: 'state.conflicted', key: 'k', by: ['a', 'b'], kept: 'b' });
  b.at(30).add({ type: 'state.refused', key: 'k', owner: 'run', by: 'other' });
  b.at(5).breaker('gpt-4o', 'closed', 'open', '5 failures');
  const { runs, policies } = projectWorld(b.history);
  const notes = notesOf(runs[0]!, policies);
  expect(notes.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    'policy: the breaker of gpt-4o is open now: 5 failures',
    'warning: drift alarm: length is 4, not 80',
    'warning: a and b wrote k at the same time; b was kept',
    'warning: other asked for k of run, and was refused',
  ]);
  expect(notesInWords(notes)).toBe('3 warnings, 1 policy change');
});
