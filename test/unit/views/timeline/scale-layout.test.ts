import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisTicks } from '../../../../src/views/timeline/axis-layout.ts';
import {
  aroundMoments,
  openFolds,
  scaleEnd,
  timeScale,
} from '../../../../src/views/timeline/scale-layout.ts';
import { measure } from '../graph/measure-stub.ts';

const folds = [{ fromMs: 4400, toMs: 6800 }];

describe('the time scale', () => {
  test('maps its ends to its ends', () => {
    const scale = timeScale(11_500, 144, 728, [], 30);
    expect([scale.x(0), scale.x(11_500)]).toEqual([144, 728]);
    expect([scale.ms(144), scale.ms(728)]).toEqual([0, 11_500]);
  });
  test('gives a fold the same few px however long it is', () => {
    const scale = timeScale(11_500, 144, 728, folds, 30);
    expect(scale.x(6800) - scale.x(4400)).toBeCloseTo(30, 0);
    expect(scale.x(11_500)).toBe(728);
  });
  test('leaves a fold open that would save no room', () => {
    expect(timeScale(11_500, 144, 728, [{ fromMs: 4400, toMs: 4900 }], 30).folds).toEqual([]);
  });
  test('goes on beyond its end at the same pace', () => {
    const scale = timeScale(10_000, 0, 1000, [], 30);
    expect(scale.x(12_000)).toBe(1200);
    expect(scale.ms(1200)).toBe(10_000);
  });
  test('never runs backwards, lies on half pixels, and reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 11_500 }), fc.integer({ min: 0, max: 11_500 }), (a, b) => {
        const scale = timeScale(11_500, 144, 728, folds, 30);
        if (a <= b) expect(scale.x(a)).toBeLessThanOrEqual(scale.x(b));
        expect((scale.x(a) * 2) % 1).toBe(0);
        const msPerHalfPx = a > 4400 && a < 6800 ? 2400 / 30 : 9100 / 554;
        expect(Math.abs(scale.ms(scale.x(a)) - a)).toBeLessThanOrEqual(msPerHalfPx);
      }),
    );
  });
  test('has a little air behind the run, on a round number', () => {
    expect(scaleEnd(11_020)).toBe(11_500);
    expect(scaleEnd(612)).toBe(640);
    expect(scaleEnd(0)).toBe(10_000);
  });
});

describe('a fold', () => {
  test('opens when an attempt enters it', () => {
    expect(openFolds(folds, [{ fromMs: 0, toMs: 4400 }])).toEqual(folds);
    expect(openFolds(folds, [{ fromMs: 6000, toMs: 9000 }])).toEqual([]);
  });
});

describe('the axis', () => {
  const labels = (endMs: number, px = 584, hidden = folds.slice(1)) =>
    axisTicks(timeScale(endMs, 0, px, hidden, 30), 12, measure).map((tick) =>
      tick.label.replace('\u00a0', ' '),
    );

  test('has round ticks, the unit on the first alone', () => {
    expect(labels(11_500)).toEqual(['0 s', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
    expect(labels(33_000)).toEqual(['0 s', '5', '10', '15', '20', '25', '30']);
    expect(labels(520)).toEqual([
      '0 ms',
      '50',
      '100',
      '150',
      '200',
      '250',
      '300',
      '350',
      '400',
      '450',
      '500',
    ]);
    expect(labels(4400)).toEqual(['0 s', '0.5', '1.0', '1.5', '2.0', '2.5', '3.0', '3.5', '4.0']);
    expect(labels(600_000)).toEqual(['0 min', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
  });
  test('shows no tick inside a fold', () => {
    const ticks = axisTicks(timeScale(11_500, 144, 728, folds, 30), 12, measure).map((tick) => tick.ms);
    expect(ticks).not.toContain(5000);
    expect(ticks).not.toContain(6000);
    expect(ticks).toContain(7000);
  });
  test('keeps its labels apart, at any length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 50_000_000 }), (endMs) => {
        const ticks = axisTicks(timeScale(endMs, 0, 584, [], 30), 12, measure);
        for (const [i, tick] of ticks.entries()) {
          const before = ticks[i - 1];
          if (before) expect(tick.xPx - before.xPx).toBeGreaterThan((tick.widthPx + before.widthPx) / 2);
        }
      }),
    );
  });
});

describe('folds around moments', () => {
  const fold = { fromMs: 1000, toMs: 9000 };
  test('leave each open with air on both sides', () => {
    expect(aroundMoments([fold], [3000, 2000], 100)).toEqual([
      { fromMs: 1000, toMs: 1900 },
      { fromMs: 2100, toMs: 2900 },
      { fromMs: 3100, toMs: 9000 },
    ]);
  });
  test('stay whole where nothing happens in them, and go where nothing is left of them', () => {
    expect(aroundMoments([fold], [1000, 9000, 9500], 100)).toEqual([fold]);
    expect(aroundMoments([{ fromMs: 0, toMs: 150 }], [75], 100)).toEqual([]);
  });
});
