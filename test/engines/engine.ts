/** What can compute worlds: Node from source, Node with the shipped bundle, a browser with the shipped bundle. */
import type { Json } from '../../src/base/json.ts';
import type { History } from '../../src/history/events.ts';
import type { Problem, SourceFile, WorldInputs } from '../../src/sandbox/messages.ts';
import type { Scenario } from '../../src/scenario/document.ts';

export interface Code {
  readonly files: readonly SourceFile[];
  readonly entry: string;
  /** The entry is the bundle of a program. */
  readonly program?: true;
}

/** Something to compute worlds of. */
export interface Work {
  readonly title: string;
  readonly scenario: Scenario;
  readonly code: Code;
}

export interface Ran {
  readonly hash: string;
  readonly history: History;
}

/** Functions of Math whose last bits differ between engines. */
export type Inexact = 'log' | 'exp';

export interface Engine {
  readonly name: string;
  /** One hash a seed, from seed 1 up. */
  sweep(work: Work, seeds: number): Promise<readonly string[]>;
  run(work: Work, seed: number): Promise<Ran>;
  /** Raw results, outside any world. */
  math(name: Inexact, values: readonly number[]): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** Asks every engine the same: Node from source, which starts a process for each work, beside the others in turn. */
export async function besides(
  engines: readonly Engine[],
  ask: (engine: Engine) => Promise<void>,
): Promise<void> {
  const [first, ...others] = engines;
  const inTurn = async (): Promise<void> => {
    for (const engine of others) await ask(engine);
  };
  await Promise.all([ask(first!), inTurn()]);
}

/** One that takes the shipped bundle, and so tells what its own parser and stacks say. */
export interface BundleEngine extends Engine {
  /** What stands in the way of loading; empty if it loads. */
  problems(code: Code): Promise<readonly Problem[]>;
}

/** What a bundle is asked for, for this work and seed. */
export const inputsOf = ({ scenario }: Work, seed: number): WorldInputs => ({
  scenario: scenario.name,
  input: scenario.input,
  faults: scenario.faults,
  seed,
  host: 'simulated',
  cast: scenario.cast,
  ...(scenario.runs ? { runs: scenario.runs } : {}),
  ...(scenario.sessions ? { sessions: scenario.sessions } : {}),
  interventions: scenario.interventions,
});

/** Work of its own for a test: one orchestration, no faults. */
export const workOf = (title: string, files: Readonly<Record<string, string>>, input: Json = null): Work => {
  const code = {
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    entry: Object.keys(files)[0]!,
  };
  const scenario: Scenario = {
    format: 'rehearsal-scenario',
    version: 1,
    name: title,
    orchestration: code,
    input,
    cast: {},
    faults: { faults: [] },
    seed: 1,
    interventions: [],
  };
  return { title, scenario, code };
};
