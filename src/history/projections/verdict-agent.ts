/** The verdict's clause on an agent: after how much it stopped, and why. */
import type { AgentStopped } from '../events.ts';
import { clause, MESSAGE_CHARS } from './failure-words.ts';
import { numberWord } from './format.ts';
import type { RunView } from './run-view.ts';
import { afterMs, marked, sentence, stepName, type Piece } from './sentence.ts';

/** In an agent's words for a step or a run: 'the agent stopped: it repeated itself'. */
export const STOPPED: Readonly<Record<AgentStopped['reason'], string>> = {
  answered: 'it answered',
  'step-cap': 'its cap of turns was reached',
  'tool-cap': 'its cap of tool calls was reached',
  repetition: 'it repeated itself',
  budget: 'its budget was spent',
  escalated: 'it asked for a person',
  'handed-over': 'it handed over',
  failed: 'it failed',
};

/** Reasons that say more than that it was done. */
export const STOPS: ReadonlySet<AgentStopped['reason']> = new Set([
  'step-cap',
  'tool-cap',
  'repetition',
  'budget',
]);

/** 'four turns and three tool calls' */
export const effortOf = ({ turns, toolCalls }: AgentStopped): string => {
  const took = `${numberWord(turns)} ${turns === 1 ? 'turn' : 'turns'}`;
  return toolCalls === 0
    ? took
    : `${took} and ${numberWord(toolCalls)} tool ${toolCalls === 1 ? 'call' : 'calls'}`;
};

/** 'The agent answered after four turns and three tool calls: the reply came after 9.1 s.' */
export const agentAnswered = (agent: AgentStopped, endMs: number): readonly Piece[] =>
  sentence(
    'the agent answered after ',
    marked('name', effortOf(agent)),
    ': the reply came ',
    marked('name', afterMs(endMs)),
  );

/**
 * The agent that a run was, or the first in it that was stopped: 'The agent stopped after five turns: it repeated itself.'
 * @param well whether the run's ending says itself that the agent answered
 */
export function agentSentence(run: RunView, well: boolean): readonly Piece[] {
  const inner = run.steps.find(({ agent }) => agent !== null && STOPS.has(agent.reason));
  const own = run.agent && STOPS.has(run.agent.reason) ? run.agent : null;
  const stopped = own ?? inner?.agent;
  if (stopped) {
    const about = own || !inner ? undefined : { step: inner.step };
    return sentence(
      own || !inner ? 'the agent' : stepName(inner.step),
      ' ',
      marked('failure', `stopped after ${effortOf(stopped)}`, about),
      `: ${STOPPED[stopped.reason]}`,
      stopped.detail === '' ? '' : ` (${clause(stopped.detail, MESSAGE_CHARS)})`,
    );
  }
  if (!run.agent || well) return [];
  const did = run.agent.reason === 'answered' ? 'answered' : 'ended';
  return sentence(`the agent ${did} after `, marked('name', effortOf(run.agent)));
}
