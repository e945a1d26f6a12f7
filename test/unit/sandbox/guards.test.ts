import { describe, expect, test } from 'vitest';
import { virtualMs, runId } from '../../../src/base/units.ts';
import { EMPTY_PLAN } from '../../../src/faults/plan.ts';
import type { Event, EventBody } from '../../../src/history/events.ts';
import { Claims } from '../../../src/sandbox/guards.ts';
import { SANDBOX_LIMITS } from '../../../src/sandbox/limits.ts';
import type { Report, WorldInputs } from '../../../src/sandbox/messages.ts';

const inputs = (host: WorldInputs['host'] = 'simulated'): WorldInputs => ({
  scenario: 's',
  input: null,
  faults: EMPTY_PLAN,
  seed: 7,
  host,
});
const HASH = '0123456789abcdef';

const at = (seq: number, body: EventBody, t = 0, run = 'run-1'): Event => ({
  seq,
  t: virtualMs(t),
  run: runId(run),
  ...body,
});
const started = (host: WorldInputs['host'] = 'simulated'): Event =>
  at(
    0,
    { type: 'world.started', schema: 1, seed: 7, scenario: 's', code: 'c', host, nondeterministic: [] },
    0,
    '',
  );
const warned = (seq: number, t = 0): Event => at(seq, { type: 'warning.raised', message: 'w' }, t);
const over = (seq: number, t = 0): Event => at(seq, { type: 'world.ended', reason: 'quiet' }, t, '');
const call = (number: number, world = 1) => ({
  type: 'call',
  world,
  call: number,
  identity: { run: 'run-1', step: 'a', model: 'm', attempt: 1 },
  request: { kind: 'chat', model: 'm', messages: [{ role: 'user', content: 'hi' }] },
  after: 3,
});

/** Claims in the middle of world 1, and what the sandbox then says, cloned as a port would. */
function asked(host: WorldInputs['host'] = 'simulated', first: unknown[] = [started(host)]) {
  let nowMs = 0;
  const claims = new Claims(() => nowMs);
  claims.check({ type: 'ready', engine: 'e' });
  claims.sent({ type: 'run', world: 1, inputs: inputs(host) });
  const says = (data: unknown): Report => claims.check(structuredClone(data));
  if (first.length > 0) says({ type: 'events', world: 1, events: first });
  return { claims, says, pass: (ms: number) => (nowMs += ms) };
}
const events = (list: unknown, world: unknown = 1) => ({ type: 'events', world, events: list });

describe('what was asked for is believed', () => {
  test('a world from start to end', () => {
    const { says, claims } = asked();
    says(events([warned(1, 5), warned(2, 5)]));
    says(events([over(3, 9)]));
    expect(claims.owed).toBe('answer');
    says({ type: 'ended', world: 1, hash: HASH, events: 4, tookMs: 0.5 });
    expect(claims.owed).toBeNull();
  });

  test('loads, refusals, sweeps, skips, beats', () => {
    const { says, claims } = asked('simulated', []);
    claims.sent({ type: 'load', load: 1, files: [], entry: 'a.ts' });
    claims.sent({ type: 'load', load: 2, files: [], entry: 'a.ts' });
    says({ type: 'beat' });
    says({ type: 'skipped', world: 1, why: 'superseded' });
    says({ type: 'loaded', load: 1, code: 'c', name: 'n' });
    says({ type: 'refused', load: 2, problems: [{ file: 'a.ts', line: 1, column: 1, message: 'm' }] });
    claims.sent({ type: 'sweep', world: 2, inputs: inputs(), seeds: 2 });
    says({ type: 'swept', world: 2, hashes: [HASH, HASH], events: 9, tookMs: 1 });
    expect(claims.owed).toBeNull();
  });

  test('calls of a world on the wall clock', () => {
    const { says } = asked('wall');
    says(call(1));
    says(call(2));
    says({ type: 'dropped', world: 1, call: 1 });
  });

  test('a run before the remaining seeds of a sweep', () => {
    const { says, claims } = asked('simulated', []);
    claims.sent({ type: 'sweep', world: 2, inputs: inputs(), seeds: 1 });
    says(events([started(), over(1)]));
    says({ type: 'ended', world: 1, hash: HASH, events: 2, tookMs: 1 });
    says({ type: 'swept', world: 2, hashes: [HASH], events: 9, tookMs: 1 });
  });
});

