/** Nothing inside the sandbox reaches a server: not authored code, nor a worker in the frame that kept every door. */
import type { BrowserEngine } from '../browser.ts';
import { workOf } from '../engine.ts';
import type { HarnessServer } from '../harness-server.ts';
import { check, type Report } from '../report.ts';
import { pause } from '../within.ts';

export async function noNetwork(report: Report, engine: BrowserEngine, server: HarnessServer): Promise<void> {
  const { name } = engine;
  const url = `${server.url}reached/`;
  const during = async (act: () => Promise<unknown>): Promise<string[]> => {
    const before = server.reached.length;
    await act();
    await pause(200); // for what is still on its way
    return server.reached.slice(before);
  };
  await report.test(`the page itself reaches the server, which counts it, in ${name}`, async () => {
    const reached = await during(() => engine.ask('reach', { url, from: 'page' }));
    check(reached.join() === 'page', `the server counted ${reached.join() || 'nothing'}`);
  });
  await report.test(
    `fetch in authored code is refused by name, and the server sees no request, in ${name}`,
    async () => {
      const reached = await during(async () => {
        const { history } = await engine.run(fetching(`${url}authored`), 1);
        const finished = history.find((event) => event.type === 'run.finished');
        const message = finished?.failure?.message ?? 'no failure';
        check(message.startsWith('fetch is not part of a world'), `the run ended with: ${message}`);
      });
      check(reached.length === 0, `the server saw ${reached.join()}`);
    },
  );
  await report.test(
    `the sandbox's frame lets nothing out, and the server sees no request, in ${name}`,
    async () => {
      const reached = await during(async () => {
        const attempts = Object.entries(await engine.ask('reach', { url, from: 'frame' }));
        check(attempts.length === 8, `the worker told of ${attempts.map(([what]) => what).join()}`);
        const through = attempts.filter(([, outcome]) => outcome === 'reached').map(([what]) => what);
        check(through.length === 0, `${through.join()} came through`);
      });
      check(reached.length === 0, `the server saw ${reached.join()}`);
    },
  );
}

const fetching = (url: string) =>
  workOf('fetching', {
    'fetching.ts': `import { orchestration } from 'rehearsal';
export default orchestration({
  name: 'Fetching',
  steps: {},
  async run() {
    const { status } = await fetch(${JSON.stringify(url)});
    return status;
  },
});
`,
  });
