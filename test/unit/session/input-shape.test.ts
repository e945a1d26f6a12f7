import { expect, test } from 'vitest';
import { checkInput, inputShape, withInputText } from '../../../src/session/input-shape.ts';

test("a ticket's text has a field of its own, and the rest of the ticket stays", () => {
  const ticket = { id: 'T-1', body: 'Help' };
  expect(inputShape(ticket)).toEqual({ form: 'text', label: 'Ticket', key: 'body', text: 'Help' });
  expect(withInputText(ticket, 'Thanks')).toEqual({ id: 'T-1', body: 'Thanks' });
});

test('a plain text is its own field', () => {
  expect(inputShape('Help')).toMatchObject({ form: 'text', label: 'Input', key: null });
  expect(withInputText('Help', 'Thanks')).toBe('Thanks');
});

test('anything else is shown as JSON', () => {
  expect(inputShape({ amounts: [1, 2] })).toEqual({
    form: 'json',
    label: 'Input',
    text: '{"amounts":[1,2]}',
  });
  expect(inputShape(null).form).toBe('json');
});

test('what is wrong with it is said in its own words', () => {
  expect(checkInput({ id: 'T-1', body: '' })?.message).toBe('The ticket is empty.');
  expect(checkInput({ question: '' })?.message).toBe('The question is empty.');
  expect(checkInput({ body: 'Help' })).toBeNull();
});
