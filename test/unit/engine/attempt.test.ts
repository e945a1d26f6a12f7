/** One attempt: its time-outs, what of a reply stands in the history, and what a reply means. */
import { describe, expect, test } from 'vitest';
import {
  generate,
  orchestration,
  retrieve,
  step,
  type GenerateOptions,
} from '../../../src/authoring/index.ts';
import { defineStep, type Previous } from '../../../src/engine/step-def.ts';
import { policyOf } from '../../../src/engine/policies/policy.ts';
import type { ReplyPart } from '../../../src/model/reply.ts';
import { playWorld } from '../../support/policy-world.ts';
import {
  breaksOff,
  refuses,
  says,
  stalls,
  streams,
  timedCast,
  wants,
  type Reply,
} from '../../support/timed-cast.ts';

const ask = (options: Partial<GenerateOptions<string>> = {}) =>
  orchestration({
    name: 'Ask',
    steps: { answer: generate<string>({ model: 'main', system: 's', ...options }) },
    run: (input: string, { answer }) => answer(input),
  });
const play = (replies: readonly Reply[], options: Partial<GenerateOptions<string>> = {}) =>
  playWorld(ask(options), { cast: timedCast({ main: { replies } }) });
const failureOf = async (reply: Reply, options: Partial<GenerateOptions<string>> = {}) =>
  (await play([reply], options)).events('attempt.finished')[0]!.failure!;

describe('the time-outs of a call', () => {
  const slow = streams([
    [200, 'a'],
    [500, 'b'],
    [700, 'c'],
  ]);

  test('each end it a millisecond too late, and not at their very millisecond', async () => {
    const ends = async (options: Partial<GenerateOptions<string>>) =>
      (await play([slow], options)).ends[0]!.slice(1);
    expect(await ends({ timeout: '700ms' })).toEqual(['abc', 700]);
    expect(await ends({ timeout: '699ms' })).toEqual(['timeout.attempt', 699]);
    expect(await ends({ firstToken: '200ms' })).toEqual(['abc', 700]);
    expect(await ends({ firstToken: '199ms' })).toEqual(['timeout.first_token', 199]);
    expect(await ends({ idle: '300ms' })).toEqual(['abc', 700]);
    expect(await ends({ idle: '299ms' })).toEqual(['timeout.idle', 499]);
    expect(await ends({ totalTimeout: '700ms' })).toEqual(['abc', 700]);
    expect(await ends({ totalTimeout: '699ms' })).toEqual(['timeout.total', 699]);
  });

  test('say which it was, of whom and how long', async () => {
    const silent = stalls([[10, 'a']]);
    expect((await failureOf(silent, { timeout: '2s' })).message).toBe(
      'main took longer than the 2 s that an attempt of answer may take',
    );
    expect((await failureOf(silent, { idle: '1500ms' })).message).toContain('1500 ms of idle of answer');
    expect((await failureOf(stalls([]), { firstToken: '1s' })).message).toContain('1 s of firstToken');
  });

  test('of a function end it wherever it waits, and leave nothing behind', async () => {
    const world = await playWorld(
      orchestration({
        name: 'Function',
        steps: {
          slow: step((_: string, { sleep }) => sleep('1s').then(() => 'slept'), {
            timeout: '999ms',
            fallback: { run: () => 'gave up' },
          }),
        },
        run: (input: string, { slow: work }) => work(input),
      }),
      { cast: timedCast({}) },
    );
    expect(world.ends).toEqual([['run-1', 'gave up', 999]]);
    expect(world.endedMs).toBe(999);
  });
});

