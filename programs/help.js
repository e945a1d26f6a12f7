// What the support desk of these programs knows: articles that go into the prompt.
const articles = [
  {
    title: 'Change the address on an invoice',
    text: 'Open Settings, then Billing, and edit the invoice address. New invoices use it at once. To correct an invoice that was already sent, write to billing within 14 days.',
  },
  {
    title: 'Reset a password',
    text: 'Choose Forgot password on the sign-in page. The link that we send works for one hour.',
  },
];

export const helpQuestion = 'How do I change the address on my invoice?';

export const promptFor = (question) =>
  `<question>\n${question}\n</question>\n<articles>\n${JSON.stringify(articles)}\n</articles>`;
