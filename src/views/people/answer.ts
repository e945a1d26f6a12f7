/** An answer as a person types it. Pure. */
import type { Json } from '../../base/json.ts';
import { checkJson } from '../../session/input-check.ts';

/** JSON where it reads as such (true, 3, "a", {…}), else the text itself; null for nothing. */
export function answerIn(text: string): { readonly value: Json } | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const read = checkJson(trimmed);
  return 'value' in read ? { value: read.value } : { value: trimmed };
}

/** A question in one line: a text as it is, fields as 'name: value', anything else as JSON. */
export function questionText(question: Json): string {
  if (question === null) return '';
  if (typeof question === 'string') return question;
  if (typeof question !== 'object' || Array.isArray(question)) return JSON.stringify(question);
  return Object.entries(question)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
