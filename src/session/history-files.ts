/** Histories that leave the browser as files, and come in as such. The file's form is interchange/history-file.ts. */
import type { WallMs } from '../base/units.ts';
import { plannedFaults } from '../faults/planned.ts';
import { hashHistory } from '../history/hash.ts';
import { projectWorld } from '../history/projections/run-view.ts';
import { totalsOf } from '../history/projections/totals.ts';
import { announcement, verdict } from '../history/projections/verdict.ts';
import type { History } from '../history/events.ts';
import { readHistoryFile, writeHistoryFile, type SavedHistory } from '../interchange/history-file.ts';
import { gallery } from './gallery.svelte.ts';
import { openShipped } from './gallery.ts';
import { keptRun, type KeptRun } from './kept-run.ts';
import type { Code } from './sandbox-driver.ts';
import { readScenario, writeScenario } from './scenario-text.ts';
import { inputsOf, scenarioOf } from './world-inputs.ts';

/** In place of a gallery's example. */
const FILE = 'file';

/** The file of a stored run: its name and its text. */
export function fileOf(kept: KeptRun, history: History): { readonly name: string; readonly text: string } {
  const read = readScenario(kept.summary.scenarioJson);
  if (!('scenario' in read))
    throw new Error('Assertion failed: a listed run has a scenario that can be read');
  const scenario = { ...scenarioOf(read.scenario, kept.inputs), orchestration: orchestrationOf(kept.code) };
  // a history of an older schema hashes otherwise since it was brought to today's
  const hash = kept.summary.hash === null ? null : hashHistory(history);
  const name = kept.summary.scenarioTitle.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'run';
  return {
    name: `${name}-${kept.summary.seed}${hash === null ? '' : `-${hash.slice(0, 8)}`}.history.json`,
    text: writeHistoryFile({ title: kept.title, scenario, hash, history }),
  };
}

const orchestrationOf = ({ files, entry, program }: Code) =>
  program === undefined ? { files, entry } : { program };

/** Null for a program that is not shipped. */
function codeOf(orchestration: SavedHistory['scenario']['orchestration']): Code | null {
  if ('files' in orchestration) return { files: orchestration.files, entry: orchestration.entry };
  const example = gallery.examples.find(({ program }) => program === orchestration.program);
  return example ? openShipped(example.id).code : null;
}

export type Opening =
  | {
      readonly ok: true;
      readonly kept: KeptRun;
      readonly history: History;
      /** What the visitor should know of the file; empty where there is nothing. */
      readonly notice: string;
    }
  | { readonly ok: false; readonly message: string };

/** A run to keep, from a file's text. */
export function runFromFile(text: string, id: string, startedWall: WallMs): Opening {
  const read = readHistoryFile(text);
  if (!read.ok) return read;
  const code = codeOf(read.saved.scenario.orchestration);
  if (!code) return { ok: false, message: 'The program that this history is of is not shipped here.' };
  return runOf(read.saved, code, id, startedWall);
}

function runOf(
  { title, scenario, hash, history }: SavedHistory,
  code: Code,
  id: string,
  startedWall: WallMs,
): Opening {
  const { orchestration: _, ...said } = scenario;
  const [started] = history;
  const host = started?.type === 'world.started' && started.host === 'wall' ? 'wall' : 'simulated';
  const inputs = inputsOf(said, host);
  const world = projectWorld(history);
  const [run] = world.runs;
  if (!run) return { ok: false, message: 'The history in this file holds no run.' };
  const scenarioNow = { ...said, orchestration: { example: FILE } };
  const project = {
    example: FILE,
    scenarioId: FILE,
    draftKey: `${FILE}@${id}`,
    title,
    scenarioTitle: said.name,
    code,
    scenario: scenarioNow,
    scenarioText: writeScenario(scenarioNow),
    scenarioProblems: [],
  };
  const seen = {
    verdict: announcement(verdict(world, plannedFaults(inputs.faults))),
    totals: totalsOf(run),
    run,
  };
  // what the file says of itself is a claim
  const own = hash === null ? null : hashHistory(history);
  const computed = { world: 0, code, inputs, history, hash: own, tookMs: 0 };
  const kept = keptRun({ id, startedWall }, computed, project, seen);
  return { ok: true, kept, history, notice: own === hash ? '' : otherHash(hash, own) };
}

const otherHash = (said: string | null, own: string | null): string =>
  `The file says hash ${said}, its events hash to ${own}: it is of an older version, or was changed since it was saved.`;

/** Has the browser save a text under a name. */
export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // the browser has taken it by then
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
