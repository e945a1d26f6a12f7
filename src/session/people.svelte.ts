import type { Json } from '../base/json.ts';
import type { Letter, PersonWait, RunView, WorldView } from '../history/projections/run-view.ts';
import {
  withIntervention,
  withoutIntervention,
  type Intervention,
  type Interventions,
} from './intervention-edits.ts';
import type { Edited, ScenarioEdits } from './scenario-edits.svelte.ts';

/** What a person may do with a letter. */
export type Settlement =
  | { readonly how: 'answered'; readonly value: Json }
  | { readonly how: 'redriven'; readonly input?: Json }
  | { readonly how: 'discarded' };

/** What acting as a person needs of the visit around it. */
export interface Acting {
  readonly edits: ScenarioEdits;
  /** False where the scenario cannot be edited just now. */
  readonly change: (part: Partial<Edited>) => boolean;
  readonly compute: () => void;
  /** The world up to the playhead. */
  readonly now: () => WorldView | null;
  readonly atMs: () => number;
  /** Where the shown world goes on in real time: acts in it now, and says so. */
  readonly act: (kind: string, value: Json) => boolean;
}

/** Someone who is waited for at the playhead. */
export interface Waiting extends PersonWait {
  readonly run: RunView;
}

/** What people are asked in the shown world, and what the visitor does in their place: each an intervention. */
export class People {
  readonly #visit: Acting;
  /** Whether the human queue is open in place of the editor. */
  queueOpen = $state(false);

  constructor(visit: Acting) {
    this.#visit = visit;
  }

  /** Who is waited for at the playhead, the longest first. */
  readonly waiting: readonly Waiting[] = $derived.by(() => {
    const world = this.#visit.now();
    return (world?.runs ?? []).flatMap((run) =>
      run.waits.flatMap((wait) => (wait.endedMs === null ? [{ ...wait, run }] : [])),
    );
  });
  /** What lies or lay in the human queue at the playhead. */
  readonly letters: readonly Letter[] = $derived.by(() => this.#visit.now()?.letters ?? []);
  readonly openLetters: readonly Letter[] = $derived(this.letters.filter(({ settled }) => settled === null));

  /** What people do in this scenario. */
  get done(): Interventions {
    return this.#visit.edits.current.interventions;
  }

  /** Answers someone who waits; at the playhead unless said otherwise. */
  answer(signal: string, value: Json, atMs = this.#visit.atMs()): void {
    this.#add(atMs, 'answer', { signal, value });
  }

  /** Does something with a letter. */
  settle(letter: string, settlement: Settlement, atMs = this.#visit.atMs()): void {
    this.#add(atMs, 'answer', { signal: letter, value: settlement });
  }

  cancel(run: string): void {
    this.#add(this.#visit.atMs(), 'cancel', { run });
  }

  remove(taken: Intervention): void {
    this.#change(withoutIntervention(this.done, taken));
  }

  #add(atMs: number, kind: string, value: Json): void {
    if (this.#visit.act(kind, value)) return;
    this.#change(withIntervention(this.done, atMs, kind, value));
  }

  #change(interventions: Interventions): void {
    const { edits, change, compute } = this.#visit;
    const from = edits.current;
    if (!change({ interventions })) return;
    edits.made(from);
    compute();
  }
}
