import { describe, expect, test } from 'vitest';
import type { PlannedFault } from '../../../../src/history/projections/planned-fault.ts';
import { projectWorld } from '../../../../src/history/projections/run-view.ts';
import { announcement, verdict } from '../../../../src/history/projections/verdict.ts';
import { failure, type FailureCode } from '../../../../src/model/failure.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';
import { outagePlan, TOLD_OUTAGE, triageStory } from '../../../support/triage-story.ts';

type Story = HistoryBuilder['history'];
/** The verdict with plain spaces. */
const said = (
  history: Story,
  plan: readonly PlannedFault[] = [],
  baseline?: Story,
  upToMs?: number,
): string => announcement(verdict(projectWorld(history, upToMs), plan, baseline && projectWorld(baseline)));

const because = (code: FailureCode, step = 'answer') => failure(code, 'why', { step });
const STEPS = [
  declared('intent', ['gpt-4o-mini', 'claude-3-haiku']),
  declared('knowledge', ['help-centre']),
  declared('answer', ['claude-3-sonnet', 'gpt-4o'], { policy: { retries: 2 } }),
];
/** intent has answered at 600 ms. */
const begun = () =>
  new HistoryBuilder()
    .world()
    .run(STEPS)
    .start('intent')
    .try('intent', 'gpt-4o-mini')
    .at(600)
    .answered('intent')
    .done('intent', 'billing');
/** answer has begun at 600 ms with claude-3-sonnet. */
const answering = () => begun().start('answer').try('answer', 'claude-3-sonnet');
const calm = () =>
  answering().at(3000).answered('answer').done('answer', 'hi').finish('returned', { value: 'hi' }).end()
    .history;
const replies = (b: HistoryBuilder, atMs: number): Story =>
  b.at(atMs).answered('answer').done('answer', 'hi').finish('returned', { value: 'hi' }).end().history;

describe('the told scenario', () => {
  test('names the outage, what failed, what answered and what it would have taken', () => {
    expect(said(triageStory(TOLD_OUTAGE), outagePlan(), triageStory(null))).toBe(
      'claude-3-sonnet was down from 2 s to 9 s. answer failed three times; gpt-4o answered after 11.0 s. Without the outage: 4.1 s.',
    );
  });

  test('marks what the pictures colour, and says what each mark is about', () => {
    const { spans, text } = verdict(
      projectWorld(triageStory(TOLD_OUTAGE)),
      outagePlan(),
      projectWorld(triageStory(null)),
    );
    expect(spans.map((s) => s.text).join('')).toBe(text);
    expect(spans.filter((s) => s.mark)).toEqual([
      { text: 'claude-3-sonnet', mark: 'name', about: { model: 'claude-3-sonnet' } },
      {
        text: 'down from 2\u00a0s to 9\u00a0s',
        mark: 'fault',
        about: { fault: 'outage', model: 'claude-3-sonnet' },
      },
      { text: 'answer', mark: 'name', about: { step: 'answer' } },
      { text: 'failed three times', mark: 'failure', about: { step: 'answer' } },
      { text: 'gpt-4o', mark: 'name', about: { model: 'gpt-4o' } },
      { text: 'after 11.0\u00a0s', mark: 'recovered', about: { step: 'answer' } },
      { text: 'Without the outage: ', mark: 'quiet' },
      { text: '4.1\u00a0s', mark: 'ghost' },
    ]);
  });

  test('with the outage dragged to 7 s says that the third try answered', () => {
    const dragged = { from: 2000, to: 7000 };
    expect(said(triageStory(dragged), outagePlan(dragged), triageStory(null))).toBe(
      'claude-3-sonnet was down from 2 s to 7 s. answer failed twice; its third try answered after 10.4 s. Without the outage: 4.1 s.',
    );
  });

  test('with the outage after its end says that nothing noticed', () => {
    const late = { from: 12_000, to: 15_000 };
    expect(said(triageStory(late), outagePlan(late), triageStory(null))).toBe(
      'claude-3-sonnet was down from 12 s to 15 s. Nothing noticed: the run took 4.1 s.',
    );
  });

  test('without faults says that all went well, and names the bottleneck', () => {
    expect(said(triageStory(null))).toBe(
      'All seven steps went well: the reply came after 4.1 s. answer took most of it, 2.4 s.',
    );
  });

  test.each([
    [300, 'intent, language, priority and sentiment are running.'],
    [1500, 'answer is running.'],
    [2100, 'claude-3-sonnet is down until 9 s. answer has failed once and waits 0.8 s for its second try.'],
    [3000, 'claude-3-sonnet is down until 9 s. answer has failed once and is on its second try.'],
    [5000, 'claude-3-sonnet is down until 9 s. answer has failed twice and waits 3.4 s for its third try.'],
    [9000, 'claude-3-sonnet is down until 9 s. answer has failed three times and now tries gpt-4o.'],
    [10_500, 'quality is running.'],
  ])('at %i ms says what is going on', (t, text) => {
    expect(said(triageStory(TOLD_OUTAGE), outagePlan(), triageStory(null), t)).toBe(text);
  });
});

