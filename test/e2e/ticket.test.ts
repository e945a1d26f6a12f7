import { expect, test } from './page.ts';

test('a typed ticket takes a path of its own, while it is typed', async ({ app }) => {
  await app.open();
  await app.ticket.fill('Hello');
  await expect(app.region('Graph')).toContainText('short or general');
  await expect(app.region('Timeline')).not.toContainText('503');
});

test('fifteen words are not searched for, sixteen are', async ({ app, page }) => {
  await app.open('#/play/triage/fifteen');
  await expect(page.getByText('15 words', { exact: true }).first()).toBeVisible();
  await expect(app.region('Graph')).toContainText('short or general');
  await app.ticket.focus();
  await app.ticket.press('Control+End');
  await app.ticket.pressSequentially(' Please.');
  await expect(app.region('Graph')).not.toContainText('short or general');
});

test('a ticket in Spanish is answered', async ({ app }) => {
  await app.open('#/play/triage/calm');
  await app.ticket.fill(
    'Buenos días, me han cobrado dos veces el plan Team este mes y necesito que me devuelvan uno de los dos pagos, por favor.',
  );
  await app.button('Run').click();
  await expect(app.region('Graph')).toContainText('es');
  await expect(app.verdict).toContainText(/went well|person/);
});

test('an empty ticket is refused with what to do, and the run before stays', async ({ app }) => {
  await app.open();
  const before = await app.hash();
  await app.ticket.fill('');
  await app.button('Run').click();
  await expect(app.verdict).toContainText('The ticket is empty. Type a sentence');
  expect(await app.hash()).toBe(before);
});

test('a ticket of 100 kB is refused with its length and the limit', async ({ app }) => {
  await app.open();
  await app.ticket.fill('word '.repeat(20_000));
  await app.button('Run').click();
  await expect(app.verdict).toContainText(
    '100 thousand characters long; 50 thousand characters is the limit',
  );
});

test('a binary ticket is refused with its place', async ({ app }) => {
  await app.open();
  await app.ticket.fill('PK\u0003\u0004 zip');
  await app.button('Run').click();
  await expect(app.verdict).toContainText('no text, the first at character 3');
  await app.ticket.fill('Can I change the language of my account, please?');
  await expect(app.verdict).not.toContainText('no text');
});

test('an example that takes no ticket has a field of its own', async ({ app, page }) => {
  await app.open('#/play/dag/question');
  await expect(page.getByLabel('Text', { exact: true })).toHaveValue(/How do I get a refund/);
});

test('Enter runs the ticket, Shift and Enter break its line, and left it shows its beginning', async ({
  app,
  page,
}) => {
  await app.open('#/play/triage/calm');
  await app.ticket.fill('First line');
  await app.ticket.press('Shift+Enter');
  await app.ticket.pressSequentially('second line');
  await app.ticket.press('Shift+Enter');
  await expect(app.ticket).toHaveValue('First line\nsecond line\n');
  await app.ticket.press('Enter');
  await expect(app.ticket).toHaveValue('First line\nsecond line');
  await app.saved();
  await page.keyboard.press('Tab');
  await expect.poll(() => app.ticket.evaluate((field) => field.scrollTop)).toBe(0);
});
