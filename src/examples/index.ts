/**
 * The gallery: every shipped orchestration with its scenarios. Source text is not here, since each realm reads it its
 * own way: the page through Vite's `?raw`, Node from the folder that is named by the example's id.
 */
import type { Example } from './example.ts';
import { agentLoopBroken } from './agent-loop-broken/example.ts';
import { agentLoopFixed } from './agent-loop-fixed/example.ts';
import { agent } from './agent/example.ts';
import { approval } from './approval/example.ts';
import { cascadeBroken } from './cascade-broken/example.ts';
import { cascadeFixed } from './cascade-fixed/example.ts';
import { crashBroken } from './crash-broken/example.ts';
import { crashFixed } from './crash-fixed/example.ts';
import { dag } from './dag/example.ts';
import { deadLetter } from './dead-letter/example.ts';
import { failureHandling } from './failure-handling/example.ts';
import { healthcare } from './healthcare/example.ts';
import { minimal } from './minimal/example.ts';
import { mismatchBroken } from './mismatch-broken/example.ts';
import { mismatchFixed } from './mismatch-fixed/example.ts';
import { moderation } from './moderation/example.ts';
import { overwriteBroken } from './overwrite-broken/example.ts';
import { overwriteFixed } from './overwrite-fixed/example.ts';
import { programExamples } from './programs.ts';
import { qualityGate } from './quality-gate/example.ts';
import { recommendation } from './recommendation/example.ts';
import { retryStormBroken } from './retry-storm-broken/example.ts';
import { retryStormFixed } from './retry-storm-fixed/example.ts';
import { routing } from './routing/example.ts';
import { session } from './session/example.ts';
import { stateBroken } from './state-broken/example.ts';
import { stateBucketBroken } from './state-bucket-broken/example.ts';
import { stateBucketFixed } from './state-bucket-fixed/example.ts';
import { stateFixed } from './state-fixed/example.ts';
import { storedReply } from './stored-reply/example.ts';
import { supportWorkflow } from './support-workflow/example.ts';
import { triage } from './triage/example.ts';
import { triageFaq } from './triage-faq/example.ts';

export type { Example, ExampleScenario } from './example.ts';

/** The first is what a visitor sees. */
export const examples: readonly [Example, ...Example[]] = [
  triage,
  dag,
  storedReply,
  mismatchBroken,
  mismatchFixed,
  crashBroken,
  crashFixed,
  supportWorkflow,
  qualityGate,
  minimal,
  routing,
  failureHandling,
  healthcare,
  moderation,
  recommendation,
  session,
  approval,
  deadLetter,
  stateBroken,
  stateFixed,
  stateBucketBroken,
  stateBucketFixed,
  overwriteBroken,
  overwriteFixed,
  retryStormBroken,
  retryStormFixed,
  triageFaq,
  agentLoopBroken,
  agentLoopFixed,
  agent,
  cascadeBroken,
  cascadeFixed,
  ...programExamples,
];
