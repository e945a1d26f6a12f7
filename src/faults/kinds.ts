/** Every kind of fault, by name, in the order in which the screen offers them. A new kind is a file and a row. */
import { badFormat } from './bad-format.ts';
import { blackhole } from './blackhole.ts';
import { cut } from './cut.ts';
import type { Spoken } from './kind.ts';
import { latency } from './latency.ts';
import { outage } from './outage.ts';
import { orchestratorCrash } from './orchestrator-crash.ts';
import { overloaded } from './overloaded.ts';
import { rateLimit } from './rate-limit.ts';
import { serverError } from './server-error.ts';

export const faultKinds = {
  outage,
  latency,
  rate_limit: rateLimit,
  overloaded,
  server_error: serverError,
  blackhole,
  cut,
  bad_format: badFormat,
  orchestrator_crash: orchestratorCrash,
} as const;

export type FaultKindName = keyof typeof faultKinds;

/** What a fault is, beside its envelope: its kind and that kind's parameters, all present. */
export type FaultBody = Spoken<(typeof faultKinds)[FaultKindName]>;