describe('a history to go on from', () => {
  const resume = [started(), warned(1, 5)];
  const resumed = (history: readonly Event[]) => {
    const claims = new Claims(() => 0);
    claims.check({ type: 'ready', engine: 'e' });
    claims.sent({ type: 'run', world: 1, inputs: { ...inputs(), resume: history } });
    return { claims, says: (data: unknown): Report => claims.check(structuredClone(data)) };
  };
  const diverged = { type: 'diverged', world: 1, seq: 1, recorded: warned(1, 5), computed: warned(1, 6) };

  test('is gone on with by the event after its last, and no other', () => {
    const { says } = resumed(resume);
    says(events([warned(2, 5), over(3, 9)]));
    says({ type: 'ended', world: 1, hash: HASH, events: 4, tookMs: 1 });
    expect(() => resumed(resume).says(events([warned(1, 5)]))).toThrow('has seq 1');
    expect(() => resumed(resume).says(events([warned(2, 4)]))).toThrow('goes back in time');
    expect(() => resumed(resume).says({ type: 'ended', world: 1, hash: HASH, events: 2, tookMs: 1 })).toThrow(
      'has not ended',
    );
  });

  test('that is whole is computed again without a word, to the same number of events', () => {
    const whole = [...resume, over(2, 9)];
    const { says, claims } = resumed(whole);
    says({ type: 'ended', world: 1, hash: HASH, events: 3, tookMs: 1 });
    expect(claims.owed).toBeNull();
    expect(() => resumed(whole).says({ type: 'ended', world: 1, hash: HASH, events: 2, tookMs: 1 })).toThrow(
      'has 3 events, and it says 2',
    );
    expect(() => resumed(whole).says(events([warned(3, 9)]))).toThrow('comes after world.ended');
  });

  test('may be what the code does no longer, or be left out', () => {
    const { says, claims } = resumed(resume);
    expect(says(diverged)).toEqual(diverged);
    expect(claims.owed).toBeNull();
    resumed(resume).says({ type: 'skipped', world: 1, why: 'superseded' });
    expect(() => asked().says(diverged)).toThrow('diverged, which goes on from nothing');
  });
});

describe('a message of no known shape is refused', () => {
  test.each<[string, unknown, string]>([
    ['text', 'hello', 'no message'],
    ['nothing', null, 'no message'],
    ['an unknown type', { type: 'run' }, "unknown type 'run'"],
    ['a type from the prototype', { type: 'constructor' }, "unknown type 'constructor'"],
    ['a type that is no text', { type: { toString: 1 } }, 'unknown type'],
    [
      'a missing field',
      { type: 'ended', world: 1, hash: HASH, events: 1 },
      'tookMs is missing, not a number',
    ],
    ['a world that is no number', events([], '1'), "world is '1', not a whole number"],
    ['a field too many', { type: 'beat', extra: 1 }, 'fields that are not known'],
    [
      'a hash that is none',
      { type: 'ended', world: 1, hash: '<img>', events: 1, tookMs: 1 },
      "hash is '<img>', not a hash",
    ],
    [
      'a time that is none',
      { type: 'ended', world: 1, hash: HASH, events: 1, tookMs: NaN },
      'not plain JSON',
    ],
    ['a Map', new Map([['type', 'beat']]), 'unknown type'],
    ['a Date in a text', { type: 'crashed', message: new Date() }, 'not plain JSON'],
    ['an event list that is none', events({ length: 1 }), 'events is an object, not a list'],
    [
      'a huge message',
      { type: 'crashed', message: 'x'.repeat(SANDBOX_LIMITS.charsPerMessage) },
      'is larger than',
    ],
  ])('%s', (_name, data, reason) => {
    expect(() => asked().says(data)).toThrow(reason);
  });
});