describe('what a reply means', () => {
  test.each<[string, Reply, string, boolean]>([
    ['429 that clears', refuses(429, 'rate_limit_exceeded'), 'rate_limited', true],
    ['429 of a quota', refuses(429, 'insufficient_quota'), 'quota_exhausted', false],
    ['402', refuses(402, 'payment_required'), 'quota_exhausted', false],
    ['529', refuses(529, 'overloaded_error'), 'overloaded', true],
    ['503 said to be overload', refuses(503, 'server_is_overloaded'), 'overloaded', true],
    ['503', refuses(503, 'service_unavailable'), 'unavailable', true],
    ['500', refuses(500, 'server_error'), 'server_error', true],
    ['408', refuses(408, 'request_timeout'), 'server_error', true],
    ['401', refuses(401, 'invalid_api_key'), 'unauthorised', false],
    ['404', refuses(404, 'model_not_found'), 'unknown_model', false],
    ['400', refuses(400, 'context_length_exceeded'), 'bad_request', false],
    ['an overload in a stream', breaksOff([], 10, 'overloaded_error'), 'overloaded', true],
    ['a rate limit in a stream', breaksOff([], 10, 'rate_limit_error'), 'rate_limited', true],
    ['a quota in a stream', breaksOff([], 10, 'insufficient_quota'), 'quota_exhausted', false],
    ['a bad request in a stream', breaksOff([], 10, 'invalid_request_error'), 'bad_request', false],
    ['a wrong key in a stream', breaksOff([], 10, 'authentication_error'), 'unauthorised', false],
    ['anything else in a stream', breaksOff([], 10, 'api_error'), 'server_error', true],
    ['a refused connection', [[0, { type: 'broken', how: 'refused' }]], 'unavailable', true],
    ['a reset before the answer', [[0, { type: 'broken', how: 'reset' }]], 'connection_lost', true],
    ['a reset in the answer', [...stalls([[5, 'a']]), [9, { type: 'broken', how: 'reset' }]], 'cut', true],
    [
      'an end without a terminator',
      [...stalls([[5, 'a']]), [9, { type: 'broken', how: 'eof' }]],
      'cut',
      true,
    ],
  ])('%s', async (_, reply, code, retryable) => {
    expect(await failureOf(reply)).toMatchObject({ code, retryable, step: 'answer' });
  });

  test('a tool call that is whole is handed on', async () => {
    const call = { id: '1', name: 'search', arguments: '{}' };
    const seen = defineStep<string, string>({
      kind: 'agent',
      policy: policyOf({}),
      targets: [
        {
          type: 'model',
          name: 'main',
          request: () => ({ kind: 'chat', model: 'main', messages: [] }),
          read: ({ toolCalls }) => ({ ok: true, value: toolCalls.map(({ name }) => name).join() }),
        },
      ],
    });
    const world = await playWorld(
      orchestration({ name: 'Tools', steps: { seen }, run: (text: string, { seen: bound }) => bound(text) }),
      { cast: timedCast({ main: { replies: [wants([call], 'tool-calls')] } }) },
    );
    expect(world.ends[0]![1]).toBe('search');
  });
});

describe('the history of an attempt', () => {
  const reply = async (...parts: readonly ReplyPart[]) =>
    (await play([parts.map((part) => [10, part] as const)])).events('attempt.finished')[0]!.reply;
  const head: ReplyPart = { type: 'head', version: '1' };
  const end: ReplyPart = { type: 'end', reason: 'stop' };
  const plain = { version: '1', text: '', end: 'stop', firstPartMs: 10, queuedMs: 0 };

  test('holds everything that was received, so that the call can be answered from it again', async () => {
    const documents = [{ id: 'd', title: 't', text: 'x', score: 0.5 }];
    expect(await reply(head, { type: 'documents', documents }, end)).toEqual({ ...plain, documents });
    expect(await reply(head, { type: 'vectors', vectors: [[1, 0]] }, end)).toEqual({
      ...plain,
      vectors: [[1, 0]],
    });
    const call = { id: '1', name: 'n', arguments: '{' };
    expect(await reply(head, { type: 'tool-call', call }, { type: 'end', reason: 'tool-calls' })).toEqual({
      ...plain,
      toolCalls: [call],
      end: 'tool-calls',
    });
    const refused = { status: 429, kind: 'k', message: 'm', retryAfterMs: 5 };
    const nothing = { version: null, text: '', end: null, firstPartMs: null, queuedMs: 0 };
    expect(await reply({ type: 'refused', ...refused })).toEqual({ ...nothing, refused });
    const error = { kind: 'k', message: 'm' };
    expect(await reply(head, { type: 'error', ...error })).toEqual({ ...nothing, version: '1', error });
    expect(await reply({ type: 'broken', how: 'reset' })).toEqual({ ...nothing, broken: 'reset' });
  });
});

