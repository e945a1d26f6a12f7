import { expect, test } from 'vitest';
import { projectWorld } from '../../../../src/history/projections/run-view.ts';
import { codeNotes } from '../../../../src/views/editor/code-notes.ts';
import { stepPlaces } from '../../../../src/views/editor/step-lines.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';
import { sample } from '../../session/sample-history.ts';

const source = `steps: {
  intent: classify(fast),
  answer: generate(),
},
async run() {
  const a = await intent(body);
  const reply = await answer(a);
  return reply;
}`;
const places = stepPlaces(source, ['intent', 'answer']);
const notesAt = (atMs: number): unknown =>
  [...codeNotes(source, places, projectWorld(sample, atMs).runs[0] ?? null, atMs).values()].sort(
    (a, b) => a.line - b.line,
  );

test('while a step runs its call is the current line, with the time so far', () => {
  expect(notesAt(700)).toEqual([
    { line: 2, mark: 'success' },
    { line: 3, mark: 'running' },
    { line: 6, hint: 'billing, 500\u00a0ms' },
    { line: 7, hint: '200\u00a0ms', current: 'running' },
  ]);
});

test('when the run has ended the code is parked at its return', () => {
  expect(notesAt(3000)).toEqual([
    { line: 2, mark: 'success' },
    { line: 3, mark: 'recovered' },
    { line: 6, hint: 'billing, 500\u00a0ms' },
    { line: 7, hint: '6 words, 2.50\u00a0s' },
    { line: 8, hint: 'returned at 3.00\u00a0s', current: 'parked' },
  ]);
});

test('before the run, and without one, there is nothing to say', () => {
  expect(codeNotes(source, places, null, 0).size).toBe(0);
});

test('while a person is waited for the call says who, and nothing runs in the gutter', () => {
  const b = new HistoryBuilder()
    .world()
    .run([declared('intent'), declared('answer')])
    .start('intent')
    .done('intent', 'x');
  b.start('answer').asks('answer', 'a clerk', 'Well?');
  const noted = (): unknown[] => [
    ...codeNotes(source, places, projectWorld(b.history).runs[0]!, 900).values(),
  ];
  expect(noted()).toContainEqual({ line: 7, hint: 'waits for a clerk', current: 'running' });
  expect(noted()).not.toContainEqual(expect.objectContaining({ mark: 'running' }));
  b.at(900).gaveUp('answer', 'abandoned').leftTo({ step: 'answer', who: 'a clerk' });
  expect(noted()).toContainEqual(
    expect.objectContaining({ hint: 'waits since 0.90\u00a0s', current: 'parked' }),
  );
});
