/** Which lanes stay on the sheet: one that was shown does not vanish while the same orchestration is edited and run. */
import type { Lane } from '../../history/projections/lanes.ts';
import type { RunView } from '../../history/projections/run-view.ts';

/** Remembers, per picture, the lanes that the current orchestration has shown. */
export function shownLanes(): { keep: (run: RunView, lanes: readonly Lane[]) => ReadonlySet<string> } {
  let signature = '';
  let shown: ReadonlySet<string> = new Set();
  return {
    keep(run, lanes) {
      const own = JSON.stringify(run.started.steps);
      if (own !== signature) shown = new Set();
      signature = own;
      const used = lanes.filter((lane) => !lane.reserve).map((lane) => lane.model);
      if (used.some((model) => !shown.has(model))) shown = new Set([...shown, ...used]);
      return shown;
    },
  };
}
