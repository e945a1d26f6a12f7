/**
 * What a document may say of a plan. Outside input is parsed at the doors only; inside, a plan is trusted.
 *
 * 1. Parsing fills in every default parameter; what it does not know it refuses.
 */
import * as z from 'zod/mini';
import { faultKinds } from './kinds.ts';
import type { FaultPlan } from './plan.ts';

/** How many faults a plan may hold, and how many firings one of them may name. */
export const PLAN_LIMIT = 1000;

const virtualMs = z.int().check(z.gte(0));
const fromOne = z.int().check(z.gte(1));
const name = z.string().check(z.minLength(1), z.maxLength(500));

const match = z
  .strictObject({
    step: z.exactOptional(name.check(z.describe("A step's path, or its name alone."))),
    model: z.exactOptional(name.check(z.describe("The endpoint's name."))),
    call: z.exactOptional(fromOne.check(z.describe('The n-th call to its endpoint, from 1.'))),
    attempt: z.exactOptional(fromOne.check(z.describe('The n-th attempt of its step, from 1.'))),
  })
  .check(z.meta({ id: 'match', description: 'Which calls are meant. What is left out matches everything.' }));

const window = z.tuple([virtualMs, virtualMs]).check(
  z.refine(([fromMs, toMs]) => fromMs < toMs, 'a window must end after it begins'),
  z.meta({ id: 'window', description: 'Virtual ms: from inclusive, to exclusive.' }),
);

const envelope = {
  id: z
    .string()
    .check(
      z.regex(/^[A-Za-z0-9_-]{1,64}$/, "a fault's id is 1 to 64 letters, digits, _ and -"),
      z.describe('Unique in its plan: letters, digits, _ and -.'),
    ),
  match: z.exactOptional(match),
  window: z.exactOptional(window),
  rate: z.exactOptional(
    z
      .number()
      .check(z.gte(0), z.lte(1), z.describe('The share of matching calls that are struck, 0–1. Default 1.')),
  ),
  after: z.exactOptional(
    z.int().check(z.gte(0), z.describe('How many matching calls pass first. Default 0.')),
  ),
  count: z.exactOptional(fromOne.check(z.describe('How many calls are struck at most. Default: all.'))),
  only: z.exactOptional(
    z
      .array(z.string().check(z.maxLength(2000)))
      .check(z.maxLength(PLAN_LIMIT), z.describe('Firings: strikes exactly these.')),
  ),
};

const [first, ...rest] = Object.values(faultKinds).map(({ kind, summary, params }) =>
  z
    .strictObject({ ...envelope, kind: z.literal(kind), ...params })
    .check(z.meta({ id: kind, description: summary })),
);

const uniqueIds = z.superRefine<{ readonly id: string }[]>((faults, context) => {
  const seen = new Set<string>();
  faults.forEach(({ id }, i) => {
    if (seen.has(id))
      context.addIssue({ code: 'custom', path: [i, 'id'], message: `another fault has the id '${id}'` });
    seen.add(id);
  });
});

/** The schema of a fault plan. Its output is complete: every parameter is there. */
export const planSchema = z.strictObject({
  faults: z.array(z.discriminatedUnion('kind', [first!, ...rest])).check(z.maxLength(PLAN_LIMIT), uniqueIds),
}) as unknown as z.ZodMiniType<FaultPlan>;
