/** What stands in the verdict's place while there is something more urgent to say. Pure. */
import type { Span } from '../history/projections/verdict.ts';
import { SANDBOX_LIMITS } from '../sandbox/limits.ts';
import type { Death } from '../sandbox/sandbox-client.ts';
import type { InputProblem } from './input-check.ts';
import type { ShownProblem } from './problems.ts';

export interface Notice {
  readonly tone: 'failure' | 'running' | 'quiet';
  readonly spans: readonly Span[];
  /** Where the failure span leads: a line of the source. */
  readonly problem?: ShownProblem;
}

/** How the last sandbox ended, if that cut a world short. */
export interface Broken {
  readonly reason: Death['type'];
  readonly message: string;
}

export interface Standing {
  readonly starting: boolean;
  readonly hasRun: boolean;
  /** Wall ms of silence of a sandbox that should be computing; 0 while it is heard. */
  readonly silentMs: number;
  readonly broken: Broken | null;
  /** What was broken off can be seen in the pictures. */
  readonly brokenShown: boolean;
  readonly compileProblems: readonly ShownProblem[];
  /** Someone pressed Run although the scenario or the input cannot be read. */
  readonly scenarioRefused: ShownProblem | null;
  readonly inputRefused: InputProblem | null;
  /** Why calls cannot go over HTTP, when somebody asked that they do. */
  readonly httpProblem: string | null;
}

/** The most urgent thing to say; null lets the verdict speak. */
export function noticeOf(now: Standing): Notice | null {
  const kept: Span = now.hasRun
    ? { text: ' The pictures show the last run that did.', mark: 'quiet' }
    : { text: ' Nothing has run yet.', mark: 'quiet' };
  if (now.silentMs > 0)
    return {
      tone: 'running',
      spans: [
        { text: 'The code has been spinning for ' },
        { text: `${(now.silentMs / 1000).toFixed(1)}\u00a0s`, mark: 'name' },
        { text: ' without giving way.' },
        { text: ' Stop ends it; nothing is lost.', mark: 'quiet' },
      ],
    };
  const [problem] = now.compileProblems;
  if (problem)
    return {
      tone: 'failure',
      spans: [
        { text: problem.file, mark: 'name' },
        { text: UNREADABLE.test(problem.message) ? ' does not compile: ' : ' cannot be loaded: ' },
        ...(problem.line > 0
          ? [
              { text: `line ${problem.line}`, mark: 'failure' } as const,
              { text: `, ${sentenceTail(problem.message)}` },
            ]
          : [{ text: sentenceTail(problem.message), mark: 'failure' } as const]),
        kept,
      ],
      ...(problem.line > 0 && { problem }),
    };
  if (now.scenarioRefused)
    return {
      tone: 'failure',
      spans: [
        { text: now.scenarioRefused.file, mark: 'name' },
        { text: ' cannot be read: ' },
        { text: `line ${now.scenarioRefused.line}`, mark: 'failure' },
        { text: `, ${sentenceTail(now.scenarioRefused.message)}` },
        { text: ' The last one that could be read is kept.', mark: 'quiet' },
      ],
      problem: now.scenarioRefused,
    };
  if (now.inputRefused)
    return {
      tone: 'failure',
      spans: [
        { text: now.inputRefused.message, mark: 'failure' },
        { text: ` ${now.inputRefused.advice}` },
        ...(now.hasRun ? [{ text: ' The pictures show the run before.', mark: 'quiet' } as const] : []),
      ],
    };
  if (now.httpProblem !== null)
    return {
      tone: 'failure',
      spans: [
        { text: sentence(now.httpProblem), mark: 'failure' },
        { text: ' Calls stay simulated.', mark: 'quiet' },
      ],
    };
  if (now.broken && (OWN_FAULT.has(now.broken.reason) || NEVER_STARTED.test(now.broken.message)))
    return {
      tone: 'failure',
      spans: [
        { text: sentence(now.broken.message), mark: 'failure' },
        { text: ' Run begins with a fresh one.', mark: 'quiet' },
      ],
    };
  if (now.broken && !now.brokenShown) return cutShort(now.broken);
  if (now.starting) return { tone: 'quiet', spans: [{ text: 'Rehearsing…', mark: 'quiet' }] };
  if (!now.hasRun)
    return {
      tone: 'quiet',
      spans: [{ text: 'Nothing has run yet. ' }, { text: 'Run', mark: 'name' }, { text: ' it as it is.' }],
    };
  return null;
}

/** Ends of a sandbox whose own words say best what happened; that it never started is no fault of the code either. */
const OWN_FAULT: ReadonlySet<Broken['reason']> = new Set(['crashed', 'violated']);
const NEVER_STARTED = /did not start/;

/** A run of which nothing was heard before its sandbox ended: where in the code it was is not known. */
function cutShort({ reason }: Broken): Notice {
  const where: Span = { text: ' Look for a loop without an await', mark: 'quiet' };
  if (reason === 'stopped')
    return {
      tone: 'failure',
      spans: [
        { text: 'Stopped', mark: 'failure' },
        { text: ': the code had not given way yet.' },
        { ...where, text: `${where.text}, if that took long.` },
      ],
    };
  return {
    tone: 'failure',
    spans: [
      { text: 'The code hung', mark: 'failure' },
      { text: `: it ran for ${SANDBOX_LIMITS.hungMs / 1000}\u00a0s without giving way.` },
      { ...where, text: `${where.text}; Stop ends it sooner.` },
    ],
  };
}

/** Messages about text that is no TypeScript, as against code that fails while it is loaded. */
const UNREADABLE = /typescript|expected|unterminated|syntax/i;

const sentence = (text: string): string => `${text.replace(/\.$/, '')}.`;

/** A message as the end of a sentence: small first letter unless it is a name, one full stop. */
function sentenceTail(message: string): string {
  const text = message.replace(/\s*\(\d+:\d+\)\s*$/, '').replace(/\.$/, '');
  const head = /^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;
  return `${head}.`;
}
