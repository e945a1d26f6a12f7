/** What a recorded history gives to whoever executes it again, and what comes of comparing the two. */
import type { Json } from '../base/json.ts';
import type { History } from './events.ts';
import { hashHistory } from './hash.ts';
import { firstDivergence, RECORDED_AND_NOW, type Difference } from './projections/divergence.ts';

/** What a person did, at the virtual time at which it was done. */
interface Deed {
  readonly atMs: number;
  readonly order: number;
  readonly kind: string;
  readonly value: Json;
}

/** Inputs of a world beside those that the scenario says. */
export interface AgainFrom {
  readonly replay: {
    readonly history: History;
    readonly hash: string;
    readonly mode: 'recorded' | 're-execute';
  };
  /** The history to meet again, event for event. */
  readonly resume?: History;
  /** In place of the scenario's. */
  readonly interventions?: readonly Deed[];
}

/** Every call is answered from the history, and whatever came from outside is taken from it. */
export function fromRecording(history: History): AgainFrom {
  // an orchestrator that began again from nothing did not compute what went before: its plan lets it die again, unless
  // somebody went on with it besides, of which no plan tells
  const of = (mode: 'resume' | 'restart'): number =>
    history.filter((event) => event.type === 'orchestrator.resumed' && event.mode === mode).length;
  const crashes = history.filter(({ type }) => type === 'orchestrator.crashed').length;
  const restarted = of('restart') > 0 && of('restart') + of('resume') <= Math.max(crashes, of('restart'));
  const replay = { history, hash: hashHistory(history), mode: 'recorded' } as const;
  return restarted ? { replay, ...deedsOf(history) } : { replay, resume: history };
}

/** Everything is computed again; the history is what it is compared with. */
export function anewBeside(history: History): AgainFrom {
  const [first] = history;
  const replay = { history, hash: hashHistory(history), mode: 're-execute' } as const;
  // of a live world no scenario says what people were going to do
  return first?.type === 'world.started' && first.host === 'wall'
    ? { replay, ...deedsOf(history) }
    : { replay };
}

function deedsOf(history: History): Pick<AgainFrom, 'interventions'> {
  const interventions = history.flatMap((event) =>
    event.type === 'intervention.applied'
      ? [{ atMs: event.t, order: event.seq, kind: event.kind, value: event.value }]
      : [],
  );
  return interventions.length > 0 ? { interventions } : {};
}

/**
 * Where what was computed anew parts from its recording: how the worlds were started, by which source and on which host,
 * is not compared.
 */
export const partsFrom = (recorded: History, now: History): Difference | null =>
  firstDivergence(recorded, now, RECORDED_AND_NOW, 1);
