/** What is selected and what is pointed at, in all pictures at once. */

export interface Selected {
  readonly step: string;
  /** From 1; null for the step as a whole. */
  readonly attempt: number | null;
}

export class SelectionDoor {
  /** Outlined in every picture. */
  selected: Selected | null = $state.raw(null);
  /** Whether the inspector shows it. */
  inspecting = $state(false);
  /** Under the pointer, or focused in a picture. */
  hovered: Selected | null = $state.raw(null);

  /** Selects, and opens it in the inspector. */
  inspect(step: string, attempt: number | null = null): void {
    this.selected = { step, attempt };
    this.inspecting = true;
  }

  /** Selects without opening anything: from a line of code, which the inspector would cover. */
  point(step: string, attempt: number | null = null): void {
    this.selected = { step, attempt };
  }

  clear(): void {
    this.selected = null;
    this.inspecting = false;
  }

  hover(step: string | null, attempt: number | null = null): void {
    if (step === null) this.hovered = null;
    else if (this.hovered?.step !== step || this.hovered.attempt !== attempt)
      this.hovered = { step, attempt };
  }
}