describe('a run that has not got far', () => {
  test('says so', () => {
    expect(said([])).toBe('Nothing has run yet.');
    expect(said(new HistoryBuilder().world().history)).toBe('Nothing has run yet.');
    expect(said(new HistoryBuilder().world().end('stopped').history)).toBe(
      'The world ended before anything ran.',
    );
    expect(said(new HistoryBuilder().world().run(STEPS).history)).toBe('The run has begun.');
    expect(said(begun().history)).toBe('intent is done; the run goes on.');
  });
});

describe('a run in which all went well', () => {
  test('says what was skipped, and why', () => {
    const history = replies(
      begun().skip('knowledge', 'short or general question').start('answer').try('answer', 'claude-3-sonnet'),
      3000,
    );
    expect(said(history)).toBe(
      'Both steps that ran went well: the reply came after 3.0 s. knowledge was skipped: short or general question.',
    );
    const two = begun()
      .skip('knowledge', 'short')
      .skip('answer', 'known')
      .finish('returned', { value: 1 })
      .end().history;
    expect(said(two)).toBe(
      'intent went well: the reply came after 0.6 s. knowledge and answer were skipped.',
    );
  });

  test('of one step, or that returned nothing, is told plainly', () => {
    const only = (value: string | null) =>
      new HistoryBuilder()
        .world()
        .run([STEPS[0]!])
        .start('intent')
        .try('intent', 'gpt-4o-mini')
        .at(40)
        .answered('intent')
        .done('intent')
        .finish('returned', { value })
        .end();
    expect(said(only('billing').history)).toBe('intent went well: the reply came after 40 ms.');
    expect(said(only(null).history)).toBe('The run returned nothing, after 40 ms. intent went well.');
    expect(said(new HistoryBuilder().world().run([]).finish('returned', { value: 1 }).end().history)).toBe(
      'No step ran: the reply came at once.',
    );
  });

  test('names what nobody awaited, and does not say that nothing ran', () => {
    const left = new HistoryBuilder()
      .world()
      .run([declared('audit')])
      .start('audit')
      .at(100);
    const why = failure('cancelled', 'the run ended before it was finished');
    left.add({ type: 'step.finished', step: 'audit', outcome: 'abandoned', failure: why });
    expect(said(left.finish('returned', { value: 1 }).end().history)).toBe(
      'No step ran to its end: the reply came after 0.1 s. audit was abandoned unfinished.',
    );
  });

  test('names the longest step even where it is less than half', () => {
    const b = new HistoryBuilder().world().run(['a', 'b', 'c'].map((n) => declared(n)));
    for (const [name, ms] of [
      ['a', 1000],
      ['b', 2200],
      ['c', 3200],
    ] as const)
      b.start(name).at(ms).done(name);
    expect(said(b.finish('returned', { value: 1 }).end().history)).toBe(
      'All three steps went well: the reply came after 3.2 s. b took longest, 1.2 s.',
    );
  });
});

