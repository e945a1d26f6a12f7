/** Random policies, endpoints and loads, for properties that must hold whatever they are. */
import fc from 'fast-check';
import {
  generate,
  orchestration,
  step,
  type Orchestration,
  type PolicyOptions,
  type StepContext,
  type StepError,
} from '../../src/authoring/index.ts';
import type { Cast } from '../../src/model/endpoint.ts';
import type { RunSpec } from '../../src/simulation/simulate.ts';
import { breaksOff, refuses, says, stalls, streams, timedCast, type Reply } from './timed-cast.ts';

/** What one step is made of: each its own model, so that what is shared is shared by the runs alone. */
export interface RandomStep {
  readonly policy: PolicyOptions<string>;
  readonly replies: readonly Reply[];
  /** Model steps alone. */
  readonly stream: boolean;
  /** Whether giving up a call ends its work. */
  readonly cancellable: boolean;
  /** A function that waits in place of a model. */
  readonly code: boolean;
}

export interface RandomLoad {
  readonly steps: readonly RandomStep[];
  readonly runs: readonly RunSpec[];
}

const short = fc.integer({ min: 1, max: 400 });
const ms = (value: number): `${number}ms` => `${value}ms`;
const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });

const reply: fc.Arbitrary<Reply> = fc.oneof(
  { weight: 4, arbitrary: short.map((at) => says('fine', at)) },
  short.map((at) => says('poor', at)),
  short.map((at) =>
    streams([
      [at, 'a '],
      [at + 50, 'b'],
    ]),
  ),
  short.map((at) => refuses(500, 'server_error', { atMs: at })),
  short.map((at) => refuses(429, 'rate_limit_exceeded', { atMs: at, retryAfterMs: at * 3 })),
  short.map((at) => refuses(401, 'invalid_api_key', { atMs: at })),
  short.map((at) => breaksOff([[at, 'a ']], at + 5)),
  fc.constant(stalls([[5, 'a ']])),
);

const policy: fc.Arbitrary<PolicyOptions<string>> = fc
  .record({
    timeout: short,
    limits: fc.boolean(),
    total: sometimes(fc.integer({ min: 500, max: 3_000 })),
    times: fc.nat(2),
    fallback: fc.boolean(),
    breaker: sometimes(
      fc.record({
        byRatio: fc.boolean(),
        failures: fc.integer({ min: 1, max: 3 }),
        open: fc.integer({ min: 1, max: 800 }),
        lease: short,
        around: fc.constantFrom('attempt' as const, 'retry' as const),
      }),
    ),
    hedge: sometimes(
      fc.record({ after: fc.integer({ min: 1, max: 200 }), most: fc.integer({ min: 2, max: 4 }) }),
    ),
    bulkhead: sometimes(
      fc.record({
        most: fc.integer({ min: 1, max: 2 }),
        queue: fc.nat(3),
        wait: sometimes(fc.integer({ min: 1, max: 500 })),
        timed: fc.boolean(),
      }),
    ),
    rate: sometimes(
      fc.record({ requests: fc.integer({ min: 1, max: 3 }), wait: fc.integer({ min: 0, max: 500 }) }),
    ),
    budget: sometimes(
      fc.record({
        calls: fc.integer({ min: 0, max: 6 }),
        per: fc.constantFrom('step' as const, 'run' as const, 'tenant' as const),
      }),
    ),
    gate: fc.boolean(),
    retryBudget: fc.constantFrom({ tokens: 3 }, { ratio: 0.5, least: 1, within: '500ms' as const }),
  })
  .map(
    ({
      timeout,
      limits,
      total,
      times,
      breaker,
      hedge,
      bulkhead,
      rate,
      budget,
      ...rest
    }): PolicyOptions<string> => {
      const timed = limits ? { timeout: ms(timeout) } : {};
      const hedged = hedge && (!limits || hedge.after < timeout);
      return {
        ...timed,
        ...(total === undefined ? {} : { totalTimeout: ms(total) }),
        retry:
          times === 0 && !hedged
            ? 0
            : { times, base: '20ms', cap: '200ms', ...(hedged ? { budget: rest.retryBudget } : {}) },
        ...(rest.fallback ? { fallback: { value: 'none' } } : {}),
        ...(breaker
          ? {
              breaker: {
                ...(breaker.byRatio ? { ratio: 0.5, of: breaker.failures } : { failures: breaker.failures }),
                within: '1s',
                open: ms(breaker.open),
                lease: ms(breaker.lease),
                around: breaker.around,
              },
            }
          : {}),
        ...(hedged ? { hedge: { after: ms(hedge.after), most: hedge.most } } : {}),
        ...(bulkhead
          ? {
              bulkhead: {
                most: bulkhead.most,
                queue: bulkhead.queue,
                ...(bulkhead.queue > 0 && bulkhead.wait !== undefined ? { wait: ms(bulkhead.wait) } : {}),
                timed: limits && bulkhead.timed,
              },
            }
          : {}),
        ...(rate ? { rate: { requests: rate.requests, per: '500ms', wait: ms(rate.wait) } } : {}),
        ...(budget ? { budget } : {}),
        ...(rest.gate ? { gate: { score: (text: string) => (text === 'poor' ? 0 : 1), threshold: 1 } } : {}),
      };
    },
  );

const randomStep: fc.Arbitrary<RandomStep> = fc
  .record({
    policy,
    replies: fc.array(reply, { minLength: 1, maxLength: 6 }),
    stream: fc.boolean(),
    cancellable: fc.boolean(),
    code: fc.boolean(),
  })
  .map((made) => (made.policy.hedge ? { ...made, stream: false } : made));

const run = fc.record({
  input: fc.constant('hello'),
  atMs: fc.nat(1_500),
  tenant: fc.constantFrom('', 'a', 'b'),
});

export const randomLoad: fc.Arbitrary<RandomLoad> = fc.record({
  steps: fc.array(randomStep, { minLength: 1, maxLength: 3 }),
  runs: fc.array(run, { minLength: 1, maxLength: 6 }),
});

/** Every run uses every step twice at once and awaits what comes of it. */
export function loaded({ steps }: RandomLoad): Orchestration<string> {
  const declared = Object.fromEntries(
    steps.map((made, i) => {
      const { policy: options, stream, code } = made;
      if (!code) return [`s${i}`, generate<string>({ model: `m${i}`, system: 's', stream, ...options })];
      const work = async (_: string, { attempt, sleep }: StepContext) => {
        await sleep(`${(attempt * 97) % 400}ms`);
        if (attempt % 3 === 0) throw new Error('every third fails');
        return 'fine';
      };
      return [`s${i}`, step(work, options)];
    }),
  );
  return orchestration({
    name: 'Loaded',
    steps: declared,
    run: (input: string, bound, { all }) =>
      all(
        Object.keys(declared).flatMap((name) =>
          [1, 2].map((key) =>
            bound[name]!(input, { key }).catch((error: unknown) => (error as StepError).code),
          ),
        ),
      ),
  });
}

/** Made anew for each world. */
export const castFor = ({ steps }: RandomLoad, cancellable?: boolean): Cast =>
  timedCast(
    Object.fromEntries(
      steps.map((made, i) => [
        `m${i}`,
        { replies: made.replies, profile: { cancellable: cancellable ?? made.cancellable } },
      ]),
    ),
  );
