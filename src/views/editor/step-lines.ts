/** Where a declared step stands in authored source. Lines count from 1. */
import { codeOnly } from './source-scan.ts';

export interface StepPlace {
  readonly step: string;
  /** Line of `name:` where it is declared; null where the text does not say. */
  readonly declared: number | null;
  /** Lines of `name(` where it is called, in order; empty for a DAG node, which is called by its declaration. */
  readonly called: readonly number[];
}

/** Finds the declared steps in one file. */
export function stepPlaces(source: string, steps: readonly string[]): StepPlace[] {
  const code = codeOnly(source);
  const lineAt = lineFinder(code);
  return steps.map((step) => {
    const name = escaped(step);
    const declared = first(code, new RegExp(`(?<![\\w$.])${name}\\s*:(?!\\s*${name}\\s*\\()`, 'g'));
    const called = [...code.matchAll(new RegExp(`(?<![\\w$.])${name}\\s*(?:\\.\\s*skip\\s*)?\\(`, 'g'))]
      .filter(({ index }) => !/(?:function|async|new)\s+$/.test(code.slice(Math.max(0, index - 12), index)))
      .map(({ index }) => lineAt(index));
    return {
      step,
      declared: declared === null ? null : lineAt(declared),
      called: [...new Set(called)],
    };
  });
}

/** The line that holds this text inside a string: the reason of `escalate('…')` or `skip('…')`; null if none does. */
export function lineOfLiteral(source: string, text: string): number | null {
  for (const quote of ["'", '"', '`']) {
    const at = source.indexOf(`${quote}${text}${quote}`);
    if (at >= 0) return lineFinder(source)(at);
  }
  return null;
}

/** The last `return` at or after a line; null if there is none. */
export function lastReturn(source: string, fromLine: number): number | null {
  const lines = codeOnly(source).split('\n');
  for (let line = lines.length; line >= fromLine; line--)
    if (/(?<![\w$.])return(?![\w$])/.test(lines[line - 1] ?? '')) return line;
  return null;
}

/** The step whose code a line belongs to: declared or called there; null for other lines. */
export function stepAtLine(places: readonly StepPlace[], line: number): string | null {
  const found =
    places.find(({ called }) => called.includes(line)) ?? places.find(({ declared }) => declared === line);
  return found?.step ?? null;
}

function first(code: string, pattern: RegExp): number | null {
  return pattern.exec(code)?.index ?? null;
}

function lineFinder(text: string): (index: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (index) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= index) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
