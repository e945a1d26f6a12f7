/** Folds a world's events: its own, and those of its runs. */
import type { RunId, VirtualMs } from '../../base/units.ts';
import type { Event, EventOf } from '../events.ts';
import { FoldRun } from './fold-run.ts';
import type { Crash, Letter, PolicyTrack, WorldView } from './world-view.ts';

export class FoldWorld {
  private readonly runs = new Map<RunId, FoldRun>();
  private readonly unmet: WorldView['unmet'] = [];
  private readonly policies = new Map<string, PolicyTrack>();
  private readonly letters = new Map<string, Letter>();
  private readonly effects: WorldView['effects'] = [];
  private readonly crashes: Crash[] = [];
  private readonly interventions: WorldView['interventions'] = [];
  private seed: number | null = null;
  private scenario = '';
  private ended: EventOf<'world.ended'> | null = null;
  private endMs = 0 as VirtualMs;

  add(event: Event): void {
    this.endMs = event.t;
    switch (event.type) {
      case 'world.started':
        this.seed = event.seed;
        this.scenario = event.scenario;
        return;
      case 'world.ended':
        this.ended = event;
        return;
      case 'fault.unmet':
        this.unmet.push({ fault: event.fault, kind: event.kind });
        return;
      case 'run.started':
        this.runs.set(event.run, new FoldRun(event));
        return;
      case 'policy.changed':
        this.changePolicy(event);
        return;
      case 'letter.added':
        this.addLetter(event);
        return;
      case 'letter.settled': {
        const letter = this.letters.get(event.letter);
        if (letter) letter.settled = { how: event.how, value: event.value, atMs: event.t };
        return;
      }
      case 'effect.executed': {
        const { target, caller, key, times } = event;
        this.effects.push({ target, caller, key, times, atMs: event.t });
        return;
      }
      case 'call.settled':
        this.settleCall(event);
        return;
      case 'orchestrator.crashed':
        this.crashes.push({ fault: event.fault, atMs: event.t, upMs: null, mode: null });
        return;
      case 'orchestrator.resumed':
        this.resume(event);
        return;
      case 'intervention.applied':
        this.interventions.push({ kind: event.kind, value: event.value, atMs: event.t });
        return;
      default:
        this.runs.get(event.run)?.add(event);
    }
  }

  finish(eventCount: number): WorldView {
    return {
      seed: this.seed,
      scenario: this.scenario,
      endMs: this.endMs,
      ended: this.ended,
      runs: [...this.runs.values()].map(({ view }) => view),
      unmet: this.unmet,
      policies: [...this.policies.values()],
      letters: [...this.letters.values()],
      effects: this.effects,
      crashes: this.crashes,
      interventions: this.interventions,
      eventCount,
    };
  }

  private changePolicy({ policy, key, from, to, because, run, t }: EventOf<'policy.changed'>): void {
    const name = `${policy} ${key}`;
    let track = this.policies.get(name);
    if (!track) this.policies.set(name, (track = { policy, key, changes: [] }));
    track.changes.push({ atMs: t, from, to, because, run });
  }

  private addLetter(event: EventOf<'letter.added'>): void {
    const { letter, run, step, queue, input, attempts, failure, t: addedMs } = event;
    this.letters.set(letter, { letter, run, step, queue, input, attempts, failure, addedMs, settled: null });
  }

  /** `caller` is run, step and attempt; a run's id may hold a slash, so the longest that fits is meant. */
  private settleCall(event: EventOf<'call.settled'>): void {
    const { caller } = event;
    for (let at = caller.lastIndexOf('/'); at > 0; at = caller.lastIndexOf('/', at - 1)) {
      const run = this.runs.get(caller.slice(0, at) as RunId);
      if (!run) continue;
      run.settle(caller.slice(at + 1), event);
      return;
    }
  }

  /** What was resumed without having crashed (a page that was closed) was down since the event before. */
  private resume(event: EventOf<'orchestrator.resumed'>): void {
    const down = this.crashes.find(({ upMs }) => upMs === null);
    if (down) {
      down.upMs = event.t;
      down.mode = event.mode;
    } else this.crashes.push({ fault: '', atMs: event.t, upMs: event.t, mode: event.mode });
  }
}
