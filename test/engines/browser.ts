/** A browser with the shipped bundle in the product's own frame. */
import type { OpenedPage } from './drivers/open-page.ts';
import { inputsOf, type BundleEngine } from './engine.ts';
import type { HarnessServer } from './harness-server.ts';
import type { TaskName, Tasks } from './tasks.ts';
import { Patience, within } from './within.ts';

const START_MS = 40_000;
const ANSWER_MS = 120_000;

export interface BrowserEngine extends BundleEngine {
  readonly version: string;
  /** Asks the harness page. */
  ask<T extends TaskName>(name: T, ask: Tasks[T]['ask']): Promise<Tasks[T]['answer']>;
}

/** @param open starts the browser at an address, given how long it may take */
export async function openBrowser(
  id: string,
  server: HarnessServer,
  open: (url: string, limitMs: number) => Promise<OpenedPage>,
): Promise<BrowserEngine> {
  const page = await within(START_MS + 5_000, `${id} to start`, open(`${server.url}?engine=${id}`, START_MS));
  const patience = new Patience(id, ANSWER_MS);
  const ask = <T extends TaskName>(name: T, asked: Tasks[T]['ask']): Promise<Tasks[T]['answer']> =>
    patience.for(name, () => server.ask(id, name, asked));
  try {
    await within(START_MS, `the harness page to begin in ${id}`, server.arrived(id));
  } catch (error) {
    await page.close();
    throw error;
  }
  return {
    name: id,
    version: page.version,
    ask,
    problems: (code) => ask('problems', { code }),
    run: (work, seed) => ask('run', { code: work.code, inputs: inputsOf(work, seed) }),
    sweep: (work, seeds) => ask('sweep', { code: work.code, inputs: inputsOf(work, 1), seeds }),
    math: (name, values) => ask('math', { name, values }),
    close: () => within(15_000, `${id} to close`, page.close()),
  };
}