describe('an event of no known shape is refused', () => {
  const cyclic: Record<string, unknown> = { type: 'intervention.applied', seq: 1, t: 0, run: 'r', kind: 'k' };
  cyclic['value'] = cyclic;
  let shared: unknown = 1;
  for (let i = 0; i < 60; i++) shared = [shared, shared];
  let deep: unknown = 1;
  for (let i = 0; i < 500; i++) deep = [deep];
  const applied = (value: unknown) => ({
    seq: 1,
    t: 0,
    run: 'r',
    type: 'intervention.applied',
    kind: 'k',
    value,
  });

  test.each<[string, unknown, string]>([
    ['nothing', null, 'it is null, not an object'],
    ['an unknown type', { ...warned(1), type: 'warning.lowered' }, "type is 'warning.lowered'"],
    ['a type from the prototype', { ...warned(1), type: '__proto__' }, "type is '__proto__'"],
    ['a missing run', { ...warned(1), run: undefined }, 'not plain JSON'],
    ['a run that is no text', { ...warned(1), run: 4 }, 'run is 4, not text'],
    ['half a millisecond', { ...warned(1), t: 0.5 }, 't is 0.5, not a whole number'],
    ['a negative time', { ...warned(1), t: -1 }, 't is -1, not a whole number'],
    ['a message that is no text', { ...warned(1), message: {} }, 'message is an object, not text'],
    [
      'steps that are no list',
      {
        ...at(1, {} as EventBody),
        type: 'run.started',
        orchestration: 'o',
        pattern: 'dag',
        input: 1,
        steps: {},
      },
      'steps is an object, not a list',
    ],
    [
      'a failure of no known code',
      { ...at(1, {} as EventBody), type: 'run.finished', outcome: 'failed', failure: { code: 'boom' } },
      "failure.code is 'boom', not one of",
    ],
    [
      'a request of no known kind',
      {
        ...at(1, {} as EventBody),
        type: 'attempt.started',
        step: 's',
        attempt: 1,
        target: 't',
        tryOnTarget: 1,
        request: { kind: 'toString' },
      },
      'request.',
    ],
    ['a cycle', cyclic, 'not plain JSON'],
    ['a value shared 2^60 times', applied(shared), 'is larger than'],
    ['a value nested 500 deep', applied(deep), 'not plain JSON'],
    ['a polluting key', applied(JSON.parse('{"__proto__":{"polluted":true}}')), 'not plain JSON'],
    ['bytes', applied(new Uint8Array(8)), 'not plain JSON'],
    ['an Error', applied(new Error('x')), 'not plain JSON'],
    ['a sparse array', applied(new Array(1e9)), 'not plain JSON'],
    ['a bigint', applied(1n), 'not plain JSON'],
  ])('%s', (_name, event, reason) => {
    expect(() => asked().says(events([event]))).toThrow(reason);
  });

  test('nothing of a polluting key reached a prototype', () => {
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('what was not asked for, or out of order, is refused', () => {
  test('anything before ready, and ready twice', () => {
    const claims = new Claims(() => 0);
    expect(() => claims.check({ type: 'beat' })).toThrow("said 'beat' before it was ready");
    claims.check({ type: 'ready', engine: 'e' });
    expect(() => claims.check({ type: 'ready', engine: 'e' })).toThrow('said twice');
  });

  test.each<[string, unknown, string]>([
    ['events of a world that was never asked for', events([started()], 2), 'world 2, which is not under way'],
    ['a gap', events([warned(2)]), 'event 1 of world 1 has seq 2'],
    ['a repetition', events([started()]), 'has seq 0'],
    ['time going back', events([warned(1, 9), warned(2, 8)]), 'event 2 of world 1 goes back in time'],
    ['a second start', events([{ ...started(), seq: 1 }]), 'world.started comes first'],
    ['events after the end', events([over(1), warned(2)]), 'comes after world.ended'],
    [
      'an end before its history ends',
      { type: 'ended', world: 1, hash: HASH, events: 1, tookMs: 1 },
      'has not ended',
    ],
    ['a skip of what began', { type: 'skipped', world: 1, why: 'superseded' }, 'which had begun'],
    ['a sweep of a run', { type: 'swept', world: 1, hashes: [], events: 0, tookMs: 1 }, 'for 0 seeds'],
    [
      'an answer to no load',
      { type: 'loaded', load: 1, code: 'c', name: 'n' },
      'load 1, which was not asked for',
    ],
    ['a call on virtual time', call(1), 'a call in world 1, which may not'],
    ['dropping a call never made', { type: 'dropped', world: 1, call: 1 }, 'which it never made'],
  ])('%s', (_name, data, reason) => {
    expect(() => asked().says(data)).toThrow(reason);
  });

  test('a first event that is no start, or that starts another world', () => {
    expect(() => asked('simulated', [warned(0)])).toThrow('world.started comes first');
    expect(() => asked('simulated', [{ ...started(), seed: 8 }])).toThrow('another world than was asked for');
    expect(() => asked('wall', [started('simulated')])).toThrow('another world than was asked for');
  });

  test('events after the world was answered', () => {
    const { says } = asked();
    says(events([over(1)]));
    says({ type: 'ended', world: 1, hash: HASH, events: 2, tookMs: 1 });
    expect(() => says(events([warned(2)]))).toThrow('world 1, which is not under way');
  });

  test('a count that is not what came', () => {
    const { says } = asked();
    says(events([over(1)]));
    expect(() => says({ type: 'ended', world: 1, hash: HASH, events: 3, tookMs: 1 })).toThrow(
      'world 1 has 2 events, and it says 3',
    );
  });

  test('two worlds at once', () => {
    const { says, claims } = asked();
    claims.sent({ type: 'run', world: 2, inputs: inputs() });
    expect(() => says(events([started()], 2))).toThrow('spoke of world 2 while world 1 goes on');
  });

  test('calls out of order, or of two models', () => {
    const { says } = asked('wall');
    says(call(2));
    for (const number of [1, 2])
      expect(() => says(call(number))).toThrow(`call ${number} of world 1 is out of order`);
    const two = { ...call(1), request: { ...call(1).request, model: 'other' } };
    expect(() => asked('wall').says(two)).toThrow('names two models');
  });
});

describe('every limit ends the sandbox', () => {
  test('more events than were credited', () => {
    const { says, claims } = asked('simulated', []);
    const batch = (from: number) =>
      Array.from({ length: 10_000 }, (_, i) => (from + i === 0 ? started() : warned(from + i)));
    says(events(batch(0)));
    says(events(batch(10_000)));
    expect(() => says(events([warned(20_000)]))).toThrow('more events than it had been credited');
    expect(claims.unanswered).toEqual([1]);
  });

  test('more events than a world may have', () => {
    const { says, claims } = asked('simulated', []);
    const step = 5_000;
    for (let from = 0; from < SANDBOX_LIMITS.eventsPerWorld; from += step) {
      says(events(Array.from({ length: step }, (_, i) => (from + i === 0 ? started() : warned(from + i)))));
      claims.sent({ type: 'credit', events: step });
    }
    expect(() => says(events([warned(SANDBOX_LIMITS.eventsPerWorld)]))).toThrow(
      'world 1 has more than 225000 events',
    );
  });

  test('a history that is too large', () => {
    const { claims } = asked();
    const large = 'x'.repeat(SANDBOX_LIMITS.charsPerWorld / 8);
    const say = (seq: number) => claims.check(events([{ ...warned(seq), message: large }]));
    for (let seq = 1; seq < 8; seq++) say(seq);
    expect(() => say(8)).toThrow('the history of world 1 is larger than');
  });

  test('more messages in a second than the limit; a second later there is room again', () => {
    const { says, pass } = asked();
    for (let i = 0; i < SANDBOX_LIMITS.messagesPerSecond - 2; i++) says({ type: 'beat' });
    pass(1_000);
    for (let i = 0; i < SANDBOX_LIMITS.messagesPerSecond; i++) says({ type: 'beat' });
    expect(() => says({ type: 'beat' })).toThrow('more than 10000 messages in a second');
  });
});
