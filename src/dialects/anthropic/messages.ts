/** Anthropic's messages. */
import type { Dialect } from '../port.ts';
import { renderAll, streamWriter, wholeWriter } from '../writer.ts';
import { readMessages } from './messages-request.ts';
import { MessagesVoice } from './messages-voice.ts';

const open: Dialect['open'] = (request, facts) => {
  const voice = new MessagesVoice(facts, request);
  return request?.kind === 'chat' && request.stream ? streamWriter(voice) : wholeWriter(voice);
};

export const anthropicMessages: Dialect = {
  name: 'anthropic-messages',
  vendor: 'anthropic',
  read: readMessages,
  open,
  render: (parts, request, facts) => renderAll(open(request, facts), parts),
};
