import { describe, expect, test } from 'vitest';
import type { Cast, SimulatedEndpoint } from '../../../../src/model/endpoint.ts';
import { scriptedCast } from '../../../support/scripted-cast.ts';
import { CHAT, chat, rehearseProgram, type Globals } from './program-world.ts';

/** A reply whose parts come at the times that are written here. */
const pacedCast: Cast = new Map(
  [...scriptedCast({ 'gpt-4o': {} })].map(([name, { profile }]): [string, SimulatedEndpoint] => [
    name,
    {
      profile,
      answer: () => ({
        usage: { inputTokens: 1, outputTokens: 3 },
        reason: 'stop',
        parts: [
          { atMs: 100, part: { type: 'head', version: '1' } },
          { atMs: 200, part: { type: 'text', text: 'one ' } },
          { atMs: 300, part: { type: 'text', text: 'two ' } },
          { atMs: 300, part: { type: 'text', text: 'three' } },
          { atMs: 400, part: { type: 'usage', usage: { inputTokens: 1, outputTokens: 3 } } },
          { atMs: 400, part: { type: 'end', reason: 'stop' } },
        ],
      }),
    },
  ]),
);

/** When something was settled, and how. */
const outcome = async (g: Globals, promise: Promise<unknown>) => {
  const begun = g.performance.now();
  const told = await promise.then(
    (value) => ({ value }),
    (error: unknown) => {
      const { name, message, cause } = error as Error & { cause?: { code: string } };
      return { name, message, ...(cause ? { code: cause.code } : {}) };
    },
  );
  return { ...told, afterMs: g.performance.now() - begun };
};

