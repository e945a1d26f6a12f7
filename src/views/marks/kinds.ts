/** Kinds of steps that are more than a call or a function: the mark and the word beside their names. */
import type { StepDeclared } from '../../history/events.ts';
import type { MarkName } from './mark-name.ts';

export const KIND_WORDS: Readonly<Partial<Record<StepDeclared['kind'], string>>> = {
  tool: 'tool',
  agent: 'agent',
  approval: 'approval',
  orchestration: 'orchestration',
};

const KIND_MARKS: Readonly<Partial<Record<StepDeclared['kind'], MarkName>>> = {
  tool: 'tool',
  agent: 'agent',
  approval: 'person',
  orchestration: 'nested',
};

/** The mark of a step's kind; null for one that its models tell enough about. */
export const kindMark = (declared: Pick<StepDeclared, 'kind'> | null): MarkName | null =>
  declared ? (KIND_MARKS[declared.kind] ?? null) : null;
