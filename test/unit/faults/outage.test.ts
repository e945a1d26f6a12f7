import { describe, expect, test } from 'vitest';
import { EMPTY_TALLY, unmet } from '../../../src/faults/tally.ts';
import { callOf, faultOf, replyOf, shown, under } from './calls.ts';

const down = faultOf('outage', { id: 'down', match: { model: 'gpt-4o' }, window: [2000, 9000] });
const whole = ['300 head', '400 text', '500 text', '500 usage', '500 end'];
const startingAt = (startMs: number) => under([down], callOf({ startMs }));

describe('an outage', () => {
  test('answers 503 to calls that start in its window: from inclusive, to exclusive', () => {
    expect(shown(startingAt(1999 - 500))).toEqual(whole);
    expect(shown(startingAt(2000))).toEqual(['1100 refused 503 service_unavailable']);
    expect(shown(startingAt(8999))).toEqual(['1100 refused 503 service_unavailable']);
    expect(shown(startingAt(9000))).toEqual(whole);
  });

  test('refuses the connection, or hangs, when told so', () => {
    const meeting = (how: string) =>
      shown(under([{ ...down, how } as typeof down], callOf({ startMs: 3000 })));
    expect(meeting('refuse')).toEqual(['1100 broken refused']);
    expect(meeting('hang')).toEqual([]);
  });

  test('breaks off a call in flight at exactly its start', () => {
    const struck = startingAt(1550);
    expect(shown(struck)).toEqual(['300 head', '400 text', '450 broken reset']);
    expect(struck.strikes).toEqual([
      { fault: 'down', kind: 'outage', firing: 'down@gpt-4o[2000,9000)', atMs: 450 },
    ]);
  });

  test('lets what comes at the very millisecond of its start be received', () => {
    expect(shown(startingAt(1600))).toEqual(['300 head', '400 text', '400 broken reset']);
    expect(shown(startingAt(1500))).toEqual(whole);
    expect(shown(startingAt(1501))).toEqual(['300 head', '400 text', '499 broken reset']);
  });

  test('breaks off a call that would have been silent for ever', () => {
    expect(shown(under([down], callOf({ startMs: 0 }), []))).toEqual(['2000 broken reset']);
  });

  test('leaves another endpoint alone', () => {
    expect(shown(under([down], callOf({ model: 'claude-3-haiku', startMs: 3000 })))).toEqual(whole);
  });

  test('without a window lasts for ever, and has one cause an endpoint', () => {
    const always = faultOf('outage', { id: 'gone' });
    const struck = under([always], callOf({ startMs: 70_000 }));
    expect(struck.strikes[0]?.firing).toBe('gone@gpt-4o[0,end)');
  });

  test('finds a call in flight that latency alone has kept there', () => {
    const late = faultOf('latency', { ms: 5000, jitterRatio: 0 });
    const struck = under([down, late], callOf({ startMs: 0 }));
    expect(shown(struck)).toEqual(['2000 broken reset']);
    expect(struck.strikes.map(({ fault, atMs }) => [fault, atMs])).toEqual([
      ['latency', 300],
      ['down', 2000],
    ]);
  });

  test('does not find a call that another fault has already ended', () => {
    const cut = faultOf('cut', { afterParts: 2 });
    expect(shown(under([down, cut], callOf({ startMs: 1600 - 1 })))).toEqual([
      '300 head',
      '400 text',
      '400 broken eof',
    ]);
  });

  test('lets nothing inside it strike a call that it took', () => {
    const inside = [faultOf('rate_limit'), faultOf('latency'), faultOf('bad_format'), faultOf('blackhole')];
    const struck = under([faultOf('cut'), down, ...inside], callOf({ startMs: 3000 }));
    expect(struck.strikes.map(({ fault }) => fault)).toEqual(['down']);
    expect(unmet({ faults: inside }, struck.tally)).toEqual(inside);
    expect(struck.tally.get('cut')).toBeUndefined();
  });

  test('undoes a strike that would have come after it broke the call off', () => {
    const cut = faultOf('cut', { afterParts: 3, count: 1 });
    const struck = under([cut, down], callOf({ startMs: 1550 }));
    expect(shown(struck)).toEqual(['300 head', '400 text', '450 broken reset']);
    expect(struck.strikes.map(({ fault }) => fault)).toEqual(['down']);
    expect(struck.tally.get('cut')).toEqual({ matched: 1, struck: 0 });
    const next = under([cut, down], callOf({ startMs: 9000, attempt: 2 }), replyOf('a', 'b'), struck.tally);
    expect(next.strikes.map(({ fault }) => fault)).toEqual(['cut']);
  });

  test('can take a share of the calls, each then being a cause of its own', () => {
    const half = faultOf('outage', { id: 'half', window: [0, 1000], rate: 0.5 });
    const firings = Array.from({ length: 100 }, (_, i) =>
      under([half], callOf({ step: `s${i}` })).strikes.map(({ firing }) => firing),
    ).flat();
    expect(firings.length).toBeGreaterThan(30);
    expect(firings.length).toBeLessThan(70);
    expect(firings[0]).toMatch(/^half:r1\/s\d+#1@gpt-4o$/);
    expect(EMPTY_TALLY.size).toBe(0);
  });
});