describe('a request to a known provider', () => {
  test('is a step with one attempt, named after the model and numbered in its order', async () => {
    const { value, history } = await rehearseProgram((g) => async () => {
      const texts: unknown[] = [];
      for (let i = 0; i < 2; i++) {
        const response = await g.fetch(CHAT, chat('gpt-4o'));
        const body = (await response.json()) as { choices: { message: { content: string } }[] };
        texts.push(body.choices[0]?.message.content);
      }
      return texts;
    });
    expect(value).toEqual(['ok', 'ok']);
    const steps = history.filter(({ type }) => type.startsWith('step.') || type.startsWith('attempt.'));
    expect(steps.map((event) => [event.t, event.type, 'step' in event && event.step])).toEqual([
      [0, 'step.started', 'gpt-4o[1]'],
      [0, 'attempt.started', 'gpt-4o[1]'],
      [100, 'attempt.finished', 'gpt-4o[1]'],
      [100, 'step.finished', 'gpt-4o[1]'],
      [100, 'step.started', 'gpt-4o[2]'],
      [100, 'attempt.started', 'gpt-4o[2]'],
      [200, 'attempt.finished', 'gpt-4o[2]'],
      [200, 'step.finished', 'gpt-4o[2]'],
    ]);
  });

  test('keeps what was asked, what came of it and what it cost', async () => {
    const { events } = await rehearseProgram((g) => async () => (await g.fetch(CHAT, chat('gpt-4o'))).status);
    expect(events('attempt.started')[0]?.request).toEqual({
      kind: 'chat',
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'hello' }],
    });
    expect(events('attempt.finished')[0]).toMatchObject({
      outcome: 'ok',
      reply: { version: '1', text: 'ok', end: 'stop' },
      usage: { inputTokens: 10, outputTokens: 2 },
      costNanoUsd: 300,
    });
    expect(events('step.finished')[0]).toMatchObject({ outcome: 'ok', value: 'ok' });
  });

  test('streams each part at its time, and its headers before the first', async () => {
    const { value, events } = await rehearseProgram(
      (g) => async () => {
        const seen: unknown[] = [];
        const response = await g.fetch(CHAT, chat('gpt-4o', { stream: true }));
        seen.push([g.performance.now(), response.headers.get('content-type')]);
        const decoder = new TextDecoder();
        for await (const chunk of response.body!) {
          const said = /"content":"([^"]+)"/.exec(decoder.decode(chunk))?.[1];
          if (said) seen.push([g.performance.now(), said]);
        }
        seen.push(g.performance.now());
        return seen;
      },
      { cast: pacedCast },
    );
    expect(value).toEqual([
      [100, 'text/event-stream; charset=utf-8'],
      [200, 'one '],
      [300, 'two '],
      [300, 'three'],
      400,
    ]);
    expect(events('part.received').map(({ t, text }) => [t, text])).toEqual([
      [200, 'one '],
      [300, 'two '],
      [300, 'three'],
    ]);
  });

  test('that is not streamed is answered at its end', async () => {
    const { value, events } = await rehearseProgram(
      (g) => async () =>
        outcome(
          g,
          g.fetch(CHAT, chat('gpt-4o')).then(({ status }) => status),
        ),
      { cast: pacedCast },
    );
    expect(value).toEqual({ value: 200, afterMs: 400 });
    expect(events('part.received')).toEqual([]);
  });

  test('may be a Request, and may have a stream for a body', async () => {
    const { value } = await rehearseProgram((g) => async () => {
      const asked = await g.fetch(new g.Request(CHAT, chat('gpt-4o')));
      const body = new ReadableStream({
        start(controller) {
          const text = chat('gpt-4o').body;
          controller.enqueue(new TextEncoder().encode(text.slice(0, 9)));
          controller.enqueue(new TextEncoder().encode(text.slice(9)));
          controller.close();
        },
      });
      const streamed = await g.fetch(CHAT, { ...chat('gpt-4o'), body });
      return [asked.status, streamed.status];
    });
    expect(value).toEqual([200, 200]);
  });

  test('keeps the order of calls that are made at once', async () => {
    const { events } = await rehearseProgram(
      (g) => () =>
        Promise.all(['b', 'a', 'b'].map((model) => g.fetch(CHAT, chat(model)).then(({ status }) => status))),
      { cast: scriptedCast({ a: {}, b: {} }) },
    );
    expect(events('step.started').map(({ step }) => step)).toEqual(['b[1]', 'a[1]', 'b[2]']);
  });

  test('names a model as identities can hold it', async () => {
    const { events } = await rehearseProgram(
      (g) => async () => (await g.fetch(CHAT, chat('meta/llama[3]'))).status,
    );
    expect(events('step.started')[0]?.step).toBe('meta-llama-3-[1]');
    expect(events('attempt.started')[0]?.target).toBe('meta/llama[3]');
  });

  test('for a model that nobody plays is answered as the provider would', async () => {
    const { value, events } = await rehearseProgram(
      (g) => async () => (await g.fetch(CHAT, chat('gpt-9'))).status,
    );
    expect(value).toBe(404);
    expect(events('attempt.finished')[0]?.failure?.code).toBe('unknown_model');
  });

  test('that the provider cannot read is refused by the provider, as an attempt that failed', async () => {
    const { value, events } = await rehearseProgram((g) => async () => {
      const response = await g.fetch(CHAT, { method: 'POST', body: '{"model":' });
      return [response.status, g.performance.now(), typeof (await response.json())];
    });
    expect(value).toEqual([400, 1, 'object']);
    expect(events('attempt.finished')[0]).toMatchObject({
      step: 'openai-chat[1]',
      outcome: 'failed',
      failure: { code: 'bad_request', status: 400 },
    });
  });
});

describe('what cannot be asked is refused in words that are the same in every engine', () => {
  test.each([
    [
      'an address without a host',
      (g: Globals) => g.fetch('/v1/models'),
      "'/v1/models' is no address that can be asked: write all of it, such as https://api.openai.com/v1/chat/completions",
    ],
    [
      'a header that is none',
      (g: Globals) => g.fetch(CHAT, { ...chat('gpt-4o'), headers: { 'not a name': '1' } }),
      'these headers cannot be sent: give an object, a list of pairs or Headers, with names of letters, digits and hyphens, and values of one line',
    ],
    [
      'a body that is no JSON',
      (g: Globals) => new g.Response('{"a": ').json(),
      'the body is no JSON: it is 6 characters that begin with "{\\"a\\": "',
    ],
    [
      'a body that is empty',
      (g: Globals) => new g.Response('').json(),
      'the body is empty, which is no JSON',
    ],
  ])('%s', async (_what, body, message) => {
    const { value } = await rehearseProgram((g) => async () => {
      try {
        return (await body(g)) as unknown;
      } catch (error) {
        return [(error as Error).name, (error as Error).message];
      }
    });
    const kind = message.startsWith('the body') ? 'SyntaxError' : 'TypeError';
    expect(value).toEqual([kind, message]);
  });

  test('and as a run’s failure they are kept in the history, not beside it', async () => {
    const { finished } = await rehearseProgram((g) => () => g.fetch('/v1'));
    expect(finished.failure).toMatchObject({ message: expect.stringMatching(/^'\/v1' is no address/) });
  });
});

