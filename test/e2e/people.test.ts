import { expect, test, type Rehearsal } from './page.ts';

/** Opens a refund that a supervisor approved, and takes the answer back: nobody answers within the hour. */
async function unanswered(app: Rehearsal): Promise<void> {
  await app.open('#/play/approval/approved');
  await app.button('People').click();
  await app.page.getByRole('button', { name: /^Take back: approved/ }).click();
  await expect(app.verdict).toContainText('was not answered in time');
}
/** To where the run has just asked. */
async function toTheQuestion(app: Rehearsal): Promise<void> {
  await app.page.keyboard.press('Home');
  await app.page.keyboard.press('.');
  await expect(app.page.getByRole('form', { name: 'Answer a supervisor' })).toBeVisible();
}

test('who is waited for and what is asked stands over the graph, and an answer changes the run', async ({
  app,
  page,
}) => {
  await unanswered(app);
  await toTheQuestion(app);
  const form = page.getByRole('form', { name: 'Answer a supervisor' });
  await expect(form).toContainText('ORD-');
  await expect(app.region('Graph')).toContainText('waits for a supervisor');
  await form.getByRole('button', { name: 'Approve' }).click();
  await expect(app.verdict).toContainText(/A supervisor answered/);
  await expect(app.region('Timeline').getByRole('button', { name: /a person approved/ })).toHaveCount(1);
  await expect(app.region('Editor')).toBeVisible();
});

test('the row over the graph keeps its place whether somebody is waited for or not', async ({ app }) => {
  await unanswered(app);
  const before = (await app.region('Graph').boundingBox())!;
  await toTheQuestion(app);
  expect((await app.region('Graph').boundingBox())!).toEqual(before);
});

test('an answer is taken back with Delete on the timeline, and comes back with Control Z', async ({
  app,
  page,
}) => {
  await app.open('#/play/approval/approved');
  const before = await app.hash();
  const deed = app.region('Timeline').getByRole('button', { name: /a person approved/ });
  await deed.focus();
  await page.keyboard.press('Delete');
  await expect(deed).toHaveCount(0);
  await expect(app.verdict).toContainText('was not answered in time');
  await page.keyboard.press('Control+z');
  await expect(deed).toHaveCount(1);
  await expect.poll(() => app.hash()).toBe(before);
});

test('an answer may come later than the playhead, and may be anything', async ({ app, page }) => {
  await unanswered(app);
  await toTheQuestion(app);
  await page.getByLabel('Answer at, seconds').fill('90');
  await page.getByLabel('Answer at, seconds').press('Tab');
  await page.getByLabel('Another answer, text or JSON').fill('false');
  await page.keyboard.press('Enter');
  await expect(app.region('Timeline').getByRole('button', { name: /a person rejected at 90/ })).toHaveCount(
    1,
  );
  await expect(app.verdict).toContainText(/A supervisor answered after 89\.\d\ss/);
});

test('a run is cancelled at the playhead, as a person', async ({ app, page }) => {
  await unanswered(app);
  await toTheQuestion(app);
  await app.button('Cancel the run here').click();
  await expect(app.verdict).toContainText('Cancelled');
  await expect(app.region('Timeline').getByRole('button', { name: /a person cancelled run-1/ })).toHaveCount(
    1,
  );
  await page.keyboard.press('Control+z');
  await expect(app.verdict).toContainText('was not answered in time');
});

test('a keyboard alone finds the question and answers it', async ({ app, page }) => {
  await unanswered(app);
  await toTheQuestion(app);
  await page.keyboard.press('a');
  await expect(app.button('Approve')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(app.verdict).toContainText(/A supervisor answered/);
});

test('a case in the human queue is answered, edited and sent on again, or discarded', async ({
  app,
  page,
}) => {
  await app.open('#/play/dead-letter/waiting');
  await expect(app.verdict).toContainText('was left to the human queue');
  await page.getByRole('button', { name: /^Queue/ }).click();
  const queue = page.getByRole('region', { name: 'Human queue' });
  await expect(queue).toContainText('1 open');
  await expect(queue).toContainText('503');
  await queue.getByRole('button', { name: 'Discard' }).click();
  await expect(app.verdict).toContainText('A person discarded the case of facts.');
  await expect(queue).toContainText('0 open, 1 settled');
  await page.keyboard.press('Control+z');
  await expect(queue).toContainText('1 open');
  await queue.getByLabel('Input').fill('Invoice 7: send it again, please.');
  await queue.getByRole('button', { name: 'Send the edited on again' }).click();
  await expect(app.verdict).toContainText('The case of facts was driven again by a person');
});

test('the queue lies over the editor, never over the pictures', async ({ app, page }) => {
  await app.open('#/play/dead-letter/waiting');
  await page.keyboard.press('q');
  const queue = (await page.getByRole('region', { name: 'Human queue' }).boundingBox())!;
  const graph = (await app.region('Graph').boundingBox())!;
  expect(queue.x + queue.width).toBeLessThanOrEqual(graph.x + 1);
});
