/**
 * One classic script out of compiled modules: an opaque origin loads no module scripts from a blob.
 *
 * Owns the script's text and the way back from its lines to authored ones. link.ts is what runs the registry.
 *
 * 1. Evaluating the script runs no authored code: it defines one function a module, under `globalThis[globalName]`.
 * 2. Line breaks are counted as engines do: LF, CR, CR LF, U+2028 and U+2029.
 */
import type { Compiled } from './compile.ts';
import type { Problem } from './source.ts';

/** From a line of the script, from 1, to the file and line it came from; null for lines that nobody wrote. */
export type Locate = (line: number) => { readonly file: string; readonly line: number } | null;

export interface RegistryScript {
  readonly text: string;
  readonly locate: Locate;
}

const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/g;

/** Makes the script. Its value under `globalName` is a link.ts Registry. */
export function registryScript(compiled: Compiled, globalName: string): RegistryScript {
  const lines = [`globalThis[${JSON.stringify(globalName)}]={__proto__:null,`];
  const places: { readonly file: string; readonly from: number; readonly to: number }[] = [];
  let next = 2;
  for (const { path, code } of compiled.modules) {
    const length = 1 + (code.match(LINE_BREAK)?.length ?? 0);
    places.push({ file: path, from: next + 1, to: next + length });
    lines.push(`${JSON.stringify(path)}:function(module,exports,require){`, code, '},');
    next += length + 2;
  }
  lines.push('};', '');
  const locate: Locate = (line) => {
    const place = places.find(({ from, to }) => from <= line && line <= to);
    return place ? { file: place.file, line: line - place.from + 1 } : null;
  };
  return { text: lines.join('\n'), locate };
}

/**
 * A problem out of an engine's refusal to evaluate the script.
 * @param line of the script, as the engine gave it; 0 if it gave none
 * @param message the engine's own
 */
export function problemFromSyntaxError(line: number, message: string, locate: Locate): Problem {
  const place = locate(line) ?? { file: '', line: 0 };
  const what = message.replace(/^(?:Uncaught )?SyntaxError:\s*/, '');
  return {
    ...place,
    column: place.line === 0 ? 0 : 1,
    message: /\bawait\b/.test(what)
      ? `await stands where no async function is around it: move it into run or into a step (${what})`
      : `the JavaScript engine refuses this: ${what}`,
  };
}
