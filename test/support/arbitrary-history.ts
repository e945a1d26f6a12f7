/** Histories as the engine could have written them, for property tests: any mix of steps, attempts, faults and endings. */
import fc from 'fast-check';
import type { History, RunFinished, StepDeclared } from '../../src/history/events.ts';
import { FAILURE_CODES, failure, type Failure } from '../../src/model/failure.ts';
import { declared, HistoryBuilder } from './history-builder.ts';

const MODELS = ['gpt-4o-mini', 'claude-3-sonnet', 'gpt-4o'] as const;
const NAMES = ['intent', 'knowledge', 'answer', 'quality', 'label'] as const;
const KINDS = ['outage', 'latency', 'cut', 'moon_phase'] as const;

/** Weighted so that steps get somewhere: most begin, are tried, and fail before they end. */
const WHAT = {
  begin: 4,
  skip: 1,
  try: 9,
  answer: 3,
  fail: 4,
  strike: 3,
  backoff: 2,
  fallback: 1,
  finish: 1,
  warn: 1,
  log: 1,
  hold: 1,
  refuse: 1,
  deny: 1,
  score: 2,
  ask: 1,
  hear: 1,
  hedge: 1,
  part: 1,
  letter: 1,
  world: 3,
};
type What = keyof typeof WHAT;

/** One move: what to do with which step, and how much time passes before. */
const move = fc.record({
  what: fc.constantFrom(
    ...Object.entries(WHAT).flatMap(([what, weight]) => Array<What>(weight).fill(what as What)),
  ),
  which: fc.nat(20),
  passMs: fc.oneof(fc.constant(0), fc.nat(3000)),
  cost: fc.nat(5_000_000),
});
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never;

const steps: fc.Arbitrary<StepDeclared[]> = fc
  .subarray([...NAMES])
  .chain((names) => fc.tuple(...names.map((name, i) => stepOf(name, names.slice(0, i)))));

const stepOf = (name: string, before: readonly string[]): fc.Arbitrary<StepDeclared> =>
  fc
    .record({ targets: fc.subarray([...MODELS]), after: fc.subarray([...before]), retries: fc.nat(3) })
    .map(({ targets, after, retries }) => declared(name, targets, { after, policy: { retries } }));

const ending = fc.option(
  fc.constantFrom<RunFinished['outcome']>('returned', 'escalated', 'failed', 'cancelled', 'stalled'),
);

/** A history of one run; without an ending where the run goes on. */
export const arbitraryHistory: fc.Arbitrary<History> = fc
  .record({
    steps,
    pattern: fc.constantFrom('code' as const, 'dag' as const, 'sequence' as const),
    moves: fc.array(move, { maxLength: 80, size: 'max' }),
    ending,
    reason: fc.constantFrom('quiet' as const, 'limit' as const, 'stopped' as const, 'hung' as const),
  })
  .map(({ steps, pattern, moves, ending, reason }) => {
    const story = new Story(steps, pattern);
    for (const one of moves) story.play(one);
    if (ending) story.end(ending, reason);
    return story.history;
  });

type Around = (builder: HistoryBuilder, step: string, model: string, why: Failure) => unknown;

/** What policies and people do around the attempts of a step. */
const AROUND: Partial<Record<What, Around>> = {
  hold: (b, step, model) => b.held(step, model, 'bulkhead'),
  refuse: (b, step, model, why) => b.refused(step, model, 'breaker', why),
  deny: (b, step) => b.add({ type: 'retry.denied', step, after: 1, reason: 'budget' }),
  ask: (b, step) => b.asks(step, 'a clerk', 'Well?'),
  hear: (b, step) => b.personAnswers(step, true),
  letter: (b, step, _, why) => b.letter(step, 'cases', 2, why),
};

const OUTSIDE: readonly ((builder: HistoryBuilder, step: string, costNanoUsd: number) => unknown)[] = [
  (b) => b.breaker('gpt-4o', 'closed', 'open', '5 failures'),
  (b) => b.crashed('crash'),
  (b) => b.resumed('resume'),
  (b, step) => b.settled(step, 'discarded'),
  (b, step) =>
    b.add({ type: 'effect.executed', target: 'payments', caller: `run/${step}`, key: 'k', times: 2 }, ''),
  (b, step, costNanoUsd) =>
    b.add(
      {
        type: 'call.settled',
        caller: `run/${step}#1`,
        target: 'gpt-4o',
        usage: { inputTokens: 3, outputTokens: 4 },
        costNanoUsd,
      },
      '',
    ),
  (b, step) => b.add({ type: 'state.conflicted', key: 'k', by: [step, 'other'], kept: step }),
  (b) => b.add({ type: 'state.refused', key: 'k', owner: 'run', by: 'other' }),
  (b, step) =>
    b.add({ type: 'drift.alarmed', step, metric: 'length', baseline: 1, observed: 2, tolerance: 0.5 }),
  (b) =>
    b.add({ type: 'agent.stopped', step: '', reason: 'repetition', turns: 2, toolCalls: 1, detail: 'twice' }),
];

