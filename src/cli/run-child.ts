/** Starts the process that runs authored code, gives it its job, hears it out, and ends it when it spins. */
import { spawn } from 'node:child_process';
import type { Event } from '../history/events.ts';
import type { ChildMessage, Job, SentJob } from './child-message.ts';
import { PLACE } from './place.ts';
import type { ProgramPlace } from './program-realm.ts';
import type { WorldResult } from './survival.ts';

export type Ended =
  | Extract<ChildMessage, { type: 'refused' | 'differs' | 'replayed' }>
  | {
      readonly type: 'done';
      /** The seed of the world that `history` and `baseline` are of: the first that did not survive, else the first. */
      readonly shown: number;
      readonly history: readonly Event[];
      /** The same world without its faults, where it has any. */
      readonly baseline: readonly Event[] | null;
      /** One a seed, as are `hashes`. */
      readonly worlds: readonly WorldResult[];
      readonly hashes: readonly string[];
      readonly tookMs: number;
    }
  /** `worlds`: how many were there before it gave no more. */
  | { readonly type: 'hung'; readonly worlds: number }
  | { readonly type: 'died'; readonly message: string };

// its name up to Node 22
const permission = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';

/** MB of each half of what is young: the runs of a large world live all at once, and would be copied again and again. */
export const YOUNG_GENERATION = '--max-semi-space-size=128';

/** How Node holds the process: it reads the project and what a program says, writes nothing, and starts no other. */
export const childFlags = (program?: ProgramPlace): readonly string[] => [
  permission,
  ...[PLACE.readable, ...(program?.readable ?? [])].map((folder) => `--allow-fs-read=${folder}`),
  '--no-warnings',
  YOUNG_GENERATION,
  // as in a page, whose policy lets no text become code
  ...(program ? [] : ['--disallow-code-generation-from-strings']),
];

/** Wall ms that the process may take to stand: it reads its modules, and no authored code is there yet. */
const START_MS = 120_000;

/**
 * @param timeoutMs wall ms without a further world until the process is ended, from when it stands
 * @param onWorld called for each world as soon as it is there
 */
export function runChild(
  job: Job,
  timeoutMs: number,
  onWorld: (world: WorldResult) => void = () => undefined,
): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [...childFlags(job.program), PLACE.child], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {},
    });
    const kill = (): unknown => child.kill('SIGKILL');
    const worlds: WorldResult[] = [];
    let ended: Ended | null = null;
    let line = '';
    let err = '';
    const hang = (): void => {
      ended ??= { type: 'hung', worlds: worlds.length };
      kill();
    };
    const stick = (): void => {
      ended ??= { type: 'died', message: `it did not start within ${START_MS / 1000} s` };
      kill();
    };
    let timer = setTimeout(stick, START_MS);
    const hear = (message: ChildMessage): void => {
      if (message.type === 'ready' || message.type === 'world') {
        clearTimeout(timer);
        timer = setTimeout(hang, timeoutMs);
      }
      if (message.type === 'ready') return;
      if (message.type === 'world') {
        worlds.push(message.world);
        onWorld(message.world);
      } else if (message.type === 'done')
        ended = { ...message, worlds, hashes: worlds.map(({ hash }) => hash) };
      else ended = message;
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const [first = '', ...rest] = text.split('\n');
      const lines = [line + first, ...rest];
      line = lines.pop()!;
      for (const whole of lines) {
        const message = messageIn(whole);
        if (message) hear(message);
        else err += whole === '' ? '' : `${whole}\n`;
      }
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.stdin.on('error', () => undefined); // it died before it read its job: 'close' tells
    child.on('error', (error) => done({ type: 'died', message: error.message }));
    process.once('exit', kill);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      process.off('exit', kill);
      const how = signal === null ? `code ${code}` : signal;
      done(ended ?? { type: 'died', message: err.trim().slice(0, 4000) || `it ended with ${how}` });
    });
    const sent: SentJob = { ...job, engine: PLACE.engine };
    child.stdin.end(JSON.stringify(sent));
  });
}

/** Authored code may write to standard output too; only a line that says what it is counts. */
function messageIn(line: string): ChildMessage | null {
  if (!line.startsWith('{"type":"')) return null;
  try {
    return JSON.parse(line) as ChildMessage;
  } catch {
    return null;
  }
}
