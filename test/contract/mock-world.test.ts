import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Serve } from '../../mocks/handlers/handlers.ts';
import { mockWorld, type MockStrike } from '../../mocks/handlers/mock-world.ts';
import type { Clock } from '../../mocks/handlers/play.ts';
import { startMocks, type MockNetwork } from '../../mocks/node.ts';
import { runId } from '../../src/base/units.ts';
import { applyPlan } from '../../src/faults/apply.ts';
import { faultKinds, type FaultKindName } from '../../src/faults/kinds.ts';
import type { Fault, FaultPlan } from '../../src/faults/plan.ts';
import { EMPTY_TALLY } from '../../src/faults/tally.ts';
import type { CallIdentity } from '../../src/model/call.ts';
import type { Cast } from '../../src/model/endpoint.ts';
import type { TimedPart } from '../../src/model/reply.ts';
import { callOverHttp } from '../../src/providers/call-over-http.ts';
import { MOCK_BASE_URL } from '../../src/providers/mock-host.ts';
import { EndpointQueue } from '../../src/simulation/endpoint-queue.ts';
import { serve } from '../../src/simulation/serve.ts';
import { scriptedCast } from '../support/scripted-cast.ts';

const SEED = 7;
const request = { kind: 'chat', model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] } as const;
const identity = (step: string): CallIdentity => ({ run: runId('run-1'), step, model: 'gpt-4o', attempt: 1 });

/** A hundred times as fast as the wall. */
const fast: Clock = {
  nowMs: () => performance.now() * 100,
  sleep: (delayMs, signal) =>
    new Promise((resolve) => {
      if (delayMs !== Infinity) setTimeout(resolve, Math.ceil(Math.max(0, delayMs) / 100));
      signal.addEventListener('abort', () => resolve());
      if (signal.aborted) resolve();
    }),
};

let mocks: MockNetwork;
beforeAll(() => void (mocks = startMocks(fast)));
afterAll(() => mocks.stop());

describe('a world of the mock host', () => {
  const cast = scriptedCast({ 'gpt-4o': { says: 'Hello there, general.', takesMs: 200, concurrency: 2 } });

  test('answers as the simulated host would, byte for byte', async () => {
    const { say } = world(cast);
    const expected = serve(cast.get('gpt-4o')!, identity('greet'), request, SEED).parts.map(
      ({ part }) => part,
    );
    expect(await say('greet', 1)).toEqual(expected);
  });

  test('applies faults in the order of the calls, and counts what they struck', async () => {
    const { say, struck } = world(cast, fault('server_error', { after: 1, count: 1 }));
    const outcomes = [await say('a', 1), await say('b', 2), await say('c', 3)].map(
      (parts) => parts.at(-1)!.type,
    );
    expect(outcomes).toEqual(['end', 'refused', 'end']);
    expect(struck).toEqual([[2, { fault: 'f', kind: 'server_error', firing: 'f:run-1/b#1@gpt-4o' }]]);
  });

  test('tells of a fault before what it causes', async () => {
    const told: string[] = [];
    const { say } = world(cast, fault('cut', { afterParts: 2, how: 'reset' }), () => told.push('strike'));
    await say('a', 1).then(() => told.push('end'));
    expect(told).toEqual(['strike', 'end']);
  });

  test('never tells of a fault that a given-up call did not meet', async () => {
    const slow = scriptedCast({ 'gpt-4o': { takesMs: 30_000 } });
    const { call, struck, begun } = world(slow, fault('server_error', { refuseMs: 30_000 }));
    const { drop } = call('a', 1);
    await expect.poll(() => begun).toEqual(['a']);
    drop();
    await sleep(350);
    expect(struck).toEqual([]);
  });

  test('lets calls beyond its capacity wait in line, and forgets those given up there', async () => {
    const { call, begun } = world(cast, fault('blackhole', { count: 2 }));
    const [first, second, third, fourth] = [1, 2, 3, 4].map((number) => call(`s${number}`, number));
    await expect.poll(() => begun).toEqual(['s1', 's2']);
    third!.drop();
    await sleep(10);
    first!.drop();
    await fourth!.over;
    expect(begun).toEqual(['s1', 's2', 's4']);
    second!.drop();
  });

  test('has no answer of a model that is not cast', async () => {
    const { say } = world(scriptedCast({ other: {} }));
    expect(await say('a', 1)).toEqual([
      {
        type: 'refused',
        status: 404,
        kind: 'model_not_found',
        message: "no endpoint is cast for 'gpt-4o'; this cast has other",
      },
    ]);
  });
});

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const fault = (kind: FaultKindName, given: object): FaultPlan => ({
  faults: [{ id: 'f', kind, ...faultKinds[kind].defaults, ...given } as unknown as Fault],
});

/** A served world, put together as the page does it. */
function world(cast: Cast, plan: FaultPlan = { faults: [] }, onStrike: () => void = () => undefined) {
  let tally = EMPTY_TALLY;
  const struck: [number, MockStrike][] = [];
  const begun: string[] = [];
  const served: Serve = mockWorld({
    cast,
    reply: (endpoint, caller, asked) => serve(endpoint, caller, asked, SEED).parts,
    edit(call, parts) {
      begun.push(call.step);
      const applied = applyPlan(plan, tally, call, parts, SEED);
      tally = applied.tally;
      return applied;
    },
    line: (concurrency) => new EndpointQueue(concurrency),
    nowMs: () => 0,
    onStrike(call, strike) {
      struck.push([call, strike]);
      onStrike();
    },
  });
  mocks.open(1, served);
  const call = (step: string, number: number) => {
    const parts: TimedPart[] = [];
    const dropped = new AbortController();
    const endpoint = {
      dialect: 'openai',
      baseUrl: MOCK_BASE_URL,
      fetch,
      now: () => performance.now(),
    } as const;
    const tag = { page: '', world: 1, call: number, identity: identity(step) };
    const over = callOverHttp(endpoint, request, tag, (part) => parts.push(part), dropped.signal);
    const drop = (): void => {
      dropped.abort();
      mocks.drop(1, number);
    };
    return { over, drop, parts };
  };
  const say = async (step: string, number: number) => {
    const { over, parts } = call(step, number);
    await over;
    return parts.map(({ part }) => part);
  };
  return { call, say, struck, begun };
}