interface Open {
  readonly step: string;
  readonly name: string;
  state: 'fresh' | 'running' | 'trying' | 'tried';
}

class Story {
  private readonly builder = new HistoryBuilder().world();
  private readonly open: Open[] = [];
  private readonly names: readonly string[];
  private begun = 0;
  private now = 0;

  constructor(steps: readonly StepDeclared[], pattern: 'code' | 'dag' | 'sequence') {
    this.names = steps.map((s) => s.name);
    this.builder.run(steps, { pattern });
  }

  get history(): History {
    return this.builder.history;
  }

  play({ what, which, passMs, cost }: Move): void {
    this.builder.at((this.now += passMs));
    if (what === 'warn') this.builder.add({ type: 'warning.raised', message: 'careful' });
    else if (what === 'log') this.builder.add({ type: 'log.written', level: 'info', text: 'here' });
    else if (what === 'world') this.outside(which, cost);
    else if (what === 'begin' || what === 'skip') this.begin(what, which);
    else this.go(what, which, cost);
  }

  private begin(what: 'begin' | 'skip', which: number): void {
    const name = this.names[which % Math.max(1, this.names.length)] ?? 'foreign';
    const step = this.begun < this.names.length && which % 3 > 0 ? name : `${name}[${this.begun}]`;
    if (this.history.some((e) => (e.type === 'step.started' || e.type === 'step.skipped') && e.step === step))
      return;
    this.begun++;
    if (what === 'skip') this.builder.skip(step, 'no need', name);
    else {
      this.builder.start(step, name);
      this.open.push({ step, name, state: 'fresh' });
    }
  }

  private go(
    what: Exclude<Move['what'], 'begin' | 'skip' | 'warn' | 'log' | 'world'>,
    which: number,
    cost: number,
  ): void {
    const one = this.open[which % Math.max(1, this.open.length)];
    if (!one) return;
    const { builder } = this;
    const model = MODELS[which % MODELS.length] ?? MODELS[0];
    const trying = one.state === 'trying';
    if (what === 'try' && !trying) {
      builder.try(one.step, model, which % 7 > 0);
      one.state = 'trying';
    } else if (what === 'strike' && trying)
      builder.struck(one.step, `f${which % 4}`, KINDS[which % KINDS.length] ?? 'cut');
    else if (what === 'answer' && trying) {
      builder.answered(one.step, { costNanoUsd: cost, tokens: [which, which] });
      this.close(one, 'ok');
    } else if (what === 'fail' && trying) {
      builder.failed(one.step, failureOf(one.step, which), { costNanoUsd: cost });
      one.state = 'tried';
    } else if (what === 'score' && one.state === 'tried') builder.scored(one.step, which / 20, 0.5);
    else if (what === 'hedge' && trying) {
      builder.cancelled(one.step).hedge(one.step);
    } else if (what === 'part' && trying)
      builder.add({ type: 'part.received', step: one.step, attempt: 1 + (which % 2), text: 'so' });
    else if (!trying && AROUND[what]) AROUND[what](builder, one.step, model, failureOf(one.step, which));
    else if (what === 'backoff' && one.state === 'tried') builder.backoff(one.step, which * 100);
    else if (what === 'fallback' && one.state === 'tried')
      builder.fallback(one.step, which % 2 ? model : 'value "sorry"');
    else if (what === 'finish' && !trying)
      this.close(one, which % 4 === 0 ? 'failed' : which % 4 === 1 ? 'cancelled' : 'ok');
  }

  /** What happens to the world, whatever its run does. */
  private outside(which: number, costNanoUsd: number): void {
    const { builder } = this;
    const happen = OUTSIDE[which % OUTSIDE.length];
    happen?.(builder, this.open[0]?.step ?? 'nobody', costNanoUsd);
  }

  private close(one: Open, outcome: 'ok' | 'failed' | 'cancelled' | 'abandoned'): void {
    if (one.state === 'trying' && outcome !== 'ok') this.builder.cancelled(one.step);
    if (outcome === 'ok') this.builder.done(one.step, 'done');
    else this.builder.gaveUp(one.step, outcome, failureOf(one.step, outcome.length));
    this.open.splice(this.open.indexOf(one), 1);
  }

  end(outcome: RunFinished['outcome'], reason: 'quiet' | 'limit' | 'stopped' | 'hung'): void {
    for (const one of [...this.open]) this.close(one, 'abandoned');
    this.builder.finish(outcome, {
      ...(outcome === 'failed' && { failure: failureOf('answer', this.now) }),
      ...(outcome === 'escalated' && { reason: 'critical' }),
    });
    this.builder.unmet('late', 'outage').end(reason);
  }
}

const failureOf = (step: string, pick: number) =>
  failure(FAILURE_CODES[pick % FAILURE_CODES.length] ?? 'cut', 'why', pick % 2 ? { step } : {});
