import { test } from 'vitest';
import { startMocks } from '../../../mocks/browser.ts';
import { openHttpDesk } from '../../../src/providers/http-desk.ts';
import { isLast } from '../../../src/model/reply.ts';
import { runId } from '../../../src/base/units.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';
test('rate', { timeout: 120_000 }, async () => {
  const mocks = await startMocks(location.origin);
  const done = new Map<number, () => void>();
  const parts = [{ atMs: 0, part: { type: 'head', version: 'v' } }, ...[1,2,3,4,5,6,7,8].map((i) => ({ atMs: 0, part: { type: 'text', text: 'word ' + i } })), { atMs: 0, part: { type: 'usage', usage: { inputTokens: 1, outputTokens: 1 } } }, { atMs: 0, part: { type: 'end', reason: 'stop' } }] as never;
  const desk = openHttpDesk<any>({ world: 1, mocks: Promise.resolve(mocks), cast: scriptedCast({ 'gpt-4o': {} }), serve: () => () => ({ parts }), onParts: (c, p) => { if (p.some((x) => isLast(x.part))) done.get(c)?.(); } });
  await desk.ready;
  const request = { kind: 'chat', model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] } as const;
  let n = 0;
  const one = () => new Promise<void>((r) => { const c = ++n; done.set(c, r); desk.call(c, { run: runId('r'), step: 's', model: 'gpt-4o', attempt: 1 }, request); });
  for (let i = 0; i < 20; i++) await one();
  const out: string[] = [];
  for (const conc of [1, 8, 50]) {
    const times: number[] = [];
    const total = conc === 1 ? 200 : 400;
    const t0 = performance.now();
    let left = total;
    await Promise.all(Array.from({ length: conc }, async () => { while (left-- > 0) { const a = performance.now(); await one(); times.push(performance.now() - a); } }));
    const took = performance.now() - t0;
    times.sort((a, b) => a - b);
    out.push(`conc ${conc}: ${(times.length / took * 1000).toFixed(0)} req/s, median ${times[times.length >> 1]!.toFixed(1)} ms, p95 ${times[Math.floor(times.length * 0.95)]!.toFixed(1)} ms`);
  }
  desk.close(); await mocks.stop();
  console.log(out.join('\n'));
});
