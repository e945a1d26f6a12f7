/** Runs to keep: summaries with nothing of interest in them, and histories of any length that open. */
import { virtualMs, type WallMs } from '../../../src/base/units.ts';
import type { History } from '../../../src/history/events.ts';
import { hashHistory } from '../../../src/history/hash.ts';
import type { RunSummary } from '../../../src/store/run-summary.ts';
import { declared, HistoryBuilder } from '../../support/history-builder.ts';

export const wall = (ms: number): WallMs => ms as WallMs;

/** A finished run's summary, fresh by its id. */
export const summaryOf = (id: string, more: Partial<RunSummary> = {}): RunSummary => ({
  id,
  startedWall: wall(1_000),
  scenarioTitle: 'Support triage',
  scenarioJson: '{"format":"rehearsal-scenario"}',
  reopenJson: '',
  seed: 7,
  outcome: 'recovered',
  verdict: 'claude-3-sonnet was down from 2 s to 9 s. It recovered.',
  virtualMs: virtualMs(11_000),
  costNanoUsd: 607_200,
  events: 0,
  hash: null,
  complete: true,
  parent: null,
  bars: [
    [0, 0.5, 'failure'],
    [0.5, 1, 'success'],
  ],
  ...more,
});

/** A history of exactly `events` events, at least 4: calls in turn, then the end. `label` tells two of them apart. */
export function historyOf(events: number, label = 'hello'): History {
  const built = new HistoryBuilder().world().run([declared('answer', ['gpt-4o'])], { input: label });
  const calls = Math.floor((events - 4) / 4);
  for (let call = 0; call < calls; call++) {
    const step = `turn[${call}]/answer`;
    built
      .at(call * 10)
      .start(step, 'answer', label)
      .try(step, 'gpt-4o')
      .at(call * 10 + 7)
      .answered(step, {
        text: `reply ${call} to ${label}: naïve, 日本`,
        tokens: [40, 12],
        costNanoUsd: 2_600,
      })
      .done(step, label);
  }
  const rest = (events - 4) % 4;
  for (let i = 0; i < rest; i++) built.add({ type: 'log.written', level: 'info', text: `log ${i}` });
  return built.finish('returned', { value: label }).end().history;
}

/** A finished run with its history, the summary saying what is true of it. */
export function runOf(id: string, events: number, more: Partial<RunSummary> = {}) {
  const history = historyOf(events, id);
  return { history, summary: summaryOf(id, { events: history.length, hash: hashHistory(history), ...more }) };
}
