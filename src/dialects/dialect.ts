/**
 * Which provider's dialect is spoken at an address. It goes by the path where that is telling enough, so that compatible
 * services, proxies and Azure are answered as well: whatever stands before it is a base URL that a program was given.
 */
import { anthropicMessages } from './anthropic/messages.ts';
import { openAiChat } from './openai/chat.ts';
import { openAiEmbeddings } from './openai/embeddings.ts';
import { openAiResponses } from './openai/responses.ts';
import type { Dialect } from './port.ts';

export type { Dialect, HttpPart, Rendered, Stored } from './port.ts';

/** By the end of an address; what stands before it is the version, or Azure's deployment. */
const ADDRESSES: readonly (readonly [RegExp, Dialect])[] = [
  [/(?:^https?:\/\/[^/]+|\/v\d\w*|\/openai|\/deployments\/[^/]+)\/chat\/completions$/, openAiChat],
  [/(?:\/v\d\w*|\/openai|\/deployments\/[^/]+)\/embeddings$/, openAiEmbeddings],
  [/(?:openai|azure|openrouter|^https?:\/\/(?:localhost|127\.0\.0\.1))[^?]*\/responses$/, openAiResponses],
  [/(?:anthropic|openrouter|^https?:\/\/(?:localhost|127\.0\.0\.1))[^?]*\/v1\/messages$/, anthropicMessages],
];

/** The addresses that are answered, as a refusal of another one says them. */
export const KNOWN_ADDRESSES: readonly string[] = [
  'https://api.openai.com/v1/chat/completions',
  'https://api.openai.com/v1/responses',
  'https://api.openai.com/v1/embeddings',
  'https://api.anthropic.com/v1/messages',
];

/**
 * The dialect of an absolute http or https address; null for one at which no known provider answers. Requests are POSTs:
 * what else a provider serves there is not answered.
 */
export function dialectOf(url: string): Dialect | null {
  const address = /^https?:\/\/[^/?#]+[^?#]*/i.exec(url)?.[0];
  if (address === undefined) return null;
  const found = ADDRESSES.find(([pattern]) => pattern.test(address));
  return found ? withDeployment(found[1], address) : null;
}

/** Azure names the model in the path, as a deployment; the body may leave it out. */
function withDeployment(dialect: Dialect, address: string): Dialect {
  const model = /\/deployments\/([^/]+)\//.exec(address)?.[1];
  if (model === undefined) return dialect;
  return { ...dialect, read: (body, context) => dialect.read(withModel(body, model), context) };
}

function withModel(body: string, model: string): string {
  try {
    const said: unknown = JSON.parse(body);
    const named = typeof said === 'object' && said !== null && !Array.isArray(said);
    return named ? JSON.stringify({ model, ...said }) : body;
  } catch {
    return body;
  }
}