describe('what else is fetched', () => {
  test.each([
    ['another address', 'https://example.com/data?key=secret', {}, 'GET https://example.com/data'],
    ['a known address without a POST', CHAT, {}, `GET ${CHAT}`],
  ])('%s is refused by name, with what is answered, and a warning', async (_what, url, init, named) => {
    const { value, events } = await rehearseProgram((g) => () => outcome(g, g.fetch(url, init)));
    expect(value).toMatchObject({ name: 'TypeError', afterMs: 0 });
    const { message } = value as { message: string };
    expect(message).toContain(`nobody in this world answers ${named};`);
    expect(message).toContain(CHAT);
    expect(message).not.toContain('secret');
    expect(events('warning.raised').map((event) => event.message)).toEqual([message]);
  });
});

describe('a fault reaches the program as its client would see it', () => {
  const meet = (how: object, more: object = {}) =>
    rehearseProgram(
      (g) => async () => {
        const response = await g.fetch(CHAT, chat('gpt-4o', more));
        const { status, headers } = response;
        const read = await outcome(g, response.text());
        return { status, retryAfter: headers.get('retry-after'), ...read };
      },
      { cast: pacedCast, faults: [{ id: 'f', ...how } as never] },
    );

  test('429 with the wait that is asked for', async () => {
    const { value, events } = await meet({ kind: 'rate_limit', retryAfterMs: 3000 });
    expect(value).toMatchObject({ status: 429, retryAfter: '3' });
    expect(events('attempt.finished')[0]?.failure).toMatchObject({
      code: 'rate_limited',
      injected: true,
      step: 'gpt-4o[1]',
    });
  });

  test('a refused connection rejects the fetch', async () => {
    const { finished, events } = await meet({ kind: 'outage', window: [0, 9000], how: 'refuse' });
    expect(finished).toMatchObject({ outcome: 'failed', failure: { message: 'fetch failed' } });
    expect(events('attempt.finished')[0]?.failure).toMatchObject({ code: 'unavailable', injected: true });
  });

  test('a reset breaks the body where it is', async () => {
    const { value, events } = await meet({ kind: 'cut', afterParts: 2, how: 'reset' }, { stream: true });
    expect(value).toMatchObject({
      status: 200,
      name: 'TypeError',
      message: 'terminated',
      code: 'UND_ERR_SOCKET',
    });
    expect(events('step.finished')[0]).toMatchObject({ outcome: 'failed', failure: { code: 'cut' } });
  });

  test('a stream that ends too early ends like any other', async () => {
    const { value, events } = await meet({ kind: 'cut', afterParts: 2, how: 'eof' }, { stream: true });
    expect(value).toMatchObject({ status: 200, value: expect.not.stringContaining('[DONE]') as string });
    expect(events('step.finished')[0]).toMatchObject({ outcome: 'failed', failure: { code: 'cut' } });
  });

  test('silence leaves it waiting, and the world says for what', async () => {
    const { finished, events } = await meet({ kind: 'blackhole' });
    expect(finished).toMatchObject({ outcome: 'stalled' });
    expect(finished.failure?.message).toContain('gpt-4o[1]');
    expect(events('attempt.finished')[0]?.outcome).toBe('cancelled');
  });
});

