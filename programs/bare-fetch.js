// No client at all: fetch, a limit, and a model of another vendor when the first one fails.
import { helpQuestion, promptFor } from './help.js';

const SYSTEM = 'Answer the question from the articles.';
const LIMIT_MS = 8000;

async function askOpenAi(question) {
  const response = await fetch('https://api.openai.com/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env.OPENAI_API_KEY}` },
    body: JSON.stringify({
      model: 'gpt-4o-mini',
      messages: [
        { role: 'system', content: SYSTEM },
        { role: 'user', content: promptFor(question) },
      ],
    }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  if (!response.ok) throw new Error(`OpenAI answered ${response.status}`);
  const { choices } = await response.json();
  return choices[0].message.content;
}

async function askAnthropic(question) {
  const response = await fetch('https://api.anthropic.com/v1/messages', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-api-key': process.env.ANTHROPIC_API_KEY,
      'anthropic-version': '2023-06-01',
    },
    body: JSON.stringify({
      model: 'claude-3-haiku',
      max_tokens: 300,
      system: SYSTEM,
      messages: [{ role: 'user', content: promptFor(question) }],
    }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  if (!response.ok) throw new Error(`Anthropic answered ${response.status}`);
  const { content } = await response.json();
  return content.map((block) => block.text).join('');
}

export default async function main(input) {
  const question = input?.question ?? helpQuestion;
  try {
    return { by: 'OpenAI', answer: await askOpenAi(question) };
  } catch (error) {
    return { by: 'Anthropic', because: String(error), answer: await askAnthropic(question) };
  }
}
