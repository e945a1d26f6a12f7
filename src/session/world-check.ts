/** A world that is computed to be compared, and shown to nobody: one at a time, told once. */
import type { Problem } from '../sandbox/messages.ts';
import type { Code, ComputedWorld, Diverged, Wish } from './sandbox-driver.ts';

export type Checked =
  | { readonly type: 'ended'; readonly world: ComputedWorld }
  | { readonly type: 'diverged'; readonly divergence: Diverged }
  /** Its code could not be loaded. */
  | { readonly type: 'refused'; readonly problems: readonly Problem[] }
  | { readonly type: 'died'; readonly message: string }
  /** Something else was checked in its place. */
  | { readonly type: 'replaced' };

export class WorldCheck {
  #open: { readonly wish: Wish; readonly tell: (checked: Checked) => void } | null = null;

  get open(): boolean {
    return this.#open !== null;
  }

  /** Waits for the world of this wish, in place of another. */
  await(wish: Wish): Promise<Checked> {
    this.#tell({ type: 'replaced' });
    return new Promise((tell) => (this.#open = { wish, tell }));
  }

  ended(world: ComputedWorld): void {
    if (this.#open?.wish.inputs === world.inputs) this.#tell({ type: 'ended', world });
  }

  diverged(wish: Wish, divergence: Diverged): void {
    if (this.#open?.wish === wish) this.#tell({ type: 'diverged', divergence });
  }

  skipped(wish: Wish): void {
    if (this.#open?.wish === wish) this.#tell({ type: 'replaced' });
  }

  /** @returns whether the world of that code was waited for */
  refused(code: Code, problems: readonly Problem[]): boolean {
    if (this.#open?.wish.code !== code) return false;
    this.#tell({ type: 'refused', problems });
    return true;
  }

  died(message: string): void {
    this.#tell({ type: 'died', message });
  }

  #tell(checked: Checked): void {
    const open = this.#open;
    this.#open = null;
    open?.tell(checked);
  }
}
