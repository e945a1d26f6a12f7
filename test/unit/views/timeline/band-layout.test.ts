import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LaneFault } from '../../../../src/history/projections/lanes.ts';
import { moveWindow, placeBands, windowText, type Edge } from '../../../../src/views/timeline/band-layout.ts';
import { timeScale } from '../../../../src/views/timeline/scale-layout.ts';
import { measure } from '../graph/measure-stub.ts';

const scale = timeScale(11_500, 144, 728, [], 30);
const outage = (fromMs: number, toMs: number | null): LaneFault => ({
  id: 'o',
  kind: 'outage',
  fromMs,
  toMs,
  draggable: true,
});
const place = (...faults: LaneFault[]) => placeBands(faults, 10, 16, scale, 12, measure);
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('moving a band', () => {
  test('moves an edge on a grid of 100 ms', () => {
    expect(moveWindow([2000, 9000], 'to', -1951, 11_500)).toEqual([2000, 7000]);
    expect(moveWindow([2000, 9000], 'from', 449, 11_500)).toEqual([2400, 9000]);
  });
  test('keeps at least 200 ms between the edges', () => {
    expect(moveWindow([2000, 9000], 'to', -9000, 11_500)).toEqual([2000, 2200]);
    expect(moveWindow([2000, 9000], 'from', 9000, 11_500)).toEqual([8800, 9000]);
  });
  test('moves the whole of it, with its start within the scale', () => {
    expect(moveWindow([2000, 9000], 'both', 1000, 11_500)).toEqual([3000, 10_000]);
    expect(moveWindow([2000, 9000], 'both', 9900, 11_500)).toEqual([11_300, 18_300]);
    expect(moveWindow([2000, 9000], 'both', -9000, 11_500)).toEqual([0, 7000]);
  });
  test('lets a band without an end keep it', () => {
    expect(moveWindow([2000, Infinity], 'both', 500, 11_500)).toEqual([2500, Infinity]);
  });
  test('brings one from beyond the scale back in from its end', () => {
    expect(moveWindow([30_000, 34_000], 'both', -300, 11_500)).toEqual([11_000, 15_000]);
    expect(moveWindow([30_000, 34_000], 'both', 300, 11_500)).toEqual([30_000, 34_000]);
  });
  test('never leaves the scale nor turns inside out', () => {
    const edges = fc.constantFrom<Edge>('from', 'to', 'both');
    const ms = fc.integer({ min: 0, max: 100 }).map((n) => n * 100);
    fc.assert(
      fc.property(
        ms,
        fc.integer({ min: 2, max: 15 }),
        edges,
        fc.integer({ min: -20_000, max: 20_000 }),
        (from, n, edge, by) => {
          const [a, b] = moveWindow([from, from + n * 100], edge, by, 11_500);
          expect(a).toBeGreaterThanOrEqual(0);
          expect(b - a).toBeGreaterThanOrEqual(200);
          expect(edge === 'both' ? a : b).toBeLessThanOrEqual(11_500);
        },
      ),
    );
  });
});

describe('a band', () => {
  test('says its kind and its window where that fits', () => {
    expect(plain(place(outage(2000, 9000))[0]!.label)).toBe('outage, 2 s to 9 s');
    expect(place(outage(2000, 4000))[0]!.label).toBe('outage');
    expect(place(outage(2000, 2600))[0]!.label).toBe('');
  });
  test('says so where it has no end, and runs to the end of the scale', () => {
    const [band] = place(outage(2000, null));
    expect(plain(band!.label)).toBe('outage, from 2 s on');
    expect(band).toMatchObject({ open: true });
    expect(band!.xPx + band!.widthPx).toBe(728);
    expect(plain(windowText(outage(2500, 9000)))).toBe('2.5 s to 9 s');
  });
  test('keeps its words clear of a fold', () => {
    const folded = timeScale(11_500, 144, 728, [{ fromMs: 3000, toMs: 6800 }], 30);
    const [band] = placeBands([outage(2000, 11_000)], 10, 16, folded, 12, measure);
    expect(band!.labelPx).toBeGreaterThan(folded.x(6800) - 5);
  });
  test('at or beyond the end of the scale has a tag with its times, and is held by both', () => {
    for (const at of [11_300, 30_000]) {
      const [band] = place(outage(at, at + 3000));
      expect(band).toMatchObject({ stub: true, open: true });
      expect(plain(band!.label)).toBe(at === 30_000 ? 'outage, 30 s to 33 s' : 'outage, 11.3 s to 14.3 s');
      expect(band!.labelPx + band!.labelWidthPx).toBeLessThan(band!.xPx);
      expect(band!.bodyPx).toBe(band!.labelPx);
      expect(band!.bodyPx + band!.bodyWidthPx).toBeGreaterThanOrEqual(band!.xPx + band!.widthPx);
    }
  });
  test('narrower than its handles is held as a whole, at least 24 px wide', () => {
    const [narrow, wide] = place(outage(2000, 2200), outage(4000, 6000));
    expect(narrow).toMatchObject({ stub: true, bodyWidthPx: 24 });
    expect(wide).toMatchObject({ stub: false, bodyPx: wide!.xPx, bodyWidthPx: wide!.widthPx });
  });
  test('shares its lane with one that it overlaps', () => {
    const [a, b] = place(outage(2000, 9000), outage(4000, 6000));
    expect(a!.yPx + a!.heightPx).toBeLessThanOrEqual(b!.yPx);
    expect(b!.yPx + b!.heightPx).toBeLessThanOrEqual(26);
    const [c, d] = place(outage(2000, 4000), outage(4000, 6000));
    expect(c!.yPx).toBe(d!.yPx);
  });
});
