/** One line about all steps of a column: that they ran at once, and what they share. */
import type { StepView } from '../../history/projections/run-view.ts';
import { targetName } from '../marks/allowed.ts';
import { versionOf } from '../marks/step-now.ts';

/** 'at once · gpt-4o-mini 2024-07-18', or as much of it as `fits`; empty where there is nothing to say. */
export function captionOf(steps: readonly StepView[], fits: (text: string) => boolean): string {
  const targets = new Set(steps.map((step) => step.declared?.targets[0] ?? step.attempts[0]?.target ?? ''));
  const [target = ''] = targets;
  const shared = targets.size === 1 && target !== '' ? targetName(target) : '';
  const versions = new Set(steps.map((step) => versionOf(step, target)).filter(Boolean));
  const [version] = versions;
  const full = versions.size === 1 && shared !== '' ? `${shared} ${version}` : shared;
  const once = atOnce(steps) ? 'at once' : '';
  const said = [full, shared, ''].map((model) => [once, model].filter(Boolean).join(' · '));
  return said.find(fits) ?? '';
}

/** Whether there was a moment when all of them ran. */
function atOnce(steps: readonly StepView[]): boolean {
  const ran = steps.filter((step) => step.startedMs !== null);
  const latestStart = Math.max(...ran.map((step) => step.startedMs ?? 0));
  const firstEnd = Math.min(...ran.map((step) => step.finishedMs ?? Infinity));
  return (
    ran.length === steps.length &&
    ran.length > 1 &&
    (latestStart < firstEnd || ran.every((s) => s.startedMs === latestStart))
  );
}
