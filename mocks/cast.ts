/** The simulated cast: every model, store and service that an orchestration can name without bringing its own. */
import type { Cast, SimulatedEndpoint } from '../src/model/endpoint.ts';
import { accessControl } from './models/access-control.ts';
import { auditLog } from './models/audit-log.ts';
import { bestsellers } from './models/bestsellers.ts';
import { claude3Haiku } from './models/claude-3-haiku.ts';
import { claude3Opus } from './models/claude-3-opus.ts';
import { claude3Sonnet } from './models/claude-3-sonnet.ts';
import { contraindications } from './models/contraindications.ts';
import { crm } from './models/crm.ts';
import { deskClassifier } from './models/desk-classifier.ts';
import { embeddingV3 } from './models/embedding-v3.ts';
import { gpt4oMini } from './models/gpt-4o-mini.ts';
import { gpt4o } from './models/gpt-4o.ts';
import { helpCentre } from './models/help-centre.ts';
import { imageSafety } from './models/image-safety.ts';
import { inventory } from './models/inventory.ts';
import { judgeV1 } from './models/judge-v1.ts';
import { medicalLiterature } from './models/medical-literature.ts';
import { mistralLarge } from './models/mistral-large.ts';
import { mistralSmall } from './models/mistral-small.ts';
import { orders } from './models/orders.ts';
import { payments } from './models/payments.ts';
import { recsSearch } from './models/recs-search.ts';
import { recsSession } from './models/recs-session.ts';
import { recsSimilar } from './models/recs-similar.ts';
import { recsTogether } from './models/recs-together.ts';
import { urlReputation } from './models/url-reputation.ts';
import { webSearch } from './models/web-search.ts';
import { keepEntry } from './skills/audit-log.ts';
import { chatModel } from './skills/chat.ts';
import { contraindicationsOf, findLiterature, mayAccess } from './skills/clinic.ts';
import { customer } from './skills/customer-book.ts';
import { drifting } from './skills/drifting.ts';
import { embedder } from './skills/embedder.ts';
import { lookAtImage, reputationOf } from './skills/moderation.ts';
import { lookUpOrder, refund } from './skills/order-book.ts';
import { inSession, popular, searched, similar, together } from './skills/recommend.ts';
import { retriever } from './skills/retrieve.ts';
import { service } from './skills/service.ts';
import { stockOf } from './skills/stock.ts';
import { searchWeb } from './skills/web-search.ts';

const models = [
  gpt4oMini,
  gpt4o,
  claude3Haiku,
  claude3Sonnet,
  claude3Opus,
  mistralSmall,
  mistralLarge,
  judgeV1,
];

const endpoints: readonly SimulatedEndpoint[] = [
  ...models.map(chatModel),
  drifting(deskClassifier, { from: '2024-01', accuracy: { intent: 0.79 } }),
  embedder(embeddingV3),
  retriever(helpCentre),
  retriever(medicalLiterature, findLiterature),
  service(orders, lookUpOrder),
  service(payments, refund),
  service(crm, customer),
  service(webSearch, searchWeb),
  service(auditLog, keepEntry),
  service(accessControl, mayAccess),
  service(contraindications, contraindicationsOf),
  service(imageSafety, lookAtImage),
  service(urlReputation, reputationOf),
  service(recsTogether, together),
  service(recsSimilar, similar),
  service(recsSession, inSession),
  service(recsSearch, searched),
  service(bestsellers, popular),
  service(inventory, stockOf),
];

/** Endpoints by the name that requests bind to. Each is pure and shared by all worlds. */
export const simulatedCast: Cast = new Map(endpoints.map((endpoint) => [endpoint.profile.model, endpoint]));
