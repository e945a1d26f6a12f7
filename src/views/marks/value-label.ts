/** What a step came to, in the few characters that a node has for it. */
import type { StepView } from '../../history/projections/run-view.ts';

const LONGEST_TEXT = 24;

const count = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;

/** 'billing', '3 articles', '0.91', '24 words', 'returned nothing'; empty while there is nothing to say. */
export function valueLabel(step: StepView): string {
  if (step.state !== 'ok' && step.state !== 'recovered') return '';
  const { value } = step;
  const documents = step.attempts.at(-1)?.reply?.documents;
  if (documents) return count(documents.length, 'article');
  if (value === null) return 'returned nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value))
    return count(value.length, step.declared?.kind === 'retrieve' ? 'article' : 'item');
  return object(value as Readonly<Record<string, unknown>>);
}

const number = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2));

function text(value: string): string {
  const line = value.trim();
  if (line.length <= LONGEST_TEXT && !line.includes('\n')) return line;
  return count(line.split(/\s+/).length, 'word');
}

/** A judgement by its score, a classification by its label, anything else by its size. */
function object(value: Readonly<Record<string, unknown>>): string {
  for (const key of ['label', 'verdict', 'decision', 'answer']) {
    const named = value[key];
    if (typeof named === 'string') return text(named);
  }
  for (const key of ['score', 'confidence']) {
    const scored = value[key];
    if (typeof scored === 'number') return number(scored);
  }
  return count(Object.keys(value).length, 'field');
}
