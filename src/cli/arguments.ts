/** What `rehearse` is asked for, read from its arguments. */
import { parseArgs } from 'node:util';

export interface Asked {
  /** An example's id, `example/scenario`, or the path of a scenario file. */
  readonly target: string;
  readonly seed: number | null;
  readonly input: string | null;
  readonly json: boolean;
  /** Wall ms after which code that spins is ended. */
  readonly timeoutMs: number;
  /** Worlds to compute, seeds counting up from the first. */
  readonly seeds: number;
}

export const USAGE = `Usage: npm run rehearse -- <example[/scenario] or scenario file> [options]

  --seed N       the world's seed (default: the scenario's)
  --seeds N      compute N worlds, seeds counting up, and print a hash each
  --input TEXT   the input: plain text for the field that holds it, or JSON
  --json         print one JSON document instead of words
  --timeout S    end code that spins after S seconds (default 10)
  --list         name every example and scenario

Exit code: 0 the run returned or was handed to a person, 1 it failed or stalled, 2 it could not begin, 3 it was ended.
The code runs in a child process that may read this project and nothing else (Node's permission model). That is no
network boundary: run only code that you would run.`;

/** @throws {Error} with a message for the user. */
export function readArguments(argv: readonly string[]): Asked | 'help' | 'list' {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      input: { type: 'string' },
      json: { type: 'boolean', default: false },
      timeout: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.list) return 'list';
  if (values.help || positionals.length === 0) return 'help';
  if (positionals.length > 1)
    throw new Error(`one example or file at a time, not ${positionals.join(' and ')}`);
  return {
    target: positionals[0]!,
    seed: values.seed === undefined ? null : whole('--seed', values.seed, Number.MAX_SAFE_INTEGER),
    input: values.input ?? null,
    json: values.json,
    timeoutMs: values.timeout === undefined ? 10_000 : whole('--timeout', values.timeout, 86_400) * 1000,
    seeds: values.seeds === undefined ? 1 : Math.max(1, whole('--seeds', values.seeds, 1_000_000)),
  };
}

function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > most)
    throw new Error(`${name} is '${text}'; it must be a whole number from 0 to ${most}`);
  return value;
}
