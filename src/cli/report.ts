/** What `rehearse` prints: the verdict, the numbers beneath it, the hash. */
import { plannedFaults } from '../faults/planned.ts';
import type { FaultPlan } from '../faults/plan.ts';
import type { History } from '../history/events.ts';
import { seconds, thousands, usd } from '../history/projections/format.ts';
import { firstRun, projectWorld, type RunView } from '../history/projections/run-view.ts';
import { totalsOf } from '../history/projections/totals.ts';
import { announcement, verdict } from '../history/projections/verdict.ts';
import { survived, type WorldResult } from './survival.ts';
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

function read({ history, baseline, plan }: Rehearsed): { run: RunView | null; text: string } {
  const world = projectWorld(history);
  const said = verdict(world, plannedFaults(plan), baseline ? projectWorld(baseline) : undefined);
  return { run: firstRun(world), text: announcement(said) };
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
  const { run, text } = read(rehearsed);
  if (!run) return [text];
  const totals = totalsOf(run);
  const facts = [
    totals.word,
    `${seconds(totals.virtualMs)} virtual`,
    `${totals.calls} calls, ${totals.failedCalls} failed`,
    `${thousands(totals.inputTokens + totals.outputTokens)} tokens (estimated)`,
    `${usd(totals.costNanoUsd)}, ${usd(totals.wastedNanoUsd)} of it wasted`,
    `seed ${rehearsed.shown}`,
  ];
  const lines = [text, '', facts.join(' · ').replaceAll('\u00a0', ' ')];
  for (const step of run.steps) {
    const tries = step.attempts.map(
      (a) => `${a.target} ${a.outcome === 'ok' ? 'answered' : (a.failure?.code ?? 'running')}`,
    );
    const about = step.skipReason ?? tries.join(', then ');
    lines.push(`  ${step.step.padEnd(20)} ${step.state.padEnd(12)} ${about}`.trimEnd());
  }
  const place = run.finished?.failure?.$unhashed;
  if (place?.file !== undefined) lines.push('', `at ${place.file}:${place.line ?? 0}`);
  if (run.finished?.value !== undefined) lines.push('', `result ${JSON.stringify(run.finished.value)}`);
  return lines;
}

/** `verdict`, `totals`, `outcome`, `hash` and `history` are of the world of `seed`. */
export function asJson(rehearsed: Rehearsed): string {
  const { run, text } = read(rehearsed);
  const { scenario, worlds, shown, tookMs, history } = rehearsed;
  return JSON.stringify(
    {
      scenario,
      survived: worlds.every(survived),
      seed: shown,
      verdict: text,
      totals: run ? totalsOf(run) : null,
      outcome: run?.finished ?? null,
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