describe('each kind of fault', () => {
  const struck = (kind: string, code: FailureCode) =>
    replies(
      answering()
        .struck('answer', 'f', kind)
        .at(2000)
        .failed('answer', because(code))
        .backoff('answer', 500)
        .at(2500)
        .try('answer', 'claude-3-sonnet'),
      5000,
    );
  const ending = ' answer failed once; its second try answered after 5.0 s.';

  test.each([
    ['outage', 'unavailable', 'was down', 'was down once', 'the outage'],
    ['latency', 'timeout.attempt', 'was slow', 'was slow once', 'the delay'],
    ['blackhole', 'timeout.attempt', 'was silent', 'was silent once', 'the silence'],
    ['rate_limit', 'rate_limited', 'enforced a rate limit', 'enforced a rate limit once', 'the rate limit'],
    ['overloaded', 'overloaded', 'was overloaded', 'was overloaded once', 'the overload'],
    [
      'server_error',
      'server_error',
      'answered with server errors',
      'answered with a server error once',
      'the server errors',
    ],
    ['cut', 'cut', 'cut its replies short', 'cut its reply short once', 'the cut'],
    [
      'bad_format',
      'bad_format',
      'replied in the wrong format',
      'replied in the wrong format once',
      'the bad format',
    ],
    ['moon_phase', 'cut', 'had a fault (moon phase)', 'had a fault (moon phase) once', 'the fault'],
  ] as const)('%s reads well as a window and as a single call', (kind, code, window, once, noun) => {
    const without = ` Without ${noun}: 3.0 s.`;
    const planned = { id: 'f', kind, model: 'claude-3-sonnet', window: [500, 2200] } as const;
    expect(said(struck(kind, code), [planned], calm())).toBe(
      `claude-3-sonnet ${window} from 0.5 s to 2.2 s.${ending}${without}`,
    );
    expect(said(struck(kind, code), [{ id: 'f', kind }], calm())).toBe(
      `claude-3-sonnet ${once}.${ending}${without}`,
    );
  });

  test.each([
    [[0, Infinity], 'Every endpoint was down all along.'],
    [[0, 9000], 'Every endpoint was down until 9 s.'],
    [[500, Infinity], 'Every endpoint was down from 0.5 s on.'],
  ] as const)('that names no endpoint is on every one, in the window %j', (window, text) => {
    expect(said(struck('outage', 'unavailable'), [{ id: 'f', kind: 'outage', window }])).toBe(text + ending);
  });

  test('that only slowed the run is told with nothing failed', () => {
    const slow = replies(answering().struck('answer', 'f', 'latency'), 6000);
    expect(
      said(slow, [{ id: 'f', kind: 'latency', model: 'claude-3-sonnet', window: [0, 9000] }], calm()),
    ).toBe(
      'claude-3-sonnet was slow until 9 s. Nothing failed: the reply came after 6.0 s. Without the delay: 3.0 s.',
    );
  });

  test('that met nothing and has no window is named as planned', () => {
    const unmet = (...plan: PlannedFault[]) => said(calm(), plan, calm());
    expect(unmet({ id: 'f', kind: 'cut', model: 'gpt-4o' })).toBe(
      'A fault was planned on gpt-4o: cut. Nothing noticed: the run took 3.0 s.',
    );
    expect(unmet({ id: 'f', kind: 'cut' }, { id: 'g', kind: 'cut' })).toBe(
      'A fault was planned: cut, and one more fault was planned. Nothing noticed: the run took 3.0 s.',
    );
    expect(unmet({ id: 'f', kind: 'outage', step: 'answer', window: [4000, 5000] })).toBe(
      'The endpoint of answer was down from 4 s to 5 s. Nothing noticed: the run took 3.0 s.',
    );
  });

  test('of several, the one that cost most leads', () => {
    const b = answering()
      .struck('answer', 'slow', 'latency')
      .struck('answer', 'down', 'outage')
      .at(2000)
      .failed('answer', because('unavailable'));
    b.fallback('answer', 'gpt-4o').try('answer', 'gpt-4o').struck('answer', 'slower', 'latency');
    const plan: PlannedFault[] = [
      { id: 'down', kind: 'outage', model: 'claude-3-sonnet', window: [500, 9000] },
      { id: 'slower', kind: 'latency', model: 'gpt-4o' },
    ];
    const history = replies(b, 8000);
    expect(said(history, plan, calm())).toContain(
      'was slow once, and two more faults struck. answer failed once; gpt-4o answered after 8.0 s. Without the faults: 3.0 s.',
    );
    const heavier = replies(
      answering()
        .struck('answer', 'down', 'outage')
        .at(2000)
        .failed('answer', because('unavailable'))
        .fallback('answer', 'gpt-4o')
        .try('answer', 'gpt-4o')
        .struck('answer', 'slower', 'latency'),
      8000,
    );
    expect(said(heavier, plan)).toContain(
      'claude-3-sonnet was down from 0.5 s to 9 s, and one more fault struck.',
    );
  });
});

