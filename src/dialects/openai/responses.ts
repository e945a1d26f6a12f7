/** OpenAI's responses. */
import type { Dialect } from '../port.ts';
import { renderAll, streamWriter, wholeWriter } from '../writer.ts';
import { readResponses } from './responses-request.ts';
import { ResponsesVoice } from './responses-voice.ts';

const open: Dialect['open'] = (request, facts) => {
  const voice = new ResponsesVoice(facts);
  return request?.kind === 'chat' && request.stream ? streamWriter(voice) : wholeWriter(voice);
};

export const openAiResponses: Dialect = {
  name: 'openai-responses',
  vendor: 'openai',
  read: readResponses,
  open,
  render: (parts, request, facts) => renderAll(open(request, facts), parts),
};
