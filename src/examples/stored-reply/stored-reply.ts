import { classify, sequence, step } from 'rehearsal';

/** The simplest orchestration there is: classify, look up a stored response, format it. */
const stored = {
  billing:
    'You find every invoice under Settings, Billing. A wrong charge is refunded within five working days.',
  technical:
    'Please reload the board first. If it still fails, send us the error code at the foot of the page.',
  account:
    'You change password, e-mail address and two-step sign-in under Settings, Account.',
  general:
    'Thank you for writing. A person reads this within one working day.',
};
type Intent = keyof typeof stored;

export default sequence(
  [
    classify(
      ['billing', 'technical', 'account', 'general'],
      {
        model: 'gpt-4o-mini',
        timeout: '2s',
        retry: 1,
      },
    ).as('classify'),
    step((intent: Intent) => ({
      intent,
      text: stored[intent],
    })).as('respond'),
    step(
      ({
        intent,
        text,
      }: {
        intent: Intent;
        text: string;
      }) =>
        `Hello,\n\n${text}\n\nLarkspur support (${intent})`,
    ).as('format'),
  ],
  { name: 'Stored reply' },
);
