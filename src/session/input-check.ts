/** Whether an input can be rehearsed, and if not, why and what to do. */
import type { Json } from '../base/json.ts';
import { readJson } from '../scenario/json-text.ts';

/** Characters of a ticket, or of an input's JSON, at most. */
const INPUT_LIMIT_CHARS = 50_000;

export interface InputProblem {
  /** What is wrong, and where. */
  readonly message: string;
  readonly advice: string;
  /** The same in a word or two, beside the field. */
  readonly brief: string;
}

/** Checks a text that a person typed or pasted as a ticket; null where it will do. */
export function checkText(text: string, what = 'ticket'): InputProblem | null {
  if (text.trim() === '')
    return {
      message: `The ${what} is empty.`,
      advice: 'Type a sentence, or choose one of the examples.',
      brief: 'empty',
    };
  const chars = text.length > INPUT_LIMIT_CHARS ? charCount(text) : 0;
  if (chars > INPUT_LIMIT_CHARS)
    return {
      message: `The ${what} is ${size(chars)} long; ${size(INPUT_LIMIT_CHARS)} is the limit.`,
      advice: 'Shorten it: a model would refuse a prompt of this length too.',
      brief: 'too long',
    };
  const binary = binaryAt(text);
  if (binary !== null)
    return {
      message: `The ${what} holds bytes that are no text, the first at character ${charCount(text.slice(0, binary)) + 1}.`,
      advice: 'Paste plain text instead.',
      brief: 'no text',
    };
  return null;
}

/** Reads an input typed as JSON. */
export function checkJson(text: string): { readonly value: Json } | { readonly problem: InputProblem } {
  const asText = checkText(text, 'input');
  if (asText) return { problem: asText };
  const reading = readJson(text);
  if (reading.ok) return { value: reading.value };
  return {
    problem: {
      message: `The input is not JSON, line ${reading.place.line}: ${reading.message}.`,
      advice: 'Text and names stand in double quotes; no comma before a closing bracket.',
      brief: 'not JSON',
    },
  };
}

/** The first character that no text has: a control character other than tab and line ends, or half a pair. */
function binaryAt(text: string): number | null {
  const at = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/);
  if (at >= 0) return at;
  const half = text.search(/\p{Surrogate}/u);
  return half < 0 ? null : half;
}

/** Characters as a person counts them: an emoji is one, though it takes two places. */
const charCount = (text: string): number => Array.from(text).length;

const size = (chars: number): string =>
  chars >= 1000 ? `${Math.round(chars / 1000)} thousand characters` : `${chars} characters`;
