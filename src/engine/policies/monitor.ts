/**
 * The drift monitor: a figure of a step's outputs, averaged over the last ones of all runs in a world, held against a
 * baseline. A pure reducer.
 *
 * M1. It says nothing before its window is full.
 * M2. It alarms once, when the average leaves the tolerance, and again only after it has been back.
 */
import { known, whole } from './figures.ts';

/** As an author writes it. */
export interface MonitorOption<O, I> {
  /** The figure's name, for the alarm: 'confidence', 'refusals'. */
  readonly metric: string;
  /** The figure of one output; true counts as 1, false as 0, null as not to be measured. */
  readonly of: (output: O, input: I) => number | boolean | null;
  /** Outputs that are averaged, ≥ 1. */
  readonly window: number;
  /** What the average ought to be. Default: what it is over the first full window. */
  readonly baseline?: number;
  /** How far the average may be from the baseline, ≥ 0; exactly so far is still well. */
  readonly tolerance: number;
}

export interface Monitor {
  readonly metric: string;
  readonly of: (output: unknown, input: unknown) => number | boolean | null;
  readonly window: number;
  readonly baseline: number | null;
  readonly tolerance: number;
}

const MOST = 10_000;
/** Averages of decimals are off in the last bits: so much is no difference. */
const SLACK = 1e-9;

/** @throws {RangeError} naming the policy and the value. */
export function monitorPolicy<O, I>(option: MonitorOption<O, I>): Monitor {
  known(option, 'monitor', ['metric', 'of', 'window', 'baseline', 'tolerance']);
  const { metric, tolerance, baseline } = option;
  if (typeof metric !== 'string' || metric === '') throw new RangeError('monitor.metric is missing: name it');
  if (typeof option.of !== 'function')
    throw new RangeError(`monitor.of of '${metric}' must be a function of an output`);
  if (!(tolerance >= 0 && tolerance < Infinity))
    throw new RangeError(`monitor.tolerance is ${String(tolerance)}; it must be a number from 0`);
  if (baseline !== undefined && !Number.isFinite(baseline))
    throw new RangeError(`monitor.baseline is ${String(baseline)}, no number`);
  return {
    metric,
    of: option.of as Monitor['of'],
    window: whole(option.window, 'monitor.window', 1, MOST),
    baseline: baseline ?? null,
    tolerance,
  };
}

export interface MonitorState {
  /** The last outputs' figures, oldest first, at most a window of them. */
  readonly last: readonly number[];
  readonly baseline: number | null;
  readonly alarmed: boolean;
}

export const newMonitor = (monitor: Monitor): MonitorState => ({
  last: [],
  baseline: monitor.baseline,
  alarmed: false,
});

export interface Alarm {
  readonly baseline: number;
  readonly observed: number;
}

/** Takes in one output's figure; `alarm` is set when it is the one that makes the average leave the tolerance. */
export function observe(
  monitor: Monitor,
  state: MonitorState,
  figure: number,
): { readonly state: MonitorState; readonly alarm: Alarm | null } {
  const last =
    state.last.length < monitor.window ? [...state.last, figure] : [...state.last.slice(1), figure];
  if (last.length < monitor.window) return { state: { ...state, last }, alarm: null };
  let sum = 0;
  for (const one of last) sum += one;
  const observed = sum / last.length;
  const { baseline } = state;
  if (baseline === null) return { state: { last, baseline: observed, alarmed: false }, alarm: null };
  const out = Math.abs(observed - baseline) > monitor.tolerance + SLACK;
  const alarm = out && !state.alarmed ? { baseline, observed } : null;
  return { state: { last, baseline, alarmed: out }, alarm };
}

/** The monitor as a layer, in words. */
export const monitorWords = ({ metric, window, tolerance }: Monitor): string =>
  `monitor ${metric} ± ${tolerance} over ${window}`;
