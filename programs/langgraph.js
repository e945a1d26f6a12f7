// A ReAct graph of LangGraph: the model and its tools take turns until there is nothing left to look up.
import { tool } from '@langchain/core/tools';
import { createReactAgent } from '@langchain/langgraph/prebuilt';
import { ChatOpenAI } from '@langchain/openai';
import { z } from 'zod';
import { lookUpOrder, question } from './orders.js';

const lookUp = tool(({ order }) => JSON.stringify(lookUpOrder(order)), {
  name: 'look_up_order',
  description: 'Looks up the status of an order by its number.',
  schema: z.object({ order: z.string().describe('The order number, such as ORD-1001.') }),
});

export default async function main(input) {
  const agent = createReactAgent({
    llm: new ChatOpenAI({ model: 'gpt-4o', maxRetries: 3 }),
    tools: [lookUp],
    prompt: 'Answer questions about orders. Look orders up before you answer.',
  });
  const { messages } = await agent.invoke(
    { messages: [{ role: 'user', content: input?.question ?? question }] },
    { recursionLimit: 12 },
  );
  return { answer: messages.at(-1).content, messages: messages.length };
}
