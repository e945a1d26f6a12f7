// The AI SDK: an answer found with a tool, then summarised, streamed, by a model of another vendor.
import { anthropic } from '@ai-sdk/anthropic';
import { openai } from '@ai-sdk/openai';
import { generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { lookUpOrder, question } from './orders.js';

export default async function main(input) {
  const found = await generateText({
    model: openai('gpt-4o'),
    system: 'Answer questions about orders. Look orders up before you answer.',
    prompt: input?.question ?? question,
    tools: {
      look_up_order: tool({
        description: 'Looks up the status of an order by its number.',
        inputSchema: z.object({ order: z.string().describe('The order number, such as ORD-1001.') }),
        execute: ({ order }) => lookUpOrder(order),
      }),
    },
    stopWhen: stepCountIs(5),
  });

  const errors = [];
  const told = streamText({
    model: anthropic('claude-3-haiku'),
    system: 'Summarise this reply to a customer, in a friendly tone.',
    prompt: found.text,
    maxOutputTokens: 200,
    onError: ({ error }) => errors.push(error),
  });
  let answer = '';
  for await (const piece of told.textStream) answer += piece;
  if (errors.length > 0) throw errors[0];
  return { answer, found: found.text, steps: found.steps.length, finishReason: await told.finishReason };
}