describe('a run that recovered', () => {
  const failing = (times: number) => {
    const b = answering();
    for (let n = 0; n < times; n++)
      b.at(1000 * (n + 1))
        .failed('answer', because('unavailable'))
        .try('answer', 'claude-3-sonnet');
    return b;
  };

  test('by its own tries, without a fault, says which answered', () => {
    expect(said(replies(failing(2), 5000))).toBe('answer failed twice; its third try answered after 5.0 s.');
  });

  test('by a default value says that it stood in', () => {
    const b = answering()
      .at(2000)
      .failed('answer', because('unavailable'))
      .fallback('answer', 'value "sorry"')
      .done('answer', 'sorry')
      .finish('returned', { value: 'sorry' });
    expect(said(b.end().history)).toBe('answer failed once; its default stood in after 2.0 s.');
  });

  test('long before its end says when the reply came', () => {
    const b = new HistoryBuilder()
      .world()
      .run(STEPS)
      .start('intent')
      .try('intent', 'gpt-4o-mini')
      .at(300)
      .failed('intent', because('cut', 'intent'));
    b.fallback('intent', 'claude-3-haiku')
      .try('intent', 'claude-3-haiku')
      .at(900)
      .answered('intent')
      .done('intent')
      .start('answer')
      .try('answer', 'gpt-4o');
    expect(said(replies(b, 4900))).toBe(
      'intent failed once; claude-3-haiku answered, and the reply came after 4.9 s.',
    );
  });

  test('with a step that was driven again says how that went', () => {
    const b = answering()
      .at(2000)
      .failed('answer', because('cut'))
      .gaveUp('answer', 'failed', because('cut'))
      .at(9000)
      .start('answer[again-1]', 'answer')
      .try('answer[again-1]', 'claude-3-sonnet')
      .at(9500)
      .answered('answer[again-1]')
      .done('answer[again-1]', 'hi')
      .finish('returned', { value: 'hi' });
    expect(said(b.end().history)).toBe(
      'answer failed once; driven again it went well, and the reply came after 9.5 s.',
    );
  });

  test('of a program says whom it asked again', () => {
    const asked = (model: string) =>
      new HistoryBuilder()
        .world()
        .run([])
        .start('gpt-4o[1]', 'gpt-4o')
        .try('gpt-4o[1]', 'gpt-4o')
        .at(200)
        .failed('gpt-4o[1]', because('rate_limited', 'gpt-4o[1]'))
        .gaveUp('gpt-4o[1]', 'failed', because('rate_limited', 'gpt-4o[1]'))
        .at(1200)
        .start(`${model}[2]`, model)
        .try(`${model}[2]`, model)
        .at(2000)
        .answered(`${model}[2]`)
        .done(`${model}[2]`, 'hi')
        .finish('returned', { value: 'hi' })
        .end().history;
    expect(said(asked('gpt-4o'))).toBe(
      'gpt-4o[1] failed once; the program asked again and was answered, and the reply came after 2.0 s.',
    );
    expect(said(asked('claude-3-haiku'))).toBe(
      'gpt-4o[1] failed once; the program asked claude-3-haiku and was answered, and the reply came after 2.0 s.',
    );
  });

  test('without a step that failed says that it went on', () => {
    const b = answering()
      .at(2000)
      .failed('answer', because('cut'))
      .gaveUp('answer', 'failed', because('cut'))
      .finish('returned', { value: 1 });
    expect(said(b.end().history)).toBe(
      'answer failed once; the run went on without it, and the reply came after 2.0 s.',
    );
    const nothing = answering()
      .at(2000)
      .failed('answer', because('cut'))
      .gaveUp('answer', 'failed', because('cut'));
    expect(said(nothing.finish('returned').end().history)).toBe(
      'The run returned nothing, after 2.0 s. answer failed once; the run went on without it.',
    );
  });

  test('without a step that does not accept what it was handed says why', () => {
    const edge = 'answer was handed a value that it does not accept: expected string, got an object';
    const b = begun()
      .start('answer')
      .gaveUp('answer', 'failed', failure('contract', edge, { step: 'answer' }));
    expect(said(b.finish('returned', { value: 1 }).end().history)).toBe(
      `${edge}. The run went on without it, and the reply came after 0.6 s.`,
    );
    const other = begun().start('answer').gaveUp('answer', 'failed', because('contract'));
    expect(said(other.finish('returned', { value: 1 }).end().history)).toBe(
      'answer: why. The run went on without it, and the reply came after 0.6 s.',
    );
  });

  test('from a model without an endpoint names it', () => {
    const b = answering()
      .failed('answer', because('unknown_model'))
      .fallback('answer', 'gpt-4o')
      .try('answer', 'gpt-4o');
    expect(said(replies(b, 6000))).toBe(
      'No endpoint is cast for claude-3-sonnet; gpt-4o answered after 6.0 s.',
    );
    const why = because('unknown_model');
    const lost = answering().failed('answer', why).gaveUp('answer', 'failed', why);
    expect(said(lost.finish('failed', { failure: why }).end().history)).toBe(
      'answer failed: no endpoint is cast for claude-3-sonnet; the run ended without a reply after 0.6 s.',
    );
  });

  test('yet returned nothing leads with that', () => {
    const b = answering()
      .struck('answer', 'f', 'outage')
      .at(2000)
      .failed('answer', because('unavailable'))
      .try('answer', 'claude-3-sonnet')
      .at(5000)
      .answered('answer')
      .done('answer', 'hi');
    const plan: PlannedFault[] = [{ id: 'f', kind: 'outage', model: 'claude-3-sonnet', window: [500, 2200] }];
    expect(said(b.finish('returned').end().history, plan)).toBe(
      'The run returned nothing, after 5.0 s. claude-3-sonnet was down from 0.5 s to 2.2 s. answer failed once; its second try answered.',
    );
    const idle = begun().finish('returned').end().history;
    expect(said(idle, plan)).toBe(
      'The run returned nothing, after 0.6 s. intent went well. The outage met nothing.',
    );
    const slow = answering()
      .struck('answer', 'f', 'latency')
      .at(3000)
      .answered('answer')
      .done('answer', 'hi');
    expect(said(slow.finish('returned').end().history, [{ id: 'f', kind: 'latency' }])).toContain(
      'The run returned nothing, after 3.0 s. claude-3-sonnet was slow once. Nothing failed.',
    );
  });

  test('in several steps counts them together', () => {
    const classifiers = (fallback: string, second = 'd') => {
      const names = ['a', 'b', 'c', 'd'].filter((name) => name <= second);
      const b = new HistoryBuilder().world().run(names.map((name) => declared(name, ['mini', 'haiku'])));
      for (const name of names) b.start(name).try(name, 'mini');
      b.at(100);
      for (const name of names) b.failed(name, because('unavailable', name)).try(name, fallback);
      b.at(700);
      for (const name of names) b.answered(name).done(name);
      return b.finish('returned', { value: 1 }).end().history;
    };
    expect(said(classifiers('haiku'))).toBe('a, b, c and d failed once each; haiku answered after 0.7 s.');
    expect(said(classifiers('mini'))).toBe('a, b, c and d failed once each; all recovered after 0.7 s.');
    expect(said(classifiers('mini', 'b'))).toBe('a and b failed once each; both recovered after 0.7 s.');
  });

  test('in several steps, each refused by a policy of its own, keeps number and possessive', () => {
    const refused = (tries: number, ...names: readonly string[]) => {
      const b = new HistoryBuilder().world().run(names.map((name) => declared(name, ['mini'])));
      for (const name of names) {
        b.start(name);
        for (let n = 0; n < tries; n++) b.try(name, 'mini').failed(name, because('unavailable', name));
        b.refused(name, 'mini', 'breaker', because('circuit_open', name));
        b.gaveUp(name, 'failed', because('circuit_open', name));
      }
      return said(b.finish('returned', { value: 1 }).end().history);
    };
    expect(refused(0, 'a')).toContain('a was refused by its breaker; the run went on');
    expect(refused(0, 'a', 'b', 'c')).toContain('a, b and c were each refused by their breaker;');
    expect(refused(1, 'a', 'b', 'c')).toContain(
      'a, b and c each failed once and were refused by their breaker;',
    );
    const b = new HistoryBuilder().world().run([declared('a'), declared('b')]);
    for (const name of ['a', 'b']) b.start(name).gaveUp(name, 'failed', because('not_storable', name));
    expect(said(b.finish('returned', { value: 1 }).end().history)).toContain(
      'a and b failed; the run went on',
    );
  });

  test('in several steps, not equally often, leads with the one that lost most', () => {
    const b = begun()
      .start('knowledge')
      .try('knowledge', 'help-centre')
      .at(1000)
      .failed('knowledge', because('cut', 'knowledge'))
      .try('knowledge', 'help-centre')
      .at(1400)
      .answered('knowledge')
      .done('knowledge');
    b.start('answer').try('answer', 'claude-3-sonnet');
    for (const ms of [3000, 4000])
      b.at(ms).failed('answer', because('unavailable')).try('answer', 'claude-3-sonnet');
    expect(said(replies(b, 6000))).toBe(
      'answer failed twice and knowledge once; both recovered after 6.0 s.',
    );
  });
});