describe('a further try on the same target', () => {
  test('is told what the one before came to, and one on another target is not', async () => {
    const told: (Previous | null)[] = [];
    const target = (name: string) => ({
      type: 'model' as const,
      name,
      request: (_: string, previous: Previous | null) => {
        told.push(previous);
        return { kind: 'chat' as const, model: name, messages: [] };
      },
      read: () => ({ ok: true as const, value: 'read' }),
    });
    const tries = defineStep<string, string>({
      kind: 'generate',
      policy: policyOf({ retry: { times: 1, base: '1ms' } }),
      targets: [target('main'), target('spare')],
    });
    await playWorld(
      orchestration({
        name: 'Tries',
        steps: { tries },
        run: (text: string, { tries: bound }) => bound(text),
      }),
      {
        cast: timedCast({
          main: { replies: [breaksOff([[5, 'half']], 9)] },
          spare: { replies: [says('x')] },
        }),
      },
    );
    expect(told.map((previous) => previous && [previous.received.text, previous.failure.code])).toEqual([
      null,
      ['half', 'overloaded'],
      null,
    ]);
  });
});

describe('a request that cannot be built', () => {
  test('fails the step before anything is sent, and leaves nothing of what was arranged for it', async () => {
    const world = await playWorld(
      orchestration({
        name: 'Wrong input',
        steps: {
          search: retrieve({
            index: 'main',
            hedge: { after: '1s' },
            bulkhead: 1,
            rate: { requests: 1, per: '1s' },
            budget: { calls: 5 },
          }),
        },
        run: (input: string, { search }) => search(7 as unknown as string, { key: input }),
      }),
      { cast: timedCast({ main: {} }) },
    );
    expect(world.ends).toEqual([['run-1', 'bad_request', 0]]);
    expect(world.endedMs).toBe(0);
    expect(world.events('attempt.started')).toEqual([]);
    expect(world.cells.size).toBe(0);
  });
});

describe('a function that answers at once', () => {
  test('is finished at once, in the order of the calls', async () => {
    const world = await playWorld(
      orchestration({
        name: 'At once',
        steps: { add: step((n: number) => n + 1) },
        async run(n: number, { add }) {
          const [one, two] = [add(n, { key: 'a' }), add(n, { key: 'b' })];
          return (await one) + (await two);
        },
      }),
      { cast: timedCast({}), runs: [{ input: 1 }] },
    );
    expect(world.history.map(({ type }) => type).filter((type) => type.startsWith('step.'))).toEqual([
      'step.started',
      'step.finished',
      'step.started',
      'step.finished',
    ]);
    expect(world.ends[0]![1]).toBe(4);
  });

  test('that throws at once fails its step like any other, and is judged when nobody awaits it', async () => {
    const throws = step((): string => {
      throw new Error('at once');
    });
    const caught = await playWorld(
      orchestration({
        name: 'Caught',
        steps: { throws },
        run: (_: string, { throws: bound }) => bound(undefined).catch(() => 'caught'),
      }),
      { cast: timedCast({}) },
    );
    expect(caught.ends[0]![1]).toBe('caught');
    const forgotten = await playWorld(
      orchestration({
        name: 'Forgotten',
        steps: { throws },
        run(_: string, { throws: bound }) {
          bound(undefined);
          return 'done';
        },
      }),
      { cast: timedCast({}) },
    );
    expect(forgotten.events('run.finished')[0]!.failure!.message).toContain('nobody awaited it: at once');
  });
});
