/** An embedding model: one vector for each text. */
import type { Profile, SimulatedEndpoint } from '../../src/model/endpoint.ts';
import { estimateTokens } from '../../src/model/tokens.ts';
import { embedText } from './embed.ts';

export function embedder(profile: Profile): SimulatedEndpoint {
  return {
    profile,
    answer: (request) => {
      if (request.kind !== 'embed')
        return { text: '', usage: { inputTokens: 0, outputTokens: 0 }, reason: 'refusal' };
      const inputTokens = request.texts.reduce((sum, text) => sum + estimateTokens(text), 0);
      return {
        vectors: request.texts.map(embedText),
        usage: { inputTokens, outputTokens: 0 },
        reason: 'stop',
      };
    },
  };
}