describe('a run that did not return', () => {
  const planned: PlannedFault[] = [
    { id: 'f', kind: 'outage', model: 'claude-3-sonnet', window: [500, 9000] },
  ];

  test('failed: says why, and what it would have been', () => {
    const why = because('timeout.attempt');
    const b = answering()
      .struck('answer', 'f', 'outage')
      .at(2000)
      .failed('answer', because('unavailable'))
      .fallback('answer', 'gpt-4o')
      .try('answer', 'gpt-4o');
    const history = b
      .at(12_000)
      .failed('answer', why)
      .gaveUp('answer', 'failed', why)
      .finish('failed', { failure: why })
      .end().history;
    expect(said(history, planned, calm())).toBe(
      'claude-3-sonnet was down from 0.5 s to 9 s. answer failed twice: gpt-4o did not answer in time; the run ended without a reply after 12.0 s. Without the outage: a reply after 3.0 s.',
    );
  });

  test.each([
    [
      'contract',
      "answer's output.score is missing.",
      "answer failed: answer's output.score is missing; the run ended without a reply after 0.6 s.",
    ],
    [
      'timeout.total',
      'x',
      'answer failed: its total time ran out; the run ended without a reply after 0.6 s.',
    ],
    [
      'rate_limited',
      'x',
      'answer failed: claude-3-sonnet turned it away as one call too many; the run ended without a reply after 0.6 s.',
    ],
  ] as const)('failed with %s', (code, message, text) => {
    const why = failure(code, message, { step: 'answer' });
    expect(
      said(
        answering()
          .failed('answer', why)
          .gaveUp('answer', 'failed', why)
          .finish('failed', { failure: why })
          .end().history,
      ),
    ).toBe(text);
  });

  test.each([
    [
      failure('thrown', 'no body', { $unhashed: { file: 'triage.ts', line: 40 } }),
      'triage.ts line 40 threw: no body. The run ended without a reply after 0.6 s.',
    ],
    [
      failure('thrown', 'threw a TypeError', { $unhashed: { detail: 'x is undefined', file: 'a.ts' } }),
      'a.ts threw: x is undefined. The run ended without a reply after 0.6 s.',
    ],
    [
      failure('thrown', "threw 'x', which is not an Error"),
      "The authored code threw 'x', which is not an Error. The run ended without a reply after 0.6 s.",
    ],
    [
      failure('misuse', "'answer' was used twice in this run: give each use a key"),
      "A rule of the engine was broken: 'answer' was used twice in this run: give each use a key. The run ended without a reply after 0.6 s.",
    ],
    [
      failure('misuse', 'fetch is not part of a world yet: ask a step', {
        $unhashed: { file: 'triage.ts', line: 48 },
      }),
      'triage.ts line 48: fetch is not part of a world yet: ask a step. The run ended without a reply after 0.6 s.',
    ],
    [
      failure('limit', 'the run started more than 20000 steps'),
      'A limit was met: the run started more than 20000 steps.',
    ],
    [
      failure('not_storable', "the run's result cannot be stored"),
      "The run failed: the run's result cannot be stored. The run ended without a reply after 0.6 s.",
    ],
  ])('failed outside a step: $code', (why, text) => {
    expect(said(begun().finish('failed', { failure: why }).end().history)).toBe(text);
  });

  test('failed at once', () => {
    const b = new HistoryBuilder().world().run(STEPS);
    expect(said(b.finish('failed', { failure: failure('misuse', 'no') }).end().history)).toBe(
      'A rule of the engine was broken: no. The run ended at once, without a reply.',
    );
  });

  test('failed in a step whose code threw', () => {
    const why = failure('thrown', 'no', { step: 'answer', $unhashed: { file: 'triage.ts', line: 12 } });
    const b = begun()
      .start('answer')
      .try('answer', 'format', false)
      .failed('answer', why)
      .gaveUp('answer', 'failed', why);
    expect(said(b.finish('failed', { failure: why }).end().history)).toBe(
      'answer failed: triage.ts line 12 threw: no. The run ended without a reply after 0.6 s.',
    );
  });

  test('was handed to a person, also after trouble, also past a fault that met nothing', () => {
    expect(said(begun().finish('escalated', { reason: 'critical ticket' }).end().history)).toBe(
      'Handed to a person: critical ticket, after 0.6 s.',
    );
    expect(said(begun().finish('escalated', { reason: 'critical ticket' }).end().history, planned)).toBe(
      'Handed to a person: critical ticket, after 0.6 s. The outage met nothing.',
    );
    const b = answering()
      .struck('answer', 'f', 'outage')
      .at(2000)
      .failed('answer', because('unavailable'))
      .fallback('answer', 'gpt-4o')
      .try('answer', 'gpt-4o')
      .at(5000)
      .answered('answer')
      .done('answer');
    expect(said(b.finish('escalated', { reason: 'low quality' }).end().history, planned, calm())).toBe(
      'claude-3-sonnet was down from 0.5 s to 9 s. answer failed once; gpt-4o answered. Handed to a person: low quality, after 5.0 s. Without the outage: a reply after 3.0 s.',
    );
  });

  test('stalled: names what never finished', () => {
    const stalled = answering()
      .cancelled('answer')
      .gaveUp('answer', 'abandoned')
      .finish('stalled')
      .end().history;
    expect(said(stalled)).toBe('The run stalled after 0.6 s: answer never finished.');
    expect(said(begun().finish('stalled').end().history)).toBe(
      'The run stalled after 0.6 s: it awaited what never comes.',
    );
  });

  test('was cancelled, stopped by hand, hung, or met a limit of its world', () => {
    const closed = () =>
      answering().at(3200).cancelled('answer').gaveUp('answer', 'cancelled').finish('cancelled');
    expect(said(closed().end().history)).toBe('Cancelled after 3.2 s, while answer was running.');
    expect(said(closed().end('stopped').history)).toBe(
      'Stopped by hand after 3.2 s, while answer was running.',
    );
    expect(said(answering().end('hung').history)).toBe(
      'The code hung after 0.6 s: it never gave control back.',
    );
    const limit = 'the world reached its limit of 200000 events; a loop without an end?';
    expect(
      said(
        begun()
          .finish('failed', { failure: failure('limit', limit) })
          .end('limit', limit).history,
      ),
    ).toBe(`A limit was met after 0.6 s: ${limit}`);
  });

  test('had ended before its world was stopped', () => {
    const b = begun().finish('escalated', { reason: 'critical ticket' });
    expect(said(b.end('stopped').history)).toBe('Handed to a person: critical ticket, after 0.6 s.');
  });
});

test('the run without faults is named only where it differs', () => {
  const planned = [{ id: 'f', kind: 'latency', model: 'claude-3-sonnet' }];
  expect(said(replies(answering().struck('answer', 'f', 'latency'), 3010), planned, calm())).toBe(
    'claude-3-sonnet was slow once. Nothing failed: the reply came after 3.0 s.',
  );
  const escalated = begun().finish('escalated', { reason: 'x' }).end().history;
  expect(said(replies(answering().struck('answer', 'f', 'latency'), 4000), planned, escalated)).toContain(
    'Without the delay: handed to a person after 0.6 s.',
  );
  expect(
    said(replies(answering().struck('answer', 'f', 'latency'), 4000), planned, begun().history),
  ).not.toContain('Without');
});
