/** A loop that never awaits is gone soon after its sandbox is closed, and the page lives on meanwhile. */
import type { BrowserEngine } from '../browser.ts';
import { inputsOf, workOf } from '../engine.ts';
import { check, type Report } from '../report.ts';
import { threadTime, threadTimes, threadTimesKnown } from '../thread-time.ts';
import { pause } from '../within.ts';
import { shippedWorks } from '../works.ts';

const GONE_MS = 500;
const GAP_MS = 500;
const SPIN_MS = 600;
const WATCH_MS = 4_000;
/** More than a thread that ends does. */
const ALIVE_MS = 1;

const spinner = workOf('spinning', {
  'spinning.ts': `import { orchestration } from 'rehearsal';
export default orchestration({ name: 'Spinning', steps: {}, async run() { for (;;); } });
`,
});

export async function spinning(report: Report, engine: BrowserEngine): Promise<void> {
  const { name } = engine;
  if (!threadTimesKnown()) {
    report.skip(`how soon a spinning loop is gone in ${name}: this machine does not tell the time of a thread`);
    return;
  }
  await report.test(`a spinning loop is gone within ${GONE_MS} ms of close() in ${name}, and the page stayed awake`, async () => {
    await engine.ask('spin', { code: spinner.code, inputs: inputsOf(spinner, 1) });
    const thread = await busiestThread();
    const watching = watch(thread);
    const { closedAtMs, ticks, longestGapMs } = await engine.ask('unspin', {});
    const aliveAtMs = await watching;
    const lastedMs = Math.max(0, aliveAtMs - closedAtMs);
    const words = `gone after ${Math.round(lastedMs)} ms; ${ticks} ticks, longest gap ${Math.round(longestGapMs)} ms`;
    check(lastedMs <= GONE_MS && longestGapMs <= GAP_MS, words);
    return words;
  });
  await report.test(`a fresh sandbox computes a world after that in ${name}`, async () => {
    const work = shippedWorks()[0]!;
    const { history } = await engine.run(work, 1);
    check(history.at(-1)?.type === 'world.ended', `the history ends with ${history.at(-1)?.type ?? 'nothing'}`);
  });
}

/** The thread that spins. */
async function busiestThread(): Promise<string> {
  const before = threadTimes();
  await pause(SPIN_MS);
  let busiest = { thread: '', spentMs: 0 };
  for (const [thread, timeMs] of threadTimes()) {
    const spentMs = timeMs - (before.get(thread) ?? 0);
    if (spentMs > busiest.spentMs) busiest = { thread, spentMs };
  }
  check(busiest.spentMs > SPIN_MS / 4, `nothing spins: the busiest thread took ${Math.round(busiest.spentMs)} of ${SPIN_MS} ms`);
  return busiest.thread;
}

/** Resolves to when the thread was last seen to work, ms since the epoch, once it has rested long enough. */
async function watch(thread: string): Promise<number> {
  const untilMs = Date.now() + WATCH_MS;
  let aliveAtMs = Date.now();
  let timeMs = threadTime(thread);
  while (timeMs !== null && Date.now() < untilMs && Date.now() - aliveAtMs < WATCH_MS / 4) {
    await pause(10);
    const nowMs = threadTime(thread);
    if (nowMs !== null && nowMs - timeMs > ALIVE_MS) {
      aliveAtMs = Date.now();
      timeMs = nowMs;
    }
    if (nowMs === null) timeMs = null;
  }
  return aliveAtMs;
}
