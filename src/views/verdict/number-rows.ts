/** The numbers under the verdict, and what each was before the last edit. Pure. */
import { percent, seconds, thousands, usd } from '../../history/projections/format.ts';
import type { RunWord, Totals } from '../../history/projections/totals.ts';

export interface NumberRow {
  readonly name: 'virtual time' | 'calls' | 'tokens' | 'cost' | 'wasted';
  readonly value: string;
  /** Beside it, in a lighter ink. */
  readonly beside: string;
  readonly was: string;
}

export function numberRows(totals: Totals, was: Totals | null): NumberRow[] {
  const row = (name: NumberRow['name'], text: (of: Totals) => string, beside = ''): NumberRow => {
    const value = text(totals);
    const before = was === null ? value : text(was);
    return { name, value, beside, was: before === value ? '' : before };
  };
  return [
    row('virtual time', ({ virtualMs }) => seconds(virtualMs)),
    row('calls', ({ calls, failedCalls }) =>
      failedCalls > 0 ? `${thousands(calls)}, ${thousands(failedCalls)} failed` : thousands(calls),
    ),
    ...(was === null
      ? [row('tokens', ({ inputTokens, outputTokens }) => thousands(inputTokens + outputTokens))]
      : []),
    row('cost', ({ costNanoUsd }) => usd(costNanoUsd)),
    row(
      'wasted',
      ({ wastedNanoUsd }) => usd(wastedNanoUsd),
      totals.wastedNanoUsd > 0 ? percent(totals.wastedNanoUsd, totals.costNanoUsd) : '',
    ),
  ];
}

/** An outcome's icon. Success is plain ink. */
export const OUTCOMES: Readonly<
  Record<
    RunWord,
    {
      readonly name: 'success' | 'recovered' | 'person' | 'failure' | 'stopped' | 'running';
      readonly tone?: 'recovered' | 'failure' | 'running';
    }
  >
> = {
  succeeded: { name: 'success' },
  recovered: { name: 'recovered', tone: 'recovered' },
  escalated: { name: 'person' },
  failed: { name: 'failure', tone: 'failure' },
  cancelled: { name: 'stopped' },
  stalled: { name: 'failure', tone: 'failure' },
  running: { name: 'running', tone: 'running' },
  waiting: { name: 'person' },
};
