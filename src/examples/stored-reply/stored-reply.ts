import { classify, sequence, step } from 'rehearsal';

// The simplest orchestration there is: classify,
// look up a stored response, format it.
const stored = {
  billing: `You find every invoice under Settings,
Billing. We refund a wrong charge in five working days.`,
  technical: `Please reload the board. If it still
fails, send us the error code at its foot.`,
  account: `You change password, e-mail address and
two-step sign-in under Settings, Account.`,
  general: `Thank you for writing. A person reads this
within one working day.`,
};
type Intent = keyof typeof stored;
interface Found {
  readonly intent: Intent;
  readonly text: string;
}

const lookUp = (intent: Intent): Found =>
  ({ intent, text: stored[intent] });

const format = ({ intent, text }: Found) =>
  `Hello,\n\n${text}\n\nLarkspur support (${intent})`;

export default sequence([
  classify(
    ['billing', 'technical', 'account', 'general'],
    { model: 'gpt-4o-mini', timeout: '2s', retry: 1 },
  ).as('classify'),
  step(lookUp).as('respond'),
  step(format).as('format'),
], { name: 'Stored reply' });
