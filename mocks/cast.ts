/** The simulated cast: every model and store that an orchestration can name without bringing its own. */
import type { Cast, SimulatedEndpoint } from '../src/model/endpoint.ts';
import { claude3Haiku } from './models/claude-3-haiku.ts';
import { claude3Sonnet } from './models/claude-3-sonnet.ts';
import { embeddingV3 } from './models/embedding-v3.ts';
import { gpt4oMini } from './models/gpt-4o-mini.ts';
import { gpt4o } from './models/gpt-4o.ts';
import { helpCentre } from './models/help-centre.ts';
import { judgeV1 } from './models/judge-v1.ts';
import { chatModel } from './skills/chat.ts';
import { embedder } from './skills/embedder.ts';
import { retriever } from './skills/retrieve.ts';

const endpoints: readonly SimulatedEndpoint[] = [
  ...[gpt4oMini, gpt4o, claude3Haiku, claude3Sonnet, judgeV1].map(chatModel),
  embedder(embeddingV3),
  retriever(helpCentre),
];

/** Endpoints by the name that requests bind to. Each is pure and shared by all worlds. */
export const simulatedCast: Cast = new Map(endpoints.map((endpoint) => [endpoint.profile.model, endpoint]));
