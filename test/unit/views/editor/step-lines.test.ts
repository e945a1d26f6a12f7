import { expect, test } from 'vitest';
import {
  lastReturn,
  lineOfLiteral,
  stepAtLine,
  stepPlaces,
} from '../../../../src/views/editor/step-lines.ts';

const source = `import { classify } from 'rehearsal';
// answer: not here, and intent( neither
export default orchestration({
  steps: {
    intent:    classify(['a'], fast),
    knowledge: retrieve({ index: 'answer: no' }),
    answer:    generate({ model: 'm' }),
  },
  async run(ticket, { intent, knowledge, answer }, { all, escalate }) {
    const labels = await all({ intent: intent(ticket.body) });
    if (labels.intent === 'x') return escalate('critical ticket', labels);
    const articles = long ? await knowledge(ticket.body) : knowledge.skip('short question');
    const reply = await answer({ ticket });
    return reply;
  },
});`;
const places = stepPlaces(source, ['intent', 'knowledge', 'answer', 'absent']);

test('a declared step is found where it is declared and where it is called', () => {
  expect(places).toEqual([
    { step: 'intent', declared: 5, called: [10] },
    { step: 'knowledge', declared: 6, called: [12] },
    { step: 'answer', declared: 7, called: [13] },
    { step: 'absent', declared: null, called: [] },
  ]);
});

test('a line leads back to its step', () => {
  expect(stepAtLine(places, 6)).toBe('knowledge');
  expect(stepAtLine(places, 13)).toBe('answer');
  expect(stepAtLine(places, 1)).toBeNull();
});

test('a reason is found by its text', () => {
  expect(lineOfLiteral(source, 'short question')).toBe(12);
  expect(lineOfLiteral(source, 'critical ticket')).toBe(11);
  expect(lineOfLiteral(source, 'no such reason')).toBeNull();
});

test('the last return counts from a line on', () => {
  expect(lastReturn(source, 13)).toBe(14);
  expect(lastReturn(source, 15)).toBeNull();
});

test('names that hold special characters, and code that is unfinished, do no harm', () => {
  expect(stepPlaces('steps: { $a: classify(', ['$a', 'a+b'])).toEqual([
    { step: '$a', declared: 1, called: [] },
    { step: 'a+b', declared: null, called: [] },
  ]);
});
