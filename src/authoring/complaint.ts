/** How a reply that cannot be used is sent back: the model's own words, and what is wrong with them. */
import type { Previous } from '../engine/step-def.ts';
import type { Message, Request } from '../model/request.ts';

/** Of a reply that is sent back: more of it teaches a model nothing. */
const REPLY_CHARS = 8_000;

/** The request again, with the reply that it got and the complaint. A request that is no chat stays as it is. */
export function withComplaint(request: Request, { received, failure }: Previous): Request {
  if (request.kind !== 'chat') return request;
  const said: readonly Message[] =
    received.text === '' ? [] : [{ role: 'assistant', content: received.text.slice(0, REPLY_CHARS) }];
  const complaint = `Your reply could not be used: ${failure.message}. Reply again, in the form that was asked for and nothing else.`;
  return { ...request, messages: [...request.messages, ...said, { role: 'user', content: complaint }] };
}
