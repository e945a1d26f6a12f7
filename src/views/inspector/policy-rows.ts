/** A step's policy, layer by layer: as it was configured, and as it acted in this run. Pure. */
import { seconds, span, times, wholeSeconds } from '../../history/projections/format.ts';
import {
  isTooLow,
  type AttemptView,
  type Letter,
  type PolicyTrack,
  type Refusal,
  type RunView,
  type StepView,
} from '../../history/projections/run-view.ts';
import { isValue } from '../../history/projections/target.ts';

export interface PolicyRow {
  readonly name: string;
  readonly configured: string;
  readonly acted: string;
  readonly tone?: 'recovered' | 'failure' | 'quiet';
}

/** What a policy's acts are read from. */
export interface Acted {
  readonly step: StepView;
  /** The one that is looked at; null where there is none. */
  readonly attempt: AttemptView | null;
  readonly run: Pick<RunView, 'drifts' | 'started'>;
  readonly policies: readonly PolicyTrack[];
  readonly letters: readonly Letter[];
}

type Deed = Pick<PolicyRow, 'acted' | 'tone'>;

const quiet = (acted: string): Deed => ({ acted, tone: 'quiet' });
const failure = (acted: string): Deed => ({ acted, tone: 'failure' });

/** The layers around an attempt, outermost first. A history that tells no layers is read from its figures. */
export function policyRows(told: Acted): PolicyRow[] {
  const { declared } = told.step;
  const layers = declared?.policy.layers ?? layersFrom(told.step);
  return layers.map((layer) => {
    const name = NAMES.find((known) => layer === known || layer.startsWith(`${known} `)) ?? layer;
    const configured = layer.slice(name.length).trim();
    return { name, configured, ...(ACTS[name]?.(told, configured) ?? { acted: '' }) };
  });
}

/** From before layers were told: a time-out, the time in all, retries, a chain. */
function layersFrom({ declared, backoffs }: StepView): readonly string[] {
  const { policy, targets } = declared ?? { policy: {}, targets: [] as readonly string[] };
  const { timeoutMs, totalTimeoutMs, retries, backoff } = policy;
  const apart = backoff ? `, up to ${wholeSeconds(backoff.capMs)} apart` : '';
  return [
    ...(totalTimeoutMs === undefined ? [] : [`deadline ${wholeSeconds(totalTimeoutMs)}`]),
    ...(targets.length > 1 ? [`fallback ${targets.slice(1).join(', ')}`] : []),
    ...(retries === undefined && backoffs.length === 0 ? [] : [`retry ${retries ?? 0}${apart}`]),
    ...(timeoutMs === undefined ? [] : [`attempt ${wholeSeconds(timeoutMs)}`]),
  ];
}

