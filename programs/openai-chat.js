// A streamed chat completion with the official client, which tries again by itself.
import OpenAI from 'openai';
import { helpQuestion, promptFor } from './help.js';

export default async function main(input) {
  const openai = new OpenAI({ timeout: 20_000 });
  const stream = await openai.chat.completions.create({
    model: 'gpt-4o',
    messages: [
      { role: 'system', content: 'Answer the question from the articles.' },
      { role: 'user', content: promptFor(input?.question ?? helpQuestion) },
    ],
    stream: true,
    stream_options: { include_usage: true },
  });

  let answer = '';
  let finishReason = null;
  let tokens = 0;
  for await (const chunk of stream) {
    answer += chunk.choices[0]?.delta?.content ?? '';
    finishReason = chunk.choices[0]?.finish_reason ?? finishReason;
    tokens = chunk.usage?.total_tokens ?? tokens;
  }
  // A stream that was cut ends like any other: only the reason tells.
  if (finishReason !== 'stop') throw new Error(`the answer is not whole: ${finishReason ?? 'it was cut'}`);
  return { answer, tokens };
}
