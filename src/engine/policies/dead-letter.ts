/** A dead letter: what becomes of a step that every target has failed. What a person does with it is letters.ts. */
import { durationMs, type Duration } from '../../base/units.ts';
import { known, wordsFor } from './figures.ts';

/** As an author writes it; a text is the queue. */
export type DeadLetterOption =
  | string
  | {
      /** The queue that the case is put into. */
      readonly queue: string;
      /** Who works it. Default: the queue's name. */
      readonly who?: string;
      /** How long the run waits for a person; then the step fails as it did. Default: until the world ends. */
      readonly timeout?: Duration;
    };

export interface DeadLetter {
  readonly queue: string;
  readonly who: string;
  readonly timeoutMs: number | null;
}

/** @throws {RangeError} naming the policy and the value. */
export function deadLetterPolicy(option: DeadLetterOption): DeadLetter {
  const given = typeof option === 'string' ? { queue: option } : option;
  known(given, 'deadLetter', ['queue', 'who', 'timeout']);
  const { queue, who = queue, timeout } = given;
  if (typeof queue !== 'string' || queue.trim() === '') throw new RangeError('deadLetter names no queue');
  const timeoutMs = timeout === undefined ? null : durationMs(timeout, 'deadLetter.timeout');
  if (timeoutMs === 0)
    throw new RangeError('deadLetter.timeout is zero: no person could ever answer in time');
  return { queue, who, timeoutMs };
}

export const deadLetterWords = ({ queue, timeoutMs }: DeadLetter): string =>
  `dead letter to ${queue}${timeoutMs === null ? '' : ` for ${wordsFor(timeoutMs)}`}`;
