/** Cut: the connection ends in the middle of a reply, cleanly (which a careless reader takes for the end) or not. */
import * as z from 'zod/mini';
import { faultKind, oneOf } from './kind.ts';

export const cut = faultKind({
  kind: 'cut',
  title: 'Cut',
  summary: 'The reply stops in the middle.',
  stages: ['carry'],
  params: {
    afterParts: z
      ._default(z.int().check(z.gte(0)), 3)
      .check(
        z.describe('How many parts of the reply still come, its head included. Longer replies are cut.'),
      ),
    how: oneOf(['eof', 'reset'], 'Whether the connection ends cleanly or breaks.'),
  },
  edit(parts, { afterParts, how }) {
    if (parts.length <= afterParts) return parts;
    const kept = parts.slice(0, afterParts);
    const atMs = (kept.at(-1) ?? parts[0])?.atMs ?? 0;
    return [...kept, { atMs, part: { type: 'broken', how } }];
  },
});
