import { describe, expect, test } from 'vitest';
import { faultKinds } from '../../../src/faults/kinds.ts';
import { callOf, faultOf, replyOf, shown, under } from './calls.ts';

const whole = ['300 head', '400 text', '500 text', '500 usage', '500 end'];

describe('the kinds of fault', () => {
  test('are listed under their own names, each with a title and a sentence', () => {
    for (const [name, { kind, title, summary }] of Object.entries(faultKinds)) {
      expect(kind).toBe(name);
      expect(title).toMatch(/^[A-Z]/);
      expect(summary).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('offer these parameters when one is clicked in', () => {
    expect(
      Object.fromEntries(Object.values(faultKinds).map(({ kind, defaults }) => [kind, defaults])),
    ).toEqual({
      outage: { how: 'status', refuseMs: 1100 },
      latency: { ms: 800, jitterRatio: 0.2 },
      rate_limit: { retryAfterMs: 2000, refuseMs: 150 },
      overloaded: { refuseMs: 300 },
      server_error: { status: 500, refuseMs: 700 },
      blackhole: {},
      cut: { afterParts: 3, how: 'eof' },
      bad_format: { how: 'fence' },
      orchestrator_crash: { event: 0, downMs: 5000, then: 'resume' },
    });
  });
});

describe('latency', () => {
  test('delays the head and keeps the pace of the rest', () => {
    const struck = under([faultOf('latency', { ms: 1000, jitterRatio: 0 })]);
    expect(shown(struck)).toEqual(['1300 head', '1400 text', '1500 text', '1500 usage', '1500 end']);
    expect(struck.strikes).toEqual([
      { fault: 'latency', kind: 'latency', firing: 'latency:r1/answer#1@gpt-4o', atMs: 300 },
    ]);
  });

  test('differs from call to call within its jitter, in whole milliseconds', () => {
    const delays = Array.from({ length: 200 }, (_, i) => {
      const { parts } = under([faultOf('latency')], callOf({ step: `s${i}` }));
      return parts[0]!.atMs - 300;
    });
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(640);
    expect(Math.max(...delays)).toBeLessThanOrEqual(960);
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(200);
    expect(delays.every(Number.isInteger)).toBe(true);
  });

  test('delays a refusal as well', () => {
    const faults = [faultOf('latency', { ms: 50, jitterRatio: 0 }), faultOf('rate_limit')];
    expect(shown(under(faults))).toEqual(['200 refused 429 rate_limit_exceeded']);
  });

  test('of nothing strikes nothing', () => {
    const parts = replyOf('Hello');
    const calm = under([faultOf('latency', { ms: 0 })], callOf(), parts);
    expect(calm.parts).toBe(parts);
    expect(calm.strikes).toEqual([]);
  });
});

describe('black hole', () => {
  test('leaves silence, and is felt when the head was due', () => {
    const struck = under([faultOf('blackhole')]);
    expect(struck.parts).toEqual([]);
    expect(struck.strikes[0]?.atMs).toBe(300);
  });
});

describe('a refusal', () => {
  test('by rate limit names the wait, in the dialect of the vendor', () => {
    expect(under([faultOf('rate_limit')]).parts).toEqual([
      {
        atMs: 150,
        part: {
          type: 'refused',
          status: 429,
          kind: 'rate_limit_exceeded',
          message: 'Rate limit reached.',
          retryAfterMs: 2000,
        },
      },
    ]);
    expect(shown(under([faultOf('rate_limit')], callOf({ vendor: 'anthropic' })))).toEqual([
      '150 refused 429 rate_limit_error',
    ]);
  });

  test.each([
    ['anthropic', '300 refused 529 overloaded_error'],
    ['Anthropic', '300 refused 529 overloaded_error'],
    ['openai', '300 refused 503 server_is_overloaded'],
    ['rehearsal', '300 refused 503 server_is_overloaded'],
  ])('by overload of %s is %s', (vendor, expected) => {
    expect(shown(under([faultOf('overloaded')], callOf({ vendor })))).toEqual([expected]);
  });

  test.each([
    [500, 'openai', 'server_error'],
    [502, 'openai', 'bad_gateway'],
    [504, 'openai', 'gateway_timeout'],
    [500, 'anthropic', 'api_error'],
    [504, 'anthropic', 'timeout_error'],
  ])('by server error %i of %s is a %s', (status, vendor, kind) => {
    expect(shown(under([faultOf('server_error', { status })], callOf({ vendor })))).toEqual([
      `700 refused ${status} ${kind}`,
    ]);
  });

  test('happens once: the first of two in the plan is the one that strikes', () => {
    const struck = under([faultOf('overloaded'), faultOf('rate_limit')]);
    expect(shown(struck)).toEqual(['300 refused 503 server_is_overloaded']);
    expect(struck.strikes.map(({ fault }) => fault)).toEqual(['overloaded']);
  });
});

describe('cut', () => {
  test('ends the reply after so many parts, at the time of the last of them', () => {
    expect(shown(under([faultOf('cut')]))).toEqual(['300 head', '400 text', '500 text', '500 broken eof']);
    expect(shown(under([faultOf('cut', { afterParts: 2, how: 'reset' })]))).toEqual([
      '300 head',
      '400 text',
      '400 broken reset',
    ]);
  });

  test('after no part breaks the connection when the head was due', () => {
    expect(shown(under([faultOf('cut', { afterParts: 0 })]))).toEqual(['300 broken eof']);
  });

  test('after four of five parts takes the end away; after five there is nothing to cut', () => {
    expect(shown(under([faultOf('cut', { afterParts: 4 })]))).toEqual([
      ...whole.slice(0, 4),
      '500 broken eof',
    ]);
    const calm = under([faultOf('cut', { afterParts: 5 })]);
    expect(shown(calm)).toEqual(whole);
    expect(calm.strikes).toEqual([]);
  });
});
