/** A loop that never awaits is gone soon after its sandbox is closed, and the page lives on meanwhile. */
import type { BrowserEngine } from '../browser.ts';
import { inputsOf, workOf } from '../engine.ts';
import { check, type Report } from '../report.ts';
import { threadTime, threadTimesKnown, wantsProcessor, workerTimes } from '../thread-time.ts';
import { pause } from '../within.ts';
import { shippedWorks } from '../works.ts';

/** Generous, since the machine has other work: what it took is told beside the name. */
const GONE_MS = 3_000;
const GAP_MS = 1_000;
const LOOK_MS = 500;
const LOOKS = 10;
/** In one look: a machine with other work to do lets the loop have only so much. */
const SPINNING_MS = 50;
const REST_MS = 1_500;
const WATCH_MS = 6_000;
/** More than a thread that ends does between two glances. */
const ALIVE_MS = 1;

const spinner = workOf('spinning', {
  'spinning.ts': `import { orchestration } from 'rehearsal';
export default orchestration({ name: 'Spinning', steps: {}, async run() { for (;;); } });
`,
});

export async function spinning(report: Report, engine: BrowserEngine): Promise<void> {
  const { name } = engine;
  if (!threadTimesKnown()) {
    report.skip(
      `how soon a spinning loop is gone in ${name}: this machine does not tell the time of a thread`,
    );
    return;
  }
  await report.test(
    `a spinning loop is gone soon after close() in ${name}, and the page stays awake`,
    async () => {
      await engine.ask('spin', { code: spinner.code, inputs: inputsOf(spinner, 1) });
      const thread = await spinningThread();
      const watching = thread === null ? null : watch(thread);
      const { closedAtMs, ticks, longestGapMs } = await engine.ask('unspin', {});
      check(watching !== null, 'nothing was seen to spin');
      const lastedMs = Math.max(0, (await watching) - closedAtMs);
      const words = `gone after ${Math.round(lastedMs)} ms; ${ticks} ticks of 10 ms, longest gap ${Math.round(longestGapMs)} ms`;
      check(lastedMs <= GONE_MS && longestGapMs <= GAP_MS, words);
      return words;
    },
  );
  await report.test(`a fresh sandbox computes a world after that in ${name}`, async () => {
    const { history } = await engine.run(shippedWorks()[0]!, 1);
    check(
      history.at(-1)?.type === 'world.ended',
      `the history ends with ${history.at(-1)?.type ?? 'nothing'}`,
    );
  });
}

/** The worker's thread that takes most time; null if none takes much. */
async function spinningThread(): Promise<string | null> {
  for (let look = 0; look < LOOKS; look++) {
    const before = workerTimes();
    await pause(LOOK_MS);
    const spent = [...workerTimes()].map(([thread, timeMs]) => ({
      thread,
      spentMs: timeMs - (before.get(thread) ?? timeMs),
    }));
    const [busiest] = spent.sort((a, b) => b.spentMs - a.spentMs);
    if (busiest && busiest.spentMs > SPINNING_MS) return busiest.thread;
  }
  return null;
}

/** When the thread was last seen to work, ms since the epoch; it resolves once the thread is gone or has long rested. */
async function watch(thread: string): Promise<number> {
  const beganMs = Date.now();
  let aliveAtMs = beganMs;
  let knownMs = threadTime(thread) ?? 0;
  while (Date.now() - beganMs < WATCH_MS && Date.now() - aliveAtMs < REST_MS) {
    await pause(10);
    const nowMs = threadTime(thread);
    if (nowMs === null) break;
    if (nowMs - knownMs < ALIVE_MS && !wantsProcessor(thread)) continue;
    knownMs = nowMs;
    aliveAtMs = Date.now();
  }
  return aliveAtMs;
}
