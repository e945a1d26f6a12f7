/** What `rehearse` is asked for, read from its arguments. */
import { parseArgs } from 'node:util';

export interface Asked {
  /** A module of an orchestration, a scenario file, an example's id, or `example/scenario`. */
  readonly target: string;
  /** A scenario file that lends its world to the module. */
  readonly scenario: string | null;
  readonly seed: number | null;
  readonly input: string | null;
  /** A file that holds the input; '-' is standard input. */
  readonly inputFile: string | null;
  /** A fault plan as JSON, or a file that holds one. */
  readonly faults: string | null;
  readonly json: boolean;
  /** Wall ms after which code that gives no world is ended. */
  readonly timeoutMs: number;
  /** Worlds to compute, seeds counting up from the first. */
  readonly seeds: number;
  /** Whether each world is computed twice, and held against itself. */
  readonly twice: boolean;
  /** Of `replay`: what to hold against the history in the file `target`. Null: nothing is replayed. */
  readonly replay: Replayed | null;
}

export interface Replayed {
  /** A module of today's code; null: the code in the file. */
  readonly module: string | null;
  /** Whether everything is computed anew, rather than answered from the history. */
  readonly anew: boolean;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const options = {
  scenario: text,
  seed: text,
  seeds: text,
  input: text,
  'input-file': text,
  faults: text,
  timeout: text,
  json: flag,
  twice: flag,
  anew: flag,
  list: flag,
  version: flag,
  help: { ...flag, short: 'h' },
} as const;

/** @throws {Error} with a message for the user. */
export function readArguments(argv: readonly string[]): Asked | 'help' | 'list' | 'version' {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options });
  if (values.help) return 'help';
  if (values.version) return 'version';
  if (values.list) return 'list';
  const isReplay = positionals[0] === 'replay';
  const [target, ...others] = isReplay ? positionals.slice(1) : positionals;
  if (target === undefined)
    throw new Error(
      isReplay
        ? 'nothing to replay: name a saved history'
        : 'nothing to rehearse: name a module, a scenario file or an example',
    );
  if (values.anew && !isReplay)
    throw new Error("--anew belongs to 'replay': it computes a saved history anew");
  const more = isReplay ? others.slice(1) : others;
  if (more.length > 0) throw new Error(`one thing to rehearse at a time, not ${positionals.join(' and ')}`);
  if (values.input !== undefined && values['input-file'] !== undefined)
    throw new Error('--input and --input-file both name the input: give one of them');
  return {
    target,
    scenario: values.scenario ?? null,
    seed: values.seed === undefined ? null : whole('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
    input: values.input ?? null,
    inputFile: values['input-file'] ?? null,
    faults: values.faults ?? null,
    json: values.json,
    timeoutMs: values.timeout === undefined ? 10_000 : whole('--timeout', values.timeout, 1, 86_400) * 1000,
    twice: values.twice,
    replay: isReplay ? { module: others[0] ?? null, anew: values.anew } : null,
    seeds: values.seeds === undefined ? 1 : whole('--seeds', values.seeds, 1, 1_000_000),
  };
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`${name} is '${text}'; it must be a whole number from ${least} to ${most}`);
  return value;
}
