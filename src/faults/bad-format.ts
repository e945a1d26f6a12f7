/**
 * Bad format: the model's words are right and their form is wrong.
 *
 * Owns how the violation gets into the text parts of a reply; what violates a schema is schema-violation.ts.
 *
 * 1. Times stay as they were; the head, the usage and the end too.
 * 2. `fence` and `prose` strike every reply with text. `type` and `missing_key` need a JSON text that can be made to
 *    violate: any other reply is left alone, so nothing was struck.
 */
import type { TimedPart } from '../model/reply.ts';
import { faultKind, oneOf } from './kind.ts';
import { violate } from './schema-violation.ts';

const AROUND = {
  fence: ['```json\n', '\n```'],
  prose: ['Sure! Here is what you asked for:\n\n', '\n\nLet me know if you need anything else.'],
} as const;

export const badFormat = faultKind({
  kind: 'bad_format',
  title: 'Bad format',
  summary: 'The reply is complete, but not in the form that was asked for.',
  stages: ['write'],
  params: {
    how: oneOf(
      ['fence', 'prose', 'type', 'missing_key'],
      'A Markdown fence around it, chatter around it, a value of another type, a key left out.',
    ),
  },
  edit(parts, { how }, { request, draw }) {
    const text = parts.map(({ part }) => (part.type === 'text' ? part.text : '')).join('');
    if (text === '') return parts;
    if (how === 'fence' || how === 'prose') return respoken(parts, AROUND[how][0] + text + AROUND[how][1]);
    const schema = request.kind === 'chat' ? (request.format?.schema ?? null) : null;
    const wrong = violate(text, schema, how, draw('where'));
    return wrong === null ? parts : respoken(parts, wrong);
  },
});

/** The same parts at the same times, saying another text: each keeps its share of the length, the last takes the rest. */
function respoken(parts: readonly TimedPart[], text: string): readonly TimedPart[] {
  const spoken = parts.flatMap(({ part }) => (part.type === 'text' ? [part.text.length] : []));
  const total = spoken.reduce((sum, length) => sum + length, 0);
  let seen = 0;
  let from = 0;
  return parts.flatMap(({ atMs, part }): TimedPart[] => {
    if (part.type !== 'text') return [{ atMs, part }];
    seen += part.text.length;
    const to = seen === total ? text.length : wholeCharacters(text, Math.floor((text.length * seen) / total));
    const piece = text.slice(from, to);
    from = to;
    return piece === '' ? [] : [{ atMs, part: { type: 'text', text: piece } }];
  });
}

/** The index, moved on by one where it would fall between the halves of one character. */
function wholeCharacters(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff ? index + 1 : index;
}