const ACTS: Readonly<Record<string, (told: Acted, configured: string) => Deed>> = {
  'dead letter': ({ step, letters, run: _ }) => {
    const letter = letters.find((one) => one.step === step.step);
    if (!letter) return quiet('not needed');
    return failure(`added at ${seconds(letter.addedMs)}${letter.settled ? `, ${letter.settled.how}` : ''}`);
  },
  deadline: ({ step }) =>
    step.failure?.code === 'timeout.total' ? failure('met') : quiet(`not met${tookIn(step)}`),
  fallback: ({ step }) => {
    const used = step.fallbacks.at(-1);
    if (!used) return quiet('not needed');
    const to = isValue(used.to) ? 'its default' : used.to;
    return { acted: `${to} at ${seconds(used.atMs)}`, tone: 'recovered' };
  },
  route: ({ step }) => quiet(step.attempts[0] ? `asked ${step.attempts[0].target} first` : 'not used'),
  region: (told) => refused(told, 'region') ?? quiet('kept nothing out'),
  breaker: (told) => refused(told, 'breaker') ?? changed(told, 'breaker') ?? quiet('closed'),
  retry: ({ step }) => {
    const denial = step.denials.at(-1);
    const waited = step.backoffs.map(({ delayMs }) => span(delayMs)).join(', ');
    if (denial)
      return failure(
        `${waited ? `waited ${waited}, then ` : ''}denied at ${seconds(denial.atMs)}: ${DENIED[denial.reason]}`,
      );
    return waited === '' ? quiet('not needed') : { acted: `waited ${waited}` };
  },
  repair: ({ step }, most) => {
    const sent = step.attempts.filter(({ failure: why }) => why?.code === 'bad_format').length;
    return sent === 0
      ? quiet('not needed')
      : { acted: `sent back ${times(Math.min(sent, Number(most) || sent))}` };
  },
  gate: ({ step }) => {
    const scores = step.attempts.flatMap(({ score }) => (score ? [score] : []));
    const said = scores.map(({ score, threshold, passed }) => `${score} ${passed ? '≥' : '<'} ${threshold}`);
    if (said.length === 0) return step.attempts.some(isTooLow) ? failure('no score') : quiet('not asked');
    return scores.some(({ passed }) => !passed) ? failure(said.join(', then ')) : { acted: said.join(', ') };
  },
  hedge: ({ step }) => {
    const sent = step.attempts.filter(({ hedge }) => hedge);
    if (sent.length === 0) return quiet('not needed');
    const won = sent.find(({ outcome }) => outcome === 'ok');
    const at = sent.map(({ startedMs }) => seconds(startedMs)).join(', ');
    return won
      ? { acted: `sent another at ${at}, which answered first`, tone: 'recovered' }
      : { acted: `sent another at ${at}` };
  },
  budget: (told) => refused(told, 'budget') ?? quiet(`let ${told.step.attempts.length} pass`),
  rate: (told) => refused(told, 'rate') ?? held(told, 'rate') ?? quiet('not reached'),
  bulkhead: (told) => refused(told, 'bulkhead') ?? held(told, 'bulkhead') ?? quiet('a place was free'),
  attempt: ({ attempt, step }) => {
    const met = step.attempts.filter(({ failure: why }) => why && TIMEOUTS.has(why.code));
    const [first] = met;
    if (attempt && met.includes(attempt)) return failure(`met${took(attempt)}`);
    if (first) return failure(`met by attempt ${met.map((one) => one.attempt).join(', ')}`);
    return quiet(attempt ? `not met${took(attempt)}` : 'not met');
  },
  monitor: ({ step, run }, configured) => {
    const alarm = run.drifts.find((one) => one.step === step.name && configured.startsWith(one.metric));
    if (!alarm) return quiet('no alarm');
    return failure(`alarm at ${seconds(alarm.atMs)}: ${alarm.observed} instead of ${alarm.baseline}`);
  },
};
const NAMES = Object.keys(ACTS);

const TIMEOUTS: ReadonlySet<string> = new Set(['timeout.attempt', 'timeout.first_token', 'timeout.idle']);

const DENIED: Readonly<Record<StepView['denials'][number]['reason'], string>> = {
  budget: 'its budget was used up',
  deadline: 'no time was left',
  'retry-after': 'the wait asked for was too long',
};

const took = ({ startedMs, finishedMs }: AttemptView): string =>
  finishedMs === null ? ', running' : `, ${span(finishedMs - startedMs)}`;

const tookIn = ({ startedMs, finishedMs }: StepView): string =>
  startedMs === null || finishedMs === null ? '' : `, ${span(finishedMs - startedMs)}`;

function refused({ step }: Acted, policy: Refusal['policy']): Deed | null {
  const by = step.refusals.filter((one) => one.policy === policy);
  const [first] = by;
  if (!first) return null;
  return failure(by.length === 1 ? `refused at ${seconds(first.atMs)}` : `refused ${times(by.length)}`);
}

function held({ step }: Acted, policy: StepView['holds'][number]['policy']): Deed | null {
  const by = step.holds.filter((one) => one.policy === policy);
  if (by.length === 0) return null;
  if (by.some(({ toMs }) => toMs === null)) return { acted: 'holds' };
  return { acted: `held ${by.map(({ fromMs, toMs }) => span((toMs ?? fromMs) - fromMs)).join(', ')}` };
}

/** What became of the shared state of the step's targets: 'opened at 3.10 s: 5 failures within 1 min'. */
function changed({ step, run, policies }: Acted, policy: PolicyTrack['policy']): Deed | null {
  const targets = new Set(step.declared?.targets ?? []);
  const tenant = run.started.tenant ?? '';
  const suffix = tenant === '' ? '' : ` of ${tenant}`;
  const track = policies.find(
    (one) => one.policy === policy && [...targets].some((target) => one.key === `${target}${suffix}`),
  );
  const opened = track?.changes.find(({ to }) => to === 'open');
  return opened ? failure(`opened at ${seconds(opened.atMs)}: ${opened.because}`) : null;
}
