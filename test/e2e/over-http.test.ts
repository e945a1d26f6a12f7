import { expect, test } from './page.ts';

const MOCK = 'https://mock.rehearsal.invalid/';

test('a switch runs the scenario over real HTTP, request by request, and answers as the simulated host does', async ({
  app,
  page,
}) => {
  const requests: string[] = [];
  page.context().on('request', (request) => {
    if (request.url().startsWith(MOCK)) requests.push(new URL(request.url()).pathname);
  });
  await app.open('#/play/triage/calm');
  const labels = await app.region('Graph').textContent();
  await page.getByRole('button', { name: 'View' }).click();
  await page.getByLabel('Over real HTTP, on the wall clock').check();
  await expect(app.region('Verdict')).toContainText('is running');
  await expect(app.region('Verdict')).toContainText('the reply came after');
  await expect(app.region('Run status')).toContainText('over HTTP');
  expect(requests).toHaveLength(7);
  expect(new Set(requests)).toEqual(
    new Set(['/v1/chat/completions', '/v1/vector_stores/help-centre/search']),
  );
  // the same model answered the same: what differs is time alone
  for (const label of ['billing', 'high', '3 articles']) {
    expect(labels).toContain(label);
    await expect(app.region('Graph')).toContainText(label);
  }
});

test('without a service worker no call is made, and the reason is told', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL!, serviceWorkers: 'block' });
  const page = await context.newPage();
  const requests: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  await page.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined }),
  );
  await page.goto('./#/play/triage/calm');
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await expect(verdict).toContainText('the reply came after');
  await page.getByRole('button', { name: 'View' }).click();
  await page.getByLabel('Over real HTTP, on the wall clock').click();
  await expect(verdict).toContainText('can have no service worker');
  await expect(verdict).toContainText('Calls stay simulated');
  expect(requests.filter((url) => url.startsWith(MOCK))).toEqual([]);
  await context.close();
});
