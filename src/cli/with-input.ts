/** Puts text typed by a person where a scenario's input has text. */
import type { Json } from '../base/json.ts';

const TEXT_FIELDS = ['body', 'text', 'message', 'question'];

/** JSON replaces the input; other text replaces it if it is text, or the field of it that holds text. */
export function withInput(input: Json, typed: string): Json {
  if (/^\s*[[{]/.test(typed))
    try {
      return JSON.parse(typed) as Json;
    } catch {
      // then it is text that begins with a bracket
    }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return typed;
  const record = input as Readonly<Record<string, Json>>;
  const field = TEXT_FIELDS.find((name) => typeof record[name] === 'string');
  if (field === undefined)
    throw new Error(
      `--input is plain text, and this scenario's input has none of the fields ${TEXT_FIELDS.join(', ')}; give it as JSON`,
    );
  return { ...record, [field]: typed };
}
