/**
 * Latency: the network adds a delay before the head; the rest of the reply keeps its pace behind it.
 *
 * 1. The delay comes on top of any wait in line, which is over when service begins.
 */
import { faultKind, ratio, wholeMs } from './kind.ts';

export const latency = faultKind({
  kind: 'latency',
  title: 'Latency',
  summary: 'Every reply starts later than it would.',
  stages: ['carry'],
  params: {
    ms: wholeMs(800, 'The delay before the head.'),
    jitterRatio: ratio(0.2, 'How far the delay may differ either way, as a share of itself.'),
  },
  edit(parts, { ms, jitterRatio }, { draw }) {
    const delayMs = Math.round(ms * (1 + jitterRatio * (2 * draw('jitter') - 1)));
    return delayMs === 0 || parts.length === 0
      ? parts
      : parts.map(({ atMs, part }) => ({ atMs: atMs + delayMs, part }));
  },
});
