/** Static graphs: each node starts as soon as what it depends on is there; nothing waits for a sibling. */
import { withResolvers } from '../base/resolvers.ts';
import type { Orchestration } from '../engine/definition.ts';
import type { OutputOf, StepDef, Steps } from '../engine/step-def.ts';
import { startStep } from '../engine/bind.ts';
import type { Bound, Context } from '../engine/context.ts';
import { inner, type Inner } from '../engine/inner.ts';
import type { Skipped } from '../engine/surface.ts';
import { defineOrchestration } from '../engine/sub-orchestration.ts';
import { checkNames } from './names.ts';

/** A node of a graph. `A` maps each node to the nodes that it comes after. */
export type Node<S, A extends Record<keyof S, keyof S>, I, K extends keyof S> = {
  readonly step: S[K];
  /** The nodes that it depends on. */
  readonly after?: readonly (A[K] & Exclude<keyof S, K>)[];
  /** Whether it runs, asked when every dependency gave an output; a skipped node's dependants still run. */
  readonly when?: (done: { readonly [D in A[K]]: OutputOf<S[D]> }, input: I) => boolean;
  /** Its input. Default: the run's input without dependencies, else `{ input, …outputs }`. */
  readonly input?: (done: { readonly [D in A[K]]: OutputOf<S[D]> | Skipped }, input: I) => unknown;
};

interface AnyNode {
  readonly step: Steps[string];
  readonly after?: readonly string[];
  readonly when?: (done: Record<string, unknown>, input: unknown) => boolean;
  readonly input?: (done: Record<string, unknown>, input: unknown) => unknown;
}

/**
 * A static graph over an input of type `I`. Its result: one output (or Skipped) a node.
 * @throws {RangeError} naming a cycle's nodes, or a missing dependency, before anything runs.
 * @example dag<Ticket>()({ intent: { step: classify(…), input: (_, t) => t.body }, answer: { step: generate(…), after: ['intent'] } })
 */
export function dag<I>() {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- measured: only `any` infers here
  return <S extends Record<string, StepDef<any, any>>, A extends Record<keyof S, keyof S>>(
    nodes: { readonly [K in keyof S]: Node<S, A, I, K> },
    options: { readonly name?: string } = {},
  ): Orchestration<I, { readonly [K in keyof S]: OutputOf<S[K]> | Skipped }> => {
    const all = nodes as unknown as Readonly<Record<string, AnyNode>>;
    const names = Object.keys(all);
    checkNames(names);
    checkGraph(all);
    return defineOrchestration<I, { readonly [K in keyof S]: OutputOf<S[K]> | Skipped }>({
      name: options.name ?? 'DAG',
      pattern: 'dag',
      steps: Object.fromEntries(names.map((name) => [name, all[name]!.step])),
      shape: Object.fromEntries(
        names.map((name) => [
          name,
          { after: all[name]!.after ?? [], conditional: all[name]!.when !== undefined },
        ]),
      ),
      run: ((input: unknown, steps: Bound<Steps>, context: Context) =>
        schedule(all, input, steps, inner(context))) as never,
    });
  };
}

/** Runs each node when its dependencies are done. Rejects with the first failure. */
function schedule(
  nodes: Readonly<Record<string, AnyNode>>,
  input: unknown,
  steps: Bound<Steps>,
  { core, scope }: Inner,
): Promise<unknown> {
  const names = Object.keys(nodes);
  const done: Record<string, unknown> = {};
  for (const name of names) done[name] = undefined; // fixes the order of keys
  const dependants = new Map<string, string[]>(names.map((name) => [name, []]));
  const missing = new Map<string, number>();
  for (const name of names) {
    const after = nodes[name]!.after ?? [];
    missing.set(name, after.length);
    for (const dependency of after) dependants.get(dependency)!.push(name);
  }
  const { promise, resolve, reject } = withResolvers<unknown>();
  let left = names.length;
  const complete = (name: string, value: unknown): void => {
    done[name] = value;
    if (--left === 0) resolve(done);
    for (const next of dependants.get(name)!) {
      const still = missing.get(next)! - 1;
      missing.set(next, still);
      if (still === 0) start(next);
    }
  };
  const start = (name: string): void => {
    try {
      const skipped = skipReason(name, nodes[name]!, done, input);
      if (skipped !== null) complete(name, steps[name]!.skip(skipped));
      else {
        const { step, after = [] } = nodes[name]!;
        const options = after.length === 0 ? undefined : { producer: after.join(' and ') };
        const given = inputOf(nodes[name]!, done, input);
        startStep<unknown, unknown>(core, scope, step, name, given, undefined, options).then(
          (value: unknown) => complete(name, value),
          reject,
        );
      }
    } catch (error) {
      reject(error);
    }
  };
  if (left === 0) resolve(done);
  for (const name of names)
    if (missing.get(name) === 0 && (nodes[name]!.after ?? []).length === 0) start(name);
  return promise;
}

const isSkipped = (value: unknown): value is Skipped =>
  typeof value === 'object' && value !== null && (value as { skipped?: unknown }).skipped === true;

function skipReason(
  name: string,
  node: AnyNode,
  done: Record<string, unknown>,
  input: unknown,
): string | null {
  if (!node.when) return null;
  const absent = (node.after ?? []).find((dependency) => isSkipped(done[dependency]));
  if (absent !== undefined) return `${absent} was skipped, and the condition of ${name} asks for it`;
  return node.when(pick(node, done), input) ? null : 'its condition was not met';
}

const pick = (node: AnyNode, done: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries((node.after ?? []).map((dependency) => [dependency, done[dependency]]));

function inputOf(node: AnyNode, done: Record<string, unknown>, input: unknown): unknown {
  if (node.input) return node.input(pick(node, done), input);
  return (node.after ?? []).length === 0 ? input : { input, ...pick(node, done) };
}

function checkGraph(nodes: Readonly<Record<string, AnyNode>>): void {
  for (const [name, node] of Object.entries(nodes))
    for (const dependency of node.after ?? [])
      if (!Object.hasOwn(nodes, dependency))
        throw new RangeError(
          `'${name}' comes after '${dependency}', which is no node of this graph; its nodes are ${Object.keys(nodes).join(', ')}`,
        );
  const state = new Map<string, 'open' | 'closed'>();
  const path: string[] = [];
  const visit = (name: string): void => {
    if (state.get(name) === 'closed') return;
    if (state.get(name) === 'open')
      throw new RangeError(
        `deadlock: ${[...path.slice(path.indexOf(name)), name].join(' → ')}: each waits for the next, so none can start`,
      );
    state.set(name, 'open');
    path.push(name);
    for (const dependency of nodes[name]!.after ?? []) visit(dependency);
    path.pop();
    state.set(name, 'closed');
  };
  for (const name of Object.keys(nodes)) visit(name);
}
