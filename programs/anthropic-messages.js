// Streamed messages with a tool, in a loop.
import Anthropic from '@anthropic-ai/sdk';
import { lookUpOrder, question } from './orders.js';

const MOST_TURNS = 5;

const tools = [
  {
    name: 'look_up_order',
    description: 'Looks up the status of an order by its number.',
    input_schema: {
      type: 'object',
      properties: { order: { type: 'string', description: 'The order number, such as ORD-1001.' } },
      required: ['order'],
    },
  },
];

export default async function main(input) {
  const anthropic = new Anthropic({ maxRetries: 3 });
  const messages = [{ role: 'user', content: input?.question ?? question }];
  let heard = '';
  for (let turn = 1; turn <= MOST_TURNS; turn++) {
    const stream = anthropic.messages.stream({
      model: 'claude-3-sonnet',
      max_tokens: 500,
      system: 'Answer questions about orders. Look orders up before you answer.',
      messages,
      tools,
    });
    stream.on('text', (text) => {
      heard += text;
    });
    const message = await stream.finalMessage();
    if (message.stop_reason !== 'tool_use')
      return { answer: heard, stopReason: message.stop_reason, turns: turn };
    heard = '';
    messages.push({ role: 'assistant', content: message.content });
    messages.push({
      role: 'user',
      content: message.content
        .filter((block) => block.type === 'tool_use')
        .map((block) => ({
          type: 'tool_result',
          tool_use_id: block.id,
          content: JSON.stringify(lookUpOrder(block.input.order)),
        })),
    });
  }
  throw new Error(`no answer after ${MOST_TURNS} turns`);
}
