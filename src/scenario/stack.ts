/**
 * Finds the authored line in an engine's stack text.
 *
 * Chromium and Node write `    at name (script:line:column)`, Firefox `name@script:line:column`, WebKit the same or, for
 * a frame without a name, `script:line:column`.
 */
import type { Locate } from './registry.ts';

export interface AuthoredPlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in the compiled line: stripped types and rewritten imports may have moved it. */
  readonly column: number;
}

const V8_FRAME = /^\s+at /;
const PLACE = /^(\d+):(\d+)\)?\s*$/;

/**
 * The innermost frame that lies in authored code; null if none does.
 * @param script the script's name or blob URL, as the engine names it
 */
export function locateError(stack: string, script: string, locate: Locate): AuthoredPlace | null {
  const lines = stack.split('\n');
  // V8 puts the message first, and a message may hold anything.
  const frames = lines.some((line) => V8_FRAME.test(line))
    ? lines.filter((line) => V8_FRAME.test(line))
    : lines;
  for (const frame of frames) {
    const from = frame.lastIndexOf(`${script}:`);
    const whole = from === 0 || ' (@'.includes(frame.charAt(from - 1));
    const found = from >= 0 && whole ? PLACE.exec(frame.slice(from + script.length + 1)) : null;
    const place = found && locate(Number(found[1]));
    if (place) return { ...place, column: Number(found[2]) };
  }
  return null;
}
