/** What `rehearse` prints: the verdict, the numbers beneath it, the hash. */
import { plannedFaults } from '../faults/planned.ts';
import type { History } from '../history/events.ts';
import { seconds, thousands, usd } from '../history/projections/format.ts';
import { firstRun, projectWorld, type RunView } from '../history/projections/run-view.ts';
import { totalsOf } from '../history/projections/totals.ts';
import { announcement, verdict } from '../history/projections/verdict.ts';
import type { FaultPlan } from '../faults/plan.ts';

export interface Rehearsed {
  readonly scenario: string;
  readonly seed: number;
  readonly plan: FaultPlan;
  readonly history: History;
  readonly baseline: History | null;
  readonly hashes: readonly string[];
  readonly tookMs: number;
}

function read({ history, baseline, plan }: Rehearsed): { run: RunView | null; text: string } {
  const world = projectWorld(history);
  const said = verdict(world, plannedFaults(plan), baseline ? projectWorld(baseline) : undefined);
  return { run: firstRun(world), text: announcement(said) };
}

/** Whether the run came to an end that somebody wanted: a result, or a person. */
export function cameToAnEnd(rehearsed: Rehearsed): boolean {
  const outcome = read(rehearsed).run?.finished?.outcome;
  return outcome === 'returned' || outcome === 'escalated';
}

export function inWords(rehearsed: Rehearsed): string {
  const { run, text } = read(rehearsed);
  if (!run) return text;
  const totals = totalsOf(run);
  const facts = [
    totals.word,
    `${seconds(totals.virtualMs)} virtual`,
    `${totals.calls} calls, ${totals.failedCalls} failed`,
    `${thousands(totals.inputTokens + totals.outputTokens)} tokens (estimated)`,
    `${usd(totals.costNanoUsd)}, ${usd(totals.wastedNanoUsd)} of it wasted`,
    `seed ${rehearsed.seed}`,
  ];
  const lines = [text, '', facts.join(' · ').replaceAll('\u00a0', ' ')];
  for (const step of run.steps) {
    const tries = step.attempts.map(
      (a) => `${a.target} ${a.outcome === 'ok' ? 'answered' : (a.failure?.code ?? 'running')}`,
    );
    const about = step.skipReason ?? tries.join(', then ');
    lines.push(`  ${step.step.padEnd(20)} ${step.state.padEnd(12)} ${about}`);
  }
  if (run.finished?.value !== undefined) lines.push('', `result ${JSON.stringify(run.finished.value)}`);
  lines.push(
    '',
    ...rehearsed.hashes.map(
      (hash, n) => `hash ${hash}${rehearsed.hashes.length > 1 ? `  seed ${rehearsed.seed + n}` : ''}`,
    ),
  );
  return lines.join('\n');
}

export function asJson(rehearsed: Rehearsed): string {
  const { run, text } = read(rehearsed);
  const { scenario, seed, hashes, tookMs, history } = rehearsed;
  return JSON.stringify(
    {
      scenario,
      seed,
      verdict: text,
      totals: run ? totalsOf(run) : null,
      outcome: run?.finished ?? null,
      hash: hashes[0],
      hashes,
      tookMs,
      history,
    },
    null,
    2,
  );
}
