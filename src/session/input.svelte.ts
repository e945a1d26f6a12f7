/** What the run that is looked at is given, and what typing in it asks for. */
import type { Json } from '../base/json.ts';
import type { Scenario } from '../scenario/document.ts';
import { checkInput } from './input-shape.ts';
import { inputOf, withInputOf } from './scenario-runs.ts';
import type { Asked } from './worlds.svelte.ts';

/** What the door needs of the visit. */
interface Visit {
  readonly scenario: () => Scenario;
  /** Of several runs, the one that is looked at. */
  readonly run: () => string | null;
  /** Takes the change over; false where it is none. */
  readonly edit: (part: Partial<Scenario>) => boolean;
  readonly compute: (asked: Asked) => void;
}

export class InputDoor {
  readonly #visit: Visit;
  #typing = false;

  constructor(visit: Visit) {
    this.#visit = visit;
  }

  readonly value: Json = $derived.by(() => inputOf(this.#visit.scenario(), this.#visit.run()));
  readonly problem = $derived.by(() => checkInput(this.value));

  /** Takes over an input; `live`: while it is typed, so that nothing is kept or played yet. */
  set(input: Json, live: boolean): void {
    if (!this.#visit.edit(withInputOf(this.#visit.scenario(), this.#visit.run(), input))) return;
    this.#typing = live;
    this.#visit.compute({ how: live ? 'end' : 'play', kept: !live });
  }

  /** Typing is over: what came of it is kept. */
  keep(): void {
    if (this.#typing) this.#visit.compute({ how: 'end', kept: true });
    this.settled();
  }

  /** What was typed is kept otherwise. */
  settled(): void {
    this.#typing = false;
  }
}
