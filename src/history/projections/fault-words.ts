/** Each kind of fault in the words of a verdict. */

/** How a kind reads: 'claude-3-sonnet' + was + what + when, as in 'was · down · from 2 s to 9 s'. */
export interface FaultWords {
  /** As a noun, for a list. */
  readonly name: string;
  readonly was: string;
  /** The same while it lasts. */
  readonly is: string;
  /** What stands underlined. */
  readonly what: string;
  /** The same of one call, where it differs: followed by 'once', 'twice'. */
  readonly each?: string;
  /** 'Without {noun}: 4.1 s.' */
  readonly noun: string;
}

/** The kind of fault that strikes no call, but the orchestrator itself. */
export const CRASH = 'orchestrator_crash';

const WORDS: Readonly<Record<string, FaultWords>> = {
  outage: { name: 'outage', was: 'was', is: 'is', what: 'down', noun: 'the outage' },
  latency: { name: 'latency', was: 'was', is: 'is', what: 'slow', noun: 'the delay' },
  blackhole: { name: 'black hole', was: 'was', is: 'is', what: 'silent', noun: 'the silence' },
  rate_limit: {
    name: 'rate limit',
    was: 'enforced',
    is: 'enforces',
    what: 'a rate limit',
    noun: 'the rate limit',
  },
  overloaded: { name: 'overload', was: 'was', is: 'is', what: 'overloaded', noun: 'the overload' },
  server_error: {
    name: 'server error',
    was: 'answered',
    is: 'answers',
    what: 'with server errors',
    each: 'with a server error',
    noun: 'the server errors',
  },
  cut: {
    name: 'cut',
    was: 'cut',
    is: 'cuts',
    what: 'its replies short',
    each: 'its reply short',
    noun: 'the cut',
  },
  [CRASH]: { name: 'crash', was: 'was', is: 'is', what: 'down', noun: 'the crash' },
  bad_format: {
    name: 'bad format',
    was: 'replied',
    is: 'replies',
    what: 'in the wrong format',
    noun: 'the bad format',
  },
};

/** The words for a kind; for one that is not known here, plain ones that name it. */
export function faultWords(kind: string): FaultWords {
  const name = kind.replaceAll('_', ' ');
  return WORDS[kind] ?? { name, was: 'had', is: 'has', what: `a fault (${name})`, noun: 'the fault' };
}
