/** How a step's input becomes a message: the one place that knows. */
import type { Json } from '../base/json.ts';
import type { Message } from '../model/request.ts';

/**
 * Text as it is; an object as one section a key, `<key>…</key>`, strings as they are and the rest as JSON, so that a
 * model can tell the parts apart.
 */
function render(input: unknown): string {
  if (typeof input === 'string') return input;
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return JSON.stringify(input ?? null);
  return Object.entries(input as Record<string, Json | undefined>)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) => `<${key}>\n${typeof value === 'string' ? value : JSON.stringify(value)}\n</${key}>`,
    )
    .join('\n');
}

export const messages = (system: string, input: unknown): Message[] => [
  { role: 'system', content: system },
  { role: 'user', content: render(input) },
];
