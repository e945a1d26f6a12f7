/** Shows a step's monitors an output that it gives. A monitor that cannot measure raises a warning and breaks nothing. */
import { newMonitor, observe, type Monitor } from './policies/monitor.ts';
import type { RunCore } from './run-core.ts';
import { toFailure } from './step-error.ts';

/** @param name the declared step's name: a monitor watches all runs of a world */
export function watch(
  core: RunCore,
  monitors: readonly Monitor[],
  name: string,
  step: string,
  output: unknown,
  input: unknown,
): void {
  for (const monitor of monitors) {
    const figure = figureOf(core, monitor, step, output, input);
    if (figure === null) continue;
    const { metric, tolerance, window } = monitor;
    const cell = core.host.shared(`monitor/${name}/${metric}/${window}`, () => newMonitor(monitor));
    const { state, alarm } = observe(monitor, cell.value, figure);
    cell.value = state;
    if (alarm) core.host.emit(core.run, { type: 'drift.alarmed', step: name, metric, tolerance, ...alarm });
  }
}

function figureOf(
  core: RunCore,
  { metric, of }: Monitor,
  step: string,
  output: unknown,
  input: unknown,
): number | null {
  let why = 'it gave no number';
  try {
    const given = of(output, input);
    if (given === null) return null;
    if (Number.isFinite(Number(given))) return Number(given);
  } catch (thrown) {
    why = toFailure(thrown, core.locate).message;
  }
  const message = `the monitor of ${metric} could not measure ${step}: ${why}`;
  core.host.emit(core.run, { type: 'warning.raised', step, message });
  return null;
}
