/** OpenAI's chat completions, as OpenAI and everyone who is compatible with it serves them. */
import type { Dialect } from '../port.ts';
import { renderAll, streamWriter, wholeWriter } from '../writer.ts';
import { readChat } from './chat-request.ts';
import { ChatVoice } from './chat-voice.ts';

const open: Dialect['open'] = (request, facts) => {
  const voice = new ChatVoice(facts);
  return request?.kind === 'chat' && request.stream ? streamWriter(voice) : wholeWriter(voice);
};

export const openAiChat: Dialect = {
  name: 'openai-chat',
  vendor: 'openai',
  read: readChat,
  open,
  render: (parts, request, facts) => renderAll(open(request, facts), parts),
};
