import { failure } from '../../model/failure.ts';
import { StepError } from '../step-error.ts';

/** What whoever asks for state of another gets. */
export const notOwner = (what: string, owner: string, by: string): StepError =>
  new StepError(
    failure(
      'not_owner',
      `${what} belongs to ${owner}, and ${by} asked for it: keep to state of your own run`,
      {
        retryable: false,
      },
    ),
  );
