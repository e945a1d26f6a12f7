/** The engine's own results of a function that the language leaves inexact. */
import type { Inexact } from './engine.ts';

export function rawMath(name: Inexact, values: readonly number[]): number[] {
  return values.map((value) => Math[name](value));
}
