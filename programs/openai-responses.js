// A loop of tools over the Responses API, which keeps the conversation.
import OpenAI from 'openai';
import { lookUpOrder, question } from './orders.js';

const MOST_TURNS = 5;

const tools = [
  {
    type: 'function',
    name: 'look_up_order',
    description: 'Looks up the status of an order by its number.',
    parameters: {
      type: 'object',
      properties: { order: { type: 'string', description: 'The order number, such as ORD-1001.' } },
      required: ['order'],
      additionalProperties: false,
    },
    strict: true,
  },
];

export default async function main(input) {
  const openai = new OpenAI();
  const request = {
    model: 'gpt-4o',
    instructions: 'Answer questions about orders. Look orders up before you answer.',
    tools,
  };
  let response = await openai.responses.create({ ...request, input: input?.question ?? question });
  for (let turn = 1; turn < MOST_TURNS; turn++) {
    const calls = response.output.filter((item) => item.type === 'function_call');
    if (calls.length === 0) return { answer: response.output_text, turns: turn };
    const outputs = calls.map((call) => ({
      type: 'function_call_output',
      call_id: call.call_id,
      output: JSON.stringify(lookUpOrder(JSON.parse(call.arguments).order)),
    }));
    response = await openai.responses.create({
      ...request,
      previous_response_id: response.id,
      input: outputs,
    });
  }
  throw new Error(`no answer after ${MOST_TURNS} turns`);
}