describe('who gives up has the call cancelled', () => {
  const waiting = (ms: number) =>
    rehearseProgram(
      (g) => () =>
        outcome(
          g,
          g
            .fetch(CHAT, { ...chat('gpt-4o'), signal: g.AbortSignal.timeout(ms) })
            .then(({ status }) => status),
        ),
      {
        cast: pacedCast,
      },
    );

  test('a time-out of one millisecond less than the reply takes', async () => {
    const { value, events } = await waiting(399);
    expect(value).toMatchObject({ name: 'TimeoutError', afterMs: 399 });
    expect(events('step.finished')[0]).toMatchObject({
      t: 399,
      outcome: 'cancelled',
      failure: { code: 'cancelled', message: 'the program waited no longer for gpt-4o' },
    });
  });

  test('at the millisecond of the time-out the reply wins', async () => {
    const { value } = await waiting(400);
    expect(value).toEqual({ value: 200, afterMs: 400 });
  });

  test('a signal that was aborted before asks nothing', async () => {
    const { value, events } = await rehearseProgram(
      (g) => () =>
        outcome(g, g.fetch(CHAT, { ...chat('gpt-4o'), signal: AbortSignal.abort(new Error('no more')) })),
    );
    expect(value).toMatchObject({ message: 'no more' });
    expect(events('step.started')).toEqual([]);
  });

  test('an abort in the middle of the body breaks it with the reason', async () => {
    const { value, events } = await rehearseProgram(
      (g) => async () => {
        const controller = new AbortController();
        const response = await g.fetch(CHAT, {
          ...chat('gpt-4o', { stream: true }),
          signal: controller.signal,
        });
        g.setTimeout(() => controller.abort(new Error('enough')), 150);
        return outcome(g, response.text());
      },
      { cast: pacedCast },
    );
    expect(value).toMatchObject({ message: 'enough', afterMs: 150 });
    expect(events('attempt.finished')[0]).toMatchObject({
      t: 250,
      outcome: 'cancelled',
      reply: { text: 'one ' },
    });
  });

  test('leaving the body in the middle', async () => {
    const { value, events } = await rehearseProgram(
      (g) => async () => {
        const response = await g.fetch(CHAT, chat('gpt-4o', { stream: true }));
        for await (const chunk of response.body!) if (new TextDecoder().decode(chunk).includes('one')) break;
        return g.performance.now();
      },
      { cast: pacedCast },
    );
    expect(value).toBe(200);
    expect(events('step.finished')[0]).toMatchObject({ t: 200, outcome: 'cancelled' });
  });

  test('the end of the run abandons what is open', async () => {
    const { events } = await rehearseProgram((g) => async () => {
      void g.fetch(CHAT, chat('gpt-4o'));
      await new Promise((resolve) => g.setTimeout(resolve, 50));
      return 'done';
    });
    expect(events('step.finished')[0]).toMatchObject({ t: 50, outcome: 'abandoned' });
    expect(events('run.finished')[0]).toMatchObject({ outcome: 'returned', value: 'done' });
  });
});

describe('a world', () => {
  const program = (g: Globals) => async () => {
    const response = await g.fetch(CHAT, chat('gpt-4o', { stream: true }));
    const text = await response.text();
    await new Promise((resolve) => g.setTimeout(resolve, Math.floor(g.Math.random() * 1000)));
    return { text, id: g.crypto.randomUUID(), at: new g.Date().toISOString() };
  };

  test('is the same for the same seed, and another for another', async () => {
    const hashes = await Promise.all(
      [1, 1, 2].map(async (seed) => (await rehearseProgram(program, { seed, cast: pacedCast })).hash),
    );
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  test('is computed again from its recording', async () => {
    const { history, hash, value } = await rehearseProgram(program, { cast: pacedCast });
    const again = await rehearseProgram(program, {
      cast: scriptedCast({}),
      replay: { history, hash, mode: 'recorded' },
    });
    expect(again.events('attempt.finished')[0]).toEqual(
      history.find(({ type }) => type === 'attempt.finished'),
    );
    expect((again.value as { id: string }).id).toBe((value as { id: string }).id);
  });

  test('goes on where it was when its orchestrator has died and resumes', async () => {
    const { value, events } = await rehearseProgram(program, {
      cast: pacedCast,
      faults: [{ id: 'crash', kind: 'orchestrator_crash', window: [250, 251], then: 'resume', downMs: 1000 }],
    });
    expect(events('orchestrator.resumed').map(({ t }) => t)).toEqual([1250]);
    const said = [...(value as { text: string }).text.matchAll(/"content":"([^"]+)"/g)].map(
      ([, text]) => text,
    );
    expect(said).toEqual(['one ', 'two ', 'three']);
  });

  test('has one run, since globals cannot tell two apart', async () => {
    const { events } = await rehearseProgram(
      (g) => async () => (await g.fetch(CHAT, chat('gpt-4o'))).status,
      {
        runs: [{ input: 1 }, { input: 2 }],
      },
    );
    expect(events('run.finished').map(({ run, outcome: how }) => [run, how])).toEqual([
      ['run-2', 'failed'],
      ['run-1', 'returned'],
    ]);
    expect(events('run.finished')[0]?.failure).toMatchObject({
      code: 'misuse',
      message: expect.stringMatching(/^a program is one run a world/) as string,
    });
  });
});
