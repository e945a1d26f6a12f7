/** What the inspector says of a step as a whole, beside its attempts. Pure. */
import type { Json } from '../../base/json.ts';
import { ordinal, seconds, span } from '../../history/projections/format.ts';
import type { Effect, Letter, RunView, StepView } from '../../history/projections/run-view.ts';
import { effortOf, STOPPED } from '../../history/projections/verdict-agent.ts';
import { KIND_WORDS } from '../marks/kinds.ts';
import { REFUSED_WORDS } from '../marks/tones.ts';
import type { Fact } from './facts.ts';

export interface StepAround {
  readonly run: RunView;
  readonly letters: readonly Letter[];
  readonly effects: readonly Effect[];
}

/** Kind, people, refusals, what it undoes, what it did outside, how it stopped, what it left to a queue. */
export function stepFacts(step: StepView, { run, letters, effects }: StepAround): Fact[] {
  const facts: Fact[] = [];
  const kind = step.declared && KIND_WORDS[step.declared.kind];
  if (kind) facts.push({ name: 'kind', value: kind });
  if (step.compensates !== null) facts.push({ name: 'undoes', value: step.compensates });
  for (const wait of step.waits) {
    facts.push({ name: 'asked', value: said(wait.question), beside: wait.who });
    facts.push(
      wait.endedMs === null
        ? { name: 'answer', value: 'none yet', tone: 'quiet', beside: `since ${seconds(wait.sinceMs)}` }
        : wait.answeredMs === null
          ? { name: 'answer', value: `none within ${span(wait.endedMs - wait.sinceMs)}`, tone: 'failure' }
          : {
              name: 'answer',
              value: said(wait.value),
              beside: `after ${span(wait.answeredMs - wait.sinceMs)}`,
            },
    );
  }
  for (const { target, policy, failure, atMs } of step.refusals)
    facts.push({
      name: 'not asked',
      value: `${target}, ${REFUSED_WORDS[policy]}: ${failure.message}`,
      tone: 'failure',
      beside: `at ${seconds(atMs)}`,
    });
  if (step.agent)
    facts.push({
      name: 'stopped',
      value: `${STOPPED[step.agent.reason]}${step.agent.detail ? `: ${step.agent.detail}` : ''}`,
      beside: effortOf(step.agent),
    });
  const caller = `${run.run}/${step.step}`;
  for (const effect of effects.filter((one) => one.caller === caller))
    facts.push({
      name: 'did outside',
      value: `${effect.target}${effect.times > 1 ? `, for the ${ordinal(effect.times)} time` : ''}`,
      ...(effect.times > 1 && { tone: 'failure' as const }),
      beside: `at ${seconds(effect.atMs)}`,
    });
  for (const letter of letters.filter((one) => one.run === run.run && one.step === step.step))
    facts.push({
      name: 'left to',
      value: `the queue ${letter.queue}${letter.settled ? `, ${letter.settled.how}` : ''}`,
      tone: 'failure',
      beside: `at ${seconds(letter.addedMs)}`,
    });
  for (const { key, by, kept } of run.conflicts.filter((one) => one.by.includes(step.step)))
    facts.push({
      name: 'conflict',
      value: `${key} was written by ${by.join(' and ')} at once; kept: ${kept}`,
      tone: 'failure',
    });
  for (const { key, version, value } of run.writes.filter((one) => one.by === step.step))
    facts.push({ name: 'wrote', value: `${key} = ${said(value)}`, beside: `version ${version}` });
  return facts;
}

const said = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
