/** The verdict's first clause: the fault that mattered most, and when it held. */
import { CRASH, faultWords } from './fault-words.ts';
import { numberWord, times, wholeSeconds } from './format.ts';
import type { PlannedFault } from './planned-fault.ts';
import { isFailed, type RunView } from './run-view.ts';
import { marked, modelName, sentence, type Piece } from './sentence.ts';

/** One fault that struck calls of the run. */
export interface FaultMet {
  readonly id: string;
  readonly kind: string;
  /** The calls struck. */
  calls: number;
  /** Virtual ms in struck calls that failed and in the backoffs after them: what ranks faults. */
  lostMs: number;
  /** Virtual ms in all struck calls: ranks those that lost nothing. */
  heldMs: number;
  /** Calls struck, an endpoint each. */
  readonly targets: Map<string, number>;
}

/** The faults that struck, the one that cost most first; among equals as in the run. */
export function faultsMet(run: RunView): readonly FaultMet[] {
  const met = new Map<string, FaultMet>();
  for (const step of run.steps) {
    for (const attempt of step.attempts) {
      const backoffMs = step.backoffs.find((b) => b.after === attempt.attempt)?.delayMs ?? 0;
      const tookMs = (attempt.finishedMs ?? attempt.startedMs) - attempt.startedMs;
      for (const [id, kind] of new Map(attempt.strikes.map((s) => [s.fault, s.kind]))) {
        const fault = met.get(id) ?? {
          id,
          kind,
          calls: 0,
          lostMs: 0,
          heldMs: 0,
          targets: new Map<string, number>(),
        };
        fault.calls++;
        if (isFailed(attempt)) fault.lostMs += tookMs + backoffMs;
        fault.heldMs += tookMs;
        fault.targets.set(attempt.target, (fault.targets.get(attempt.target) ?? 0) + 1);
        met.set(id, fault);
      }
    }
  }
  return [...met.values()].sort((a, b) => b.lostMs - a.lostMs || b.heldMs - a.heldMs);
}

/** The faults that struck any of several runs, the one that cost most first. */
export function faultsMetBy(runs: readonly RunView[]): readonly FaultMet[] {
  const met = new Map<string, FaultMet>();
  for (const one of runs.flatMap(faultsMet)) {
    const all = met.get(one.id);
    if (!all) {
      met.set(one.id, { ...one, targets: new Map(one.targets) });
      continue;
    }
    all.calls += one.calls;
    all.lostMs += one.lostMs;
    all.heldMs += one.heldMs;
    for (const [target, calls] of one.targets)
      all.targets.set(target, (all.targets.get(target) ?? 0) + calls);
  }
  return [...met.values()].sort((a, b) => b.lostMs - a.lostMs || b.heldMs - a.heldMs);
}

/** 'claude-3-sonnet was down from 2 s to 9 s, and two more faults struck.' */
export function struckSentence(met: readonly FaultMet[], plan: readonly PlannedFault[]): readonly Piece[] {
  const [main, ...others] = met;
  if (!main) return [];
  const planned = plan.find((f) => f.id === main.id);
  const [often] = [...main.targets].sort((a, b) => b[1] - a[1]);
  const { was, what, each = what } = faultWords(main.kind);
  const held = planned?.window ? `${what} ${whenOf(planned.window)}` : `${each} ${times(main.calls)}`;
  const about = { fault: main.id, ...(often && { model: often[0] }) };
  return sentence(
    subject(planned, often?.[0]),
    ` ${was} `,
    marked('fault', held, about),
    ...more(others.length),
  );
}

/** The same for a plan that met nothing: what was planned. */
export function unmetSentence(plan: readonly PlannedFault[]): readonly Piece[] {
  const [main, ...others] = plan;
  if (!main) return [];
  const { was, what, name } = faultWords(main.kind);
  const rest =
    others.length === 0 ? [] : [`, and ${numberWord(others.length)} more ${faults(others.length)} planned`];
  const about = aboutOf(main);
  if (main.window)
    return sentence(
      subject(main),
      ` ${was} `,
      marked('fault', `${what} ${whenOf(main.window)}`, about),
      ...rest,
    );
  const where = main.model === undefined ? [] : [' on ', modelName(main.model)];
  return sentence('a fault was planned', ...where, ': ', marked('fault', name, about), ...rest);
}

/** 'claude-3-sonnet is down until 9 s.', for the first window that `nowMs` lies in. */
export function presentSentence(plan: readonly PlannedFault[], nowMs: number): readonly Piece[] {
  const main = plan.find((f) => f.window && f.window[0] <= nowMs && nowMs < f.window[1]);
  if (!main?.window) return [];
  const { is, what } = faultWords(main.kind);
  const until = Number.isFinite(main.window[1]) ? ` until ${wholeSeconds(main.window[1])}` : '';
  return sentence(subject(main), ` ${is} `, marked('fault', what + until, aboutOf(main)));
}

/** 'the outage', or 'the faults' where several struck. */
export const nounOf = (kinds: readonly string[]): string =>
  kinds.length === 1 ? faultWords(kinds[0] ?? '').noun : 'the faults';

const aboutOf = ({ id, model }: PlannedFault) => ({ fault: id, ...(model !== undefined && { model }) });

/** The endpoint that a fault is on, as far as plan or strikes tell. */
function subject(planned: PlannedFault | undefined, struck?: string): Piece {
  if (planned?.kind === CRASH) return 'the orchestrator';
  const anywhere = planned !== undefined && planned.model === undefined && planned.step === undefined;
  if (anywhere && (planned.window || struck === undefined)) return 'every endpoint';
  const model = planned?.model ?? struck;
  return model === undefined ? `the endpoint of ${planned?.step ?? 'a step'}` : modelName(model);
}

/** 'from 2 s to 9 s', 'until 9 s', 'from 2 s on', 'all along'. */
function whenOf([from, to]: readonly [number, number]): string {
  if (!Number.isFinite(to)) return from === 0 ? 'all along' : `from ${wholeSeconds(from)} on`;
  return from === 0 ? `until ${wholeSeconds(to)}` : `from ${wholeSeconds(from)} to ${wholeSeconds(to)}`;
}

const more = (n: number): readonly string[] =>
  n === 0 ? [] : [`, and ${numberWord(n)} more ${faults(n, false)} struck`];
const faults = (n: number, verb = true): string =>
  n === 1 ? `fault${verb ? ' was' : ''}` : `faults${verb ? ' were' : ''}`;
