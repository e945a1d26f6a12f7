/** What `rehearse` prints: the verdict, the numbers beneath it, the hash. */
import { plannedFaults } from '../faults/planned.ts';
import type { FaultPlan } from '../faults/plan.ts';
import type { History } from '../history/events.ts';
import { seconds, thousands, usd } from '../history/projections/format.ts';
import { askedMs, judgedRuns } from '../history/projections/lives.ts';
import { projectWorld, type RunView, type WorldView } from '../history/projections/run-view.ts';
import { lastKnownMs, totalsOfWorld, wordOf } from '../history/projections/totals.ts';
import { announcement, verdict } from '../history/projections/verdict.ts';
import { survived, wanted, type WorldResult } from './survival.ts';
import { hashOfAll, worldsInWords } from './worlds-report.ts';

export interface Rehearsed {
  readonly scenario: string;
  readonly plan: FaultPlan;
  /** One a seed, seeds counting up. At least one. */
  readonly worlds: readonly WorldResult[];
  /** The seed of the world that `history` and `baseline` are of. */
  readonly shown: number;
  readonly history: History;
  readonly baseline: History | null;
  /** Wall ms for all worlds. */
  readonly tookMs: number;
}

/** Of a world of more runs, each is told in one line; of more than the second figure, the rest is counted. */
const RUNS_IN_FULL = 5;
const RUNS_NAMED = 50;

function read({ history, baseline, plan }: Rehearsed): { world: WorldView; text: string } {
  const world = projectWorld(history);
  const said = verdict(world, plannedFaults(plan), baseline ? projectWorld(baseline) : undefined);
  return { world, text: announcement(said) };
}

export function inWords(rehearsed: Rehearsed): string {
  const { worlds, shown } = rehearsed;
  const hash = worlds.find(({ seed }) => seed === shown)!.hash;
  if (worlds.length === 1) return [...worldInWords(rehearsed), '', `hash ${hash}`].join('\n');
  return [
    ...worldsInWords(worlds),
    '',
    `Seed ${shown}: ${worldInWords(rehearsed).join('\n')}`,
    '',
    `hash ${hash}  seed ${shown}`,
    `hash ${hashOfAll(worlds)}  all ${worlds.length} worlds`,
  ].join('\n');
}

function worldInWords(rehearsed: Rehearsed): string[] {
  const { world, text } = read(rehearsed);
  const totals = totalsOfWorld(world);
  if (!totals) return [text];
  const facts = [
    totals.word,
    `${seconds(totals.virtualMs)} virtual`,
    `${totals.calls} ${totals.calls === 1 ? 'call' : 'calls'}, ${totals.failedCalls} failed`,
    `${thousands(totals.inputTokens + totals.outputTokens)} tokens (estimated)`,
    `${usd(totals.costNanoUsd)}, ${usd(totals.wastedNanoUsd)} of it wasted`,
    `seed ${rehearsed.shown}`,
  ];
  const lines = [text, '', facts.join(' · ').replaceAll('\u00a0', ' ')];
  const runs = judgedRuns(world);
  const [only, ...others] = runs;
  if (only && others.length === 0) return [...lines, ...stepsInWords(only), ...endInWords(only)];
  for (const run of runs.slice(0, RUNS_NAMED)) {
    const took = seconds(lastKnownMs(run) - askedMs(world, run)).replaceAll('\u00a0', ' ');
    const line = `${run.run.padEnd(20)} ${wordOf(run).padEnd(12)} after ${took}`;
    if (runs.length > RUNS_IN_FULL) lines.push(`  ${line}`);
    else lines.push('', line, ...stepsInWords(run), ...endInWords(run));
  }
  const rest = runs.length - RUNS_NAMED;
  return rest > 0
    ? [...lines, `  and ${rest} ${rest === 1 ? 'run' : 'runs'} more: --json names every run`]
    : lines;
}

const stepsInWords = ({ steps }: RunView): string[] =>
  steps.map((step) => {
    const tries = step.attempts.map(
      (a) => `${a.target} ${a.outcome === 'ok' ? 'answered' : (a.failure?.code ?? 'running')}`,
    );
    const about = step.skipReason ?? tries.join(', then ');
    return `  ${step.step.padEnd(20)} ${step.state.padEnd(12)} ${about}`.trimEnd();
  });

function endInWords({ finished }: RunView): string[] {
  const place = finished?.failure?.$unhashed;
  return [
    ...(place?.file === undefined ? [] : ['', `at ${place.file}:${place.line ?? 0}`]),
    ...(finished?.value === undefined ? [] : ['', `result ${JSON.stringify(finished.value)}`]),
  ];
}

/**
 * `verdict`, `totals`, `outcome`, `runs`, `hash` and `history` are of the world of `seed`; `outcome` is how the first run
 * ended that did not survive, else the first.
 */
export function asJson(rehearsed: Rehearsed): string {
  const { world, text } = read(rehearsed);
  const { scenario, worlds, shown, tookMs, history } = rehearsed;
  const runs = judgedRuns(world);
  const decisive = runs.find(({ finished }) => !wanted(finished?.outcome ?? null)) ?? runs[0];
  return JSON.stringify(
    {
      scenario,
      survived: worlds.every(survived),
      seed: shown,
      verdict: text,
      totals: totalsOfWorld(world),
      outcome: decisive?.finished ?? null,
      runs: runs.map((run) => ({ run: run.run, word: wordOf(run), outcome: run.finished })),
      hash: worlds.find(({ seed }) => seed === shown)!.hash,
      hashes: worlds.map(({ hash }) => hash),
      worlds,
      tookMs,
      history,
    },
    null,
    2,
  );
}
