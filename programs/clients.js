// The clients under contract, in one place, so that a test need not know where they are installed.
export { default as OpenAI } from 'openai';
export { default as Anthropic } from '@anthropic-ai/sdk';
export { generateText, stepCountIs, streamText, tool } from 'ai';
export { createOpenAI } from '@ai-sdk/openai';
export { createAnthropic } from '@ai-sdk/anthropic';
export { ChatOpenAI } from '@langchain/openai';
export { tool as langchainTool } from '@langchain/core/tools';
export { z } from 'zod';
