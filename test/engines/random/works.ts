/** Random orchestrations under random plans: `WORLDS` worlds that each run `RUNS` of them at once. */
import { readFileSync } from 'node:fs';
import { uniform } from '../../../src/base/keyed-random.ts';
import type { FaultKindName } from '../../../src/faults/kinds.ts';
import { planSchema } from '../../../src/faults/plan-schema.ts';
import type { ScenarioRun } from '../../../src/scenario/scenario-schema.ts';
import { workOf, type Work } from '../engine.ts';
import { ASKING, type Program } from './orchestration.ts';

export const WORLDS = 20;
export const RUNS = 50;
const SEED = 20_261_122;
const MODELS = ['gpt-4o-mini', 'gpt-4o', 'claude-3-haiku', 'claude-3-sonnet'];

export function randomWorks(): Work[] {
  const text = readFileSync(new URL('./orchestration.ts', import.meta.url), 'utf8');
  return Array.from({ length: WORLDS }, (_, world) => {
    const work = workOf(`random-${world}`, { 'orchestration.ts': text });
    const runs = Array.from({ length: RUNS }, (_, run) => runOf(new Draw(`${world}/${run}`)));
    return { ...work, scenario: { ...work.scenario, runs, faults: planOf(new Draw(`plan-${world}`)) } };
  });
}

/** Draws one after another, keyed by their number. */
class Draw {
  private count = 0;
  private readonly key: string;

  constructor(key: string) {
    this.key = key;
  }

  below(limit: number): number {
    return Math.floor(uniform(SEED, 'random', `${this.key}#${this.count++}`) * limit);
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

const runOf = (draw: Draw): ScenarioRun => ({
  input: programOf(draw, 3),
  atMs: draw.below(3000),
  tenant: draw.of(['acme', 'globex', 'initech']),
  session: `session-${draw.below(8)}`,
});

function programOf(draw: Draw, depth: number): Program {
  const leaf = draw.below(10);
  if (depth === 0 || leaf < 3) return leafOf(draw);
  const parts = (): Program[] => Array.from({ length: 1 + draw.below(3) }, () => programOf(draw, depth - 1));
  switch (draw.below(12)) {
    case 0:
      return { do: 'forget', what: programOf(draw, depth - 1) };
    case 1:
    case 2:
      return { do: 'catch', what: programOf(draw, depth - 1) };
    case 3:
      return { do: 'undo', what: programOf(draw, depth - 1) };
    case 4:
      return { do: 'loop', turns: 1 + draw.below(3), what: programOf(draw, depth - 1) };
    default:
      return { do: draw.of(['seq', 'all', 'race', 'any', 'allSettled', 'first'] as const), parts: parts() };
  }
}

function leafOf(draw: Draw): Program {
  switch (draw.below(10)) {
    case 0:
      return { do: 'work', ms: draw.below(900) };
    case 1:
      return { do: 'wait', ms: draw.below(900) };
    case 2:
      return { do: 'throw' };
    case 3:
      return {
        do: 'keep',
        key: draw.of(['a', 'b']),
        where: draw.of(['state', 'shared', 'unguarded', 'session'] as const),
      };
    case 4:
      return { do: 'signal', ms: 1 + draw.below(2000) };
    case 5:
      return { do: 'map', items: 1 + draw.below(4), concurrency: 1 + draw.below(2), step: draw.of(ASKING) };
    default:
      return { do: 'ask', step: draw.of(ASKING) };
  }
}

const planOf = (draw: Draw) =>
  planSchema.parse({
    faults: Array.from({ length: draw.below(5) }, (_, i) => ({
      id: `f${i}`,
      kind: draw.of<FaultKindName>([
        'outage',
        'latency',
        'rate_limit',
        'server_error',
        'overloaded',
        'cut',
        'blackhole',
        'bad_format',
      ]),
      match: { model: draw.of(MODELS) },
      window: [draw.below(2000), 2000 + draw.below(4000)],
      rate: draw.of([0.3, 0.7, 1]),
    })),
  });
