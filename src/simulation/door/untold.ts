/** What of a reply has not been told part by part: its last part always, and all of one that comes from a recording. */
import type { Received, ReplyPart } from '../../model/reply.ts';

/** How much of a reply was told. */
export class Told {
  head = false;
  private textChars = 0;
  private calls = 0;
  private vectors = false;
  private usage = false;

  add(part: ReplyPart): void {
    if (part.type === 'head') this.head = true;
    else if (part.type === 'text') this.textChars += part.text.length;
    else if (part.type === 'tool-call') this.calls++;
    else if (part.type === 'vectors') this.vectors = true;
    else if (part.type === 'usage') this.usage = true;
  }

  /** The parts that are left, in order. */
  rest(received: Received): ReplyPart[] {
    const { version, text, toolCalls, vectors, usage, end, refused, error, broken } = received;
    const parts: ReplyPart[] = [];
    if (version !== null && !this.head) parts.push({ type: 'head', version });
    if (text.length > this.textChars) parts.push({ type: 'text', text: text.slice(this.textChars) });
    for (const call of toolCalls.slice(this.calls)) parts.push({ type: 'tool-call', call });
    if (vectors && !this.vectors) parts.push({ type: 'vectors', vectors });
    if (usage && !this.usage) parts.push({ type: 'usage', usage });
    if (refused) parts.push(refused);
    if (error) parts.push(error);
    if (broken) parts.push({ type: 'broken', how: broken });
    if (end) parts.push({ type: 'end', reason: end });
    return parts;
  }
}
