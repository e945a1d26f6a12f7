/** How the input of a scenario is shown: a ticket's text in a field of its own, anything else as JSON. */
import type { Json } from '../base/json.ts';
import { checkText, type InputProblem } from './input-check.ts';

export type InputShape =
  /** An object whose `key` is the text that a person would type. */
  | { readonly form: 'text'; readonly label: string; readonly key: string | null; readonly text: string }
  | { readonly form: 'json'; readonly label: string; readonly text: string };

const TEXTS: readonly (readonly [key: string, label: string])[] = [
  ['body', 'Ticket'],
  ['ticket', 'Ticket'],
  ['question', 'Question'],
  ['query', 'Query'],
  ['message', 'Message'],
  ['text', 'Text'],
];

export function inputShape(input: Json): InputShape {
  if (typeof input === 'string') return { form: 'text', label: 'Input', key: null, text: input };
  if (input !== null && typeof input === 'object' && !Array.isArray(input)) {
    const record = input as Record<string, Json>;
    for (const [key, label] of TEXTS) {
      const text = record[key];
      if (typeof text === 'string') return { form: 'text', label, key, text };
    }
  }
  return { form: 'json', label: 'Input', text: JSON.stringify(input) };
}

/** The input with another text in its field. */
export function withInputText(input: Json, text: string): Json {
  const shape = inputShape(input);
  if (shape.form !== 'text' || shape.key === null) return text;
  return { ...(input as Record<string, Json>), [shape.key]: text };
}

/** What is in the way of running with this input; null if nothing is. */
export function checkInput(input: Json): InputProblem | null {
  const shape = inputShape(input);
  return checkText(shape.text, shape.label.toLowerCase());
}
