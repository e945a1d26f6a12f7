/** What the suite asks a harness page for. A page takes tasks one at a time and answers each once. */
import type { Problem, WorldInputs } from '../../src/sandbox/messages.ts';
import type { Code, Inexact, Ran } from './engine.ts';

export interface Spin {
  /** Wall clock, ms since the epoch: when `close()` was called. */
  readonly closedAtMs: number;
  /** Of a 10 ms timer of the page, since the spinning began. */
  readonly ticks: number;
  readonly longestGapMs: number;
}

/** What came of each attempt to reach an address: 'reached' or what refused it. */
export type Attempts = Readonly<Record<string, string>>;

export interface Tasks {
  problems: { readonly ask: { readonly code: Code }; readonly answer: readonly Problem[] };
  run: { readonly ask: { readonly code: Code; readonly inputs: WorldInputs }; readonly answer: Ran };
  sweep: {
    readonly ask: { readonly code: Code; readonly inputs: WorldInputs; readonly seeds: number };
    readonly answer: readonly string[];
  };
  math: {
    readonly ask: { readonly name: Inexact; readonly values: readonly number[] };
    readonly answer: readonly number[];
  };
  /** Begins an orchestration that never awaits; answered while it spins. */
  spin: { readonly ask: { readonly code: Code; readonly inputs: WorldInputs }; readonly answer: null };
  /** Closes the spinning sandbox. */
  unspin: { readonly ask: object; readonly answer: Spin };
  /** Tries to reach an address from the page, or from a worker in the sandbox's frame that kept every door open. */
  reach: {
    readonly ask: { readonly url: string; readonly from: 'page' | 'frame' };
    readonly answer: Attempts;
  };
}

export type TaskName = keyof Tasks;

/** What a page fetches from `/task`. */
export interface Task<T extends TaskName = TaskName> {
  readonly number: number;
  readonly name: T;
  readonly ask: Tasks[T]['ask'];
}

/** What a page posts to `/answer`. */
export type Answer =
  { readonly number: number; readonly value: unknown } | { readonly number: number; readonly error: string };
